/** What a citizen wishes of his ticket beyond adding to it: to know how it stands, to accept, refuse or close it (domain.md §7). */
import { recordEvents } from '../../register/events.ts';
import type { TicketRow } from '../../register/schema.ts';
import { ticketById } from '../../register/tickets.ts';
import type { Filled } from '../../template/letterhead.ts';
import { type StatusAnswerFacts, statusAnswerLetter } from '../../template/status-answer.ts';
import { wishLetter } from '../../template/wish.ts';
import type { Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { factsOf, sendAnswer } from './answer.ts';
import { distribute } from './assign.ts';
import { changeStatus } from './change.ts';
import { awaitedItems, citizenFacts } from './facts.ts';
import { filesOfEntry } from './files.ts';
import { listedFilesOf } from './listed.ts';
import { notifyOperator } from './notify.ts';
import { foundBeyondFiles, infectionsOf } from './scanned.ts';
import { addLetterToThread, entryOf, type FiledFile } from './thread.ts';

/** Carries out `tell-status`: the letter stands in the thread, nothing else changes. @returns the ticket's row id */
export async function tellStatus(
  registration: Registration,
  { ticket, reply }: Extract<Decision, { do: 'tell-status' }>,
): Promise<number> {
  const { tx, letter, now } = registration;
  const files = await addLetterToThread(registration, ticket.id);
  const row = await ticketById(tx, ticket.id);
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      letterId: letter.id,
      at: now.getTime(),
      who: 'citizen',
      what: 'asked for status',
      after: { matchedBy: ticket.rule },
    },
  ]);
  await sendAnswer(registration, ticket, 'status', statusAnswer(registration, row, files), reply);
  return ticket.id;
}

/** How it stands. @param news what became of whatever else the letter told */
export function statusAnswer(
  { desk, notes }: Registration,
  row: TicketRow,
  files: FiledFile[],
  news: StatusAnswerFacts['news'] = null,
): Filled {
  return statusAnswerLetter({
    ...citizenFacts(desk, row),
    receivedAt: new Date(row.received_at),
    status: row.status,
    changedAt: new Date(row.changed_at),
    missing: awaitedItems(row),
    snilsInvalid: row.snils_sealed !== null,
    files,
    infectedBeyondFiles: foundBeyondFiles(notes),
    news,
  });
}

/** Carries out `wish`: the new status, the answer that tells it, a word to the operator. @returns the ticket's row id */
export async function fulfilWish(
  registration: Registration,
  { ticket, wish, status, reply }: Extract<Decision, { do: 'wish' }>,
): Promise<number> {
  const { tx, desk, letter, findings, now } = registration;
  const files = await addLetterToThread(registration, ticket.id);
  const before = await ticketById(tx, ticket.id);
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      letterId: letter.id,
      at: now.getTime(),
      who: 'citizen',
      what: `wished to ${wish}`,
      after: { matchedBy: ticket.rule },
    },
  ]);
  const reason = wish === 'refuse' ? findings.text : null;
  const row = await changeStatus(registration, before, { to: status, who: 'citizen', reason, letterId: letter.id });
  const filled = wishLetter({
    ...factsOf(registration, { ...ticket, status: row.status, dueAt: new Date(row.due_at) }, files),
    wish,
    before: before.status,
    reasonGiven: hasReason(findings.text),
    reopenDays: desk.reopenDays,
  });
  await sendAnswer(registration, ticket, 'status', filled, reply);
  if (letter.silent === 1) return ticket.id;
  const done = ({ accept: 'accepted', refuse: 'refused', close: 'closed' } as const)[wish];
  const entry = await entryOf(registration);
  const told = await notifyOperator(
    registration,
    row,
    {
      what: row.status === before.status ? 'wrote' : done,
      text: findings.text,
      files: await listedFilesOf(tx, ticket.id, entry),
      infections: await infectionsOf(tx, ticket.id, letter.id),
      before: before.status,
      after: row.status,
      repeated: false,
      doubtful: false,
      corrected: [],
    },
    await filesOfEntry(tx, entry),
  );
  if (!told && row.status === 'in_progress' && desk.staff.length > 0) {
    await distribute(registration, row, { because: 'returned' });
  }
  return ticket.id;
}

/** «Отказать» alone says no reason. */
function hasReason(text: string): boolean {
  return (
    text
      .replace(/[^\p{L}]+/gu, ' ')
      .trim()
      .split(' ').length > 2
  );
}
