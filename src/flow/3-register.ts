/**
 * Step 3: what was found in a letter becomes a ticket, or joins one, in ONE transaction: number, message, files, journal
 * and the answer's bytes (conviction 3). A kill at any instruction leaves either nothing or everything.
 */
import type { Kysely } from 'kysely';
import type { Findings } from '../examiner/examine.ts';
import { recordEvents } from '../register/events.ts';
import { dataKey, sameLetter, settleLetter } from '../register/letters.ts';
import { type Match, matchTicket } from '../register/match.ts';
import { automaticLettersTo } from '../register/outbox.ts';
import type { LetterRow, Schema } from '../register/schema.ts';
import { answerAddress, type Context, type Decision, decide, type KnownTicket } from './decide.ts';
import type { Desk } from './desk.ts';
import { appendToTicket, attachToTicket } from './effects/append.ts';
import { openTicket } from './effects/open.ts';
import type { Registration } from './registration.ts';

const DAY_MS = 86_400_000;

const OUTCOMES = {
  open: 'registered',
  append: 'registered',
  attach: 'registered',
  recognise: 'duplicate',
  'set-aside': 'set-aside',
} as const satisfies Record<Decision['do'], string>;

/** Decides about a letter and carries the decision out. Its deliveries go on the queue once the transaction is durable. */
export async function registerLetter(desk: Desk, letter: LetterRow, findings: Findings): Promise<void> {
  const started = performance.now();
  const { decision, deliveries } = await desk.register.transaction(async (tx) => {
    const now = desk.clock();
    const decision = decide(findings, await contextOf(tx, desk, letter, findings, now));
    const key = { id: letter.key_id, bytes: await dataKey(desk.register, tx, letter.key_id) };
    const registration: Registration = { tx, desk, letter, findings, key, now, deliveries: [] };
    const ticketId = await carryOut(registration, decision);
    await settleLetter(tx, letter.id, ticketId === null ? 'set-aside' : 'registered', {
      class: findings.classification.class,
      message_id: findings.letter.messageId,
      from_address: findings.letter.from?.address ?? null,
      subject: findings.letter.subject,
      content_key: findings.contentKey,
      ticket_id: ticketId,
      error: null,
    });
    return { decision, deliveries: registration.deliveries };
  });
  desk.crossed('registered', letter.id);
  desk.meter.time('register', performance.now() - started);
  desk.meter.count('letters', { outcome: OUTCOMES[decision.do], class: findings.classification.class });
  for (const { verdict } of findings.files) desk.meter.count('files', { verdict });
  desk.log.info(
    { letter: letter.id, class: findings.classification.class, decision: decision.do },
    'letter registered',
  );
  for (const id of deliveries) await desk.queue.offer('delivery', id);
}

async function contextOf(
  tx: Kysely<Schema>,
  desk: Desk,
  letter: LetterRow,
  findings: Findings,
  now: Date,
): Promise<Context> {
  const same = await sameLetter(tx, letter, findings.contentKey);
  const match = await matchTicket(tx, {
    references: referencesOf(findings),
    ticketRef: findings.ticketRef,
    from: findings.letter.from?.address ?? null,
  });
  const to = answerAddress(findings.letter);
  return {
    same: same ? { letterId: same.id, ticketId: same.ticket_id } : null,
    ticket: match && known(match),
    receivedAt: new Date(letter.received_at),
    now,
    silent: letter.silent === 1,
    ignoreOlderThan: desk.autoReply.ignoreOlderThan,
    automaticToday: to ? await automaticLettersTo(tx, to, now.getTime() - DAY_MS) : 0,
    maxPerSenderPerDay: desk.autoReply.maxPerSenderPerDay,
    ownAddresses: desk.rules.ownAddresses,
  };
}

/** Newest first: the letter that is answered, then the thread upwards; of a bounce, the letter that came back. */
function referencesOf(findings: Findings): string[] {
  const { inReplyTo, references } = findings.letter;
  const bounced = findings.bounce?.ofMessageId;
  return [...(bounced ? [bounced] : []), ...inReplyTo, ...references.toReversed()];
}

function known(match: Match): KnownTicket {
  const { id, number, status, missing, due_at, key_id } = match.ticket;
  const { rule, belongs } = match;
  return { id, keyId: key_id, number, status, missing: JSON.parse(missing), dueAt: new Date(due_at), rule, belongs };
}

/** @returns the ticket that the letter belongs to now, null when none */
async function carryOut(registration: Registration, decision: Decision): Promise<number | null> {
  switch (decision.do) {
    case 'recognise':
      await recordEvents(registration.tx, [
        {
          ...(decision.ticketId !== null && { ticketId: decision.ticketId }),
          letterId: registration.letter.id,
          at: registration.now.getTime(),
          who: 'service',
          what: 'letter came again',
          after: { letter: decision.letterId },
        },
      ]);
      return decision.ticketId;
    case 'set-aside':
      return null;
    case 'attach':
      return attachToTicket(registration, decision);
    case 'append':
      return appendToTicket(registration, decision);
    case 'open':
      return openTicket(registration, decision);
  }
}
