/** What the register knows that a decision depends on, asked inside the transaction that will carry it out. */
import type { Kysely } from 'kysely';
import type { Findings } from '../examiner/examine.ts';
import { spelled } from '../letter/mailbox.ts';
import { sameLetter } from '../register/letters.ts';
import { bouncedDelivery, type Match, matchTicket, memberAmong } from '../register/match.ts';
import { answersByOthers } from '../register/messages.ts';
import { automaticLettersTo, firstWrittenAt, writtenAt } from '../register/outbox.ts';
import type { LetterRow, Schema } from '../register/schema.ts';
import { ticketById } from '../register/tickets.ts';
import { readCommands } from '../ticket/command.ts';
import { echoOf } from '../ticket/echo.ts';
import { toldOf } from './confirmation.ts';
import type { Bounced, Context, KnownTicket, StaffContext } from './decide.ts';
import type { Desk } from './desk.ts';
import { wasTold } from './doubt.ts';
import { circumstancesOf, planOf } from './plan.ts';
import { answerAddress } from './reply.ts';
import type { StaffLetter } from './staff-letter.ts';
import { provesItself, standingOf } from './standing.ts';

const DAY_MS = 86_400_000;

/** Gathers the context of one letter. */
export async function contextOf(
  tx: Kysely<Schema>,
  desk: Desk,
  letter: LetterRow,
  findings: Findings,
  staff: StaffLetter | null,
  now: Date,
): Promise<Context> {
  const same = await sameLetter(tx, letter, findings.contentKey);
  const traces = {
    addressedTo: findings.addressedTo,
    references: referencesOf(findings),
    ticketRef: findings.ticketRef,
    from: findings.letter.from?.address ?? null,
  };
  const match = await matchTicket(tx, desk.register, traces, now.getTime());
  const ticket = match && known(match, desk, traces.from, now);
  const answerTo = await answerToOf(tx, findings, ticket);
  const exempt = desk.staff.some(({ email }) => email === answerTo?.toLowerCase());
  return {
    same: same ? { letterId: same.id, ticketId: same.ticket_id } : null,
    ticket,
    bounced: findings.bounce && (await bouncedOf(tx, desk, findings, traces, now)),
    staff: staff && (await staffContext(tx, desk, findings, staff, ticket, now)),
    byHand: letter.by_hand !== null,
    reopenDays: desk.reopenDays,
    receivedAt: new Date(letter.received_at),
    now,
    silent: letter.silent === 1,
    ignoreOlderThan: desk.autoReply.ignoreOlderThan,
    answerTo,
    automaticToday: answerTo && !exempt ? await automaticLettersTo(tx, answerTo, now.getTime()) : 0,
    maxPerSenderPerDay: desk.autoReply.maxPerSenderPerDay,
    flood: letter.flood,
    answerUnauthenticated: desk.autoReply.answerUnauthenticated,
    ownAddresses: desk.rules.ownAddresses,
  };
}

/**
 * Where the automatic answer goes. A letter about a ticket that does not prove itself sends nothing to a stranger's Reply-To
 * (domain.md §7): anybody can write it.
 */
async function answerToOf(tx: Kysely<Schema>, findings: Findings, ticket: KnownTicket | null): Promise<string | null> {
  const { letter, authorship } = findings;
  const to = answerAddress(letter);
  if (to === null || !ticket || provesItself(ticket, authorship)) return to;
  if (standingOf(ticket, authorship) !== 'belongs') return to;
  return (await memberAmong(tx, ticket.id, [to])) ?? letter.from?.address ?? null;
}

/** Newest first: the letter that is answered, then the thread upwards; of a bounce, the letter that came back. */
function referencesOf(findings: Findings): string[] {
  const { inReplyTo, references } = findings.letter;
  const bounced = findings.bounce?.ofMessageId;
  return [...(bounced ? [bounced] : []), ...inReplyTo, ...references.toReversed()];
}

function known(match: Match, desk: Desk, from: string | null, now: Date): KnownTicket {
  const { id, number, status, missing, lacks, due_at, key_id, closed_at, from_address, citizen_address, by_office } =
    match.ticket;
  const { rule, belongs, audience, madeAt, superseded } = match;
  return {
    id,
    keyId: key_id,
    number,
    status,
    closedAt: closed_at === null ? null : new Date(closed_at),
    missing: JSON.parse(missing),
    lacks,
    byOffice: by_office === 1,
    dueAt: new Date(due_at),
    rule,
    belongs,
    own: from !== null && [from_address, citizen_address].some((own) => own !== null && spelled(own) === spelled(from)),
    token: audience === null ? null : tokenOf(match, desk, from),
    audience,
    expired: audience !== null && isExpired(madeAt, desk, now),
    superseded,
  };
}

/** A letter of ours that the outbox does not know is taken for an old one. */
function isExpired(madeAt: number | null, { mailAuth }: Desk, now: Date): boolean {
  return madeAt === null || now.getTime() - madeAt > mailAuth.tokenDays * DAY_MS;
}

function tokenOf({ madeFor }: Match, desk: Desk, from: string | null): KnownTicket['token'] {
  if (from !== null && madeFor(from)) return 'of the sender';
  return desk.staff.some(({ email }) => madeFor(email)) ? 'of staff' : 'of another';
}

async function bouncedOf(
  tx: Kysely<Schema>,
  desk: Desk,
  findings: Findings,
  traces: Parameters<typeof bouncedDelivery>[2],
  now: Date,
): Promise<Bounced | null> {
  const row = await bouncedDelivery(tx, desk.register, traces, now.getTime());
  if (!row || !findings.bounce) return null;
  const { permanent, status } = findings.bounce;
  const delivery = { id: row.id, ticketId: row.ticket_id, recipient: row.recipient, purpose: row.purpose };
  return { delivery, permanent, status };
}

async function staffContext(
  tx: Kysely<Schema>,
  desk: Desk,
  findings: Findings,
  staff: StaffLetter,
  ticket: KnownTicket | null,
  now: Date,
): Promise<StaffContext> {
  const { member, confirms } = staff;
  const ticketId = confirms?.held.ticket_id ?? ticket?.id ?? null;
  if (ticketId === null) return { ...staff, answeredBy: [], plan: null, refused: [], echo: [] };
  const said = confirms?.said?.findings ?? findings;
  const row = await ticketById(tx, ticketId);
  const refused = said.staffFiles.filter(({ verdict }) => verdict === 'refused');
  // Whoever confirms what he was told of the files sends the others.
  const left = wasTold(toldOf(confirms), 'refused-files') ? refused.length : 0;
  const about = { ticket: row, member, hasFiles: said.staffFiles.length > left, now };
  const plan = planOf(readCommands(said.text), circumstancesOf(desk, about));
  const { office } = desk;
  const harmless = [office.name, office.address, member.name, member.email, row.number, row.subject];
  // The notice shows what a colleague wrote when that is what it tells of. A mail program that names no letter leaves open what was
  // seen: then nothing counts as seen but the first one.
  const seen = toldOf(confirms) === 'collision' ? findings : said;
  const since = (await writtenAt(tx, referencesOf(seen))) ?? (await firstWrittenAt(tx, ticketId, member.email));
  const others = since === null ? [] : await answersByOthers(tx, ticketId, member.email, since);
  return {
    ...staff,
    plan,
    refused: refused.map((file) => ({ ...file, id: '' })),
    echo: echoOf(said.text, { text: staff.answered, harmless }),
    answeredBy: others.map(({ name, at, text }) => ({ name: name ?? '', at: new Date(at), text })),
  };
}
