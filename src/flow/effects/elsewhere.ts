/**
 * A letter by somebody who holds a letter of ours and is not shown to be of the ticket: a second mailbox, a relative, somebody it
 * was forwarded to. It stands in the thread with a mark and brings what was asked for. He is told that it arrived, no more;
 * the ticket's own address is told what it has changed.
 */
import { correctApplicant } from '../../register/applicant.ts';
import { recordEvents } from '../../register/events.ts';
import type { TicketRow } from '../../register/schema.ts';
import { ticketById } from '../../register/tickets.ts';
import { arrivalLetter } from '../../template/arrival.ts';
import { statusChangedLetter } from '../../template/status-changed.ts';
import { seniorOf } from '../../ticket/route.ts';
import type { Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { sendAnswer } from './answer.ts';
import { distribute } from './assign.ts';
import { changeStatus } from './change.ts';
import { citizenFacts } from './facts.ts';
import { filesOfEntry } from './files.ts';
import { listedFilesOf } from './listed.ts';
import { notifyMember } from './notify.ts';
import { infectionsOf } from './scanned.ts';
import { tellCitizen } from './tell.ts';
import { addLetterToThread, entryOf } from './thread.ts';

type Appended = Extract<Decision, { do: 'append-from-elsewhere' }>;

/** Carries out `append-from-elsewhere`. @returns the ticket's row id */
export async function appendFromElsewhere(registration: Registration, decision: Appended): Promise<number> {
  const { tx, desk, letter, findings, now } = registration;
  const { ticket, status, missing, reply } = decision;
  const { from } = findings.letter;
  const { doubtful } = findings.classification;
  const address = from?.address || null;
  const mark = ['с другого адреса', from?.name ? address : null].filter((part) => part !== null).join(' ');
  await addLetterToThread(registration, ticket.id, 'citizen', mark);
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      letterId: letter.id,
      at: now.getTime(),
      who: 'citizen',
      what: 'wrote from elsewhere',
      after: { matchedBy: ticket.rule, ...(address && { from: address }), ...(doubtful && { doubtful }) },
    },
  ]);
  const before = await ticketById(tx, ticket.id);
  await correctApplicant(
    desk.register,
    tx,
    before,
    { missing, found: askedOf(decision, findings.identity) },
    now.getTime(),
  );
  const change = { to: status, who: 'citizen', reason: null, letterId: letter.id };
  const row = await changeStatus(registration, await ticketById(tx, ticket.id), change);
  await sendAnswer(
    registration,
    ticket,
    'receipt',
    arrivalLetter({
      office: desk.office,
      timeZone: desk.office.timeZone,
      number: ticket.number,
      receivedAt: new Date(letter.received_at),
    }),
    reply,
    { proves: false },
  );
  if (letter.silent === 1) return ticket.id;
  if (row.status === 'in_progress' && before.status !== row.status) await tellOwn(registration, before, row);
  await tellStaff(registration, before, row, address);
  return ticket.id;
}

/** Of what the letter tells of the applicant, that which he was asked for. Nothing takes the place of what is known. */
function askedOf({ ticket }: Appended, identity: Registration['findings']['identity']) {
  const asked = (item: 'fio' | 'snils') => ticket.missing.includes(item);
  return {
    fio: asked('fio') ? identity.fio : null,
    snils: asked('snils') ? identity.snils : null,
    snilsValid: asked('snils') ? identity.snilsValid : null,
    inn: null,
    phone: null,
  };
}

/** The person whose ticket it is hears that somebody has moved it on. */
async function tellOwn(registration: Registration, { status }: TicketRow, row: TicketRow): Promise<void> {
  const { desk, now } = registration;
  const change = { at: now, before: status, after: 'in_progress' as const, reason: ARRIVED };
  await tellCitizen(registration, row, {
    purpose: 'status',
    filled: statusChangedLetter({ ...citizenFacts(desk, row), change }),
  });
}

const ARRIVED = 'с другого адреса пришло письмо со сведениями, которых не хватало';

/** The operator, else a senior; a ticket that is nobody's and goes on is distributed. */
async function tellStaff(
  registration: Registration,
  before: TicketRow,
  row: TicketRow,
  elsewhere: string | null,
): Promise<void> {
  const { tx, desk, letter, findings } = registration;
  const operator = desk.staff.find(({ email }) => email === row.operator);
  if (desk.staff.length === 0) return;
  if (!operator && (row.status === 'in_progress' || row.status === 'registered')) {
    await distribute(registration, row, {
      because: before.status === 'awaiting_info' ? 'completed' : 'returned',
      doubtful: findings.classification.doubtful,
    });
    return;
  }
  const member = operator ?? (row.status === 'awaiting_info' ? null : seniorOf(row.department, desk.staff));
  if (!member) return;
  const entry = await entryOf(registration);
  const event = {
    what: 'wrote' as const,
    elsewhere: elsewhere ?? 'не указан',
    text: findings.text,
    files: await listedFilesOf(tx, row.id, entry),
    infections: await infectionsOf(tx, row.id, letter.id),
    before: before.status,
    after: row.status,
    repeated: false,
    doubtful: findings.classification.doubtful,
    corrected: [],
  };
  await notifyMember(registration, row, member, event, await filesOfEntry(tx, entry));
}
