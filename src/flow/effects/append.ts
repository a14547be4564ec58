/** A letter joins a ticket as the citizen's next word; it may complete the data, move the ticket on, or bring it back. */
import { rightsName } from '../../identity/correction.ts';
import { correctApplicant } from '../../register/applicant.ts';
import { recordEvents } from '../../register/events.ts';
import { addMembers, ticketById, updateTicket } from '../../register/tickets.ts';
import type { Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { answerAddition } from './answer.ts';
import { distribute } from './assign.ts';
import { changeStatus } from './change.ts';
import { enclosuresOf, enclosuresOfTicket } from './files.ts';
import { listedFilesOf } from './listed.ts';
import { notifyOperator } from './notify.ts';
import { peopleOf } from './people.ts';
import { infectionsOf } from './scanned.ts';
import { addLetterToThread, entryOf } from './thread.ts';

/** Carries out `append`. @returns the ticket's row id */
export async function appendToTicket(
  registration: Registration,
  { ticket, status, missing, repeated, admits, reply }: Extract<Decision, { do: 'append' }>,
): Promise<number> {
  const { tx, desk, letter, findings, now } = registration;
  const { doubtful } = findings.classification;
  const files = await addLetterToThread(registration, ticket.id);
  if (admits) await addMembers(tx, ticket.id, peopleOf(registration, admits));
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      letterId: letter.id,
      at: now.getTime(),
      who: 'citizen',
      what: 'wrote',
      after: { matchedBy: ticket.rule, repeated, ...(doubtful && { doubtful }) },
    },
  ]);
  const before = await ticketById(tx, ticket.id);
  const isTheApplicant = findings.letter.from?.address.toLowerCase() === before.from_address?.toLowerCase();
  const corrected = await correctApplicant(
    desk.register,
    tx,
    before,
    { missing, found: findings.identity, rightsName: isTheApplicant && rightsName(findings.text, findings.identity) },
    now.getTime(),
  );
  if (repeated) await updateTicket(tx, ticket.id, { repeated: 1 });
  let row = await changeStatus(registration, await ticketById(tx, ticket.id), {
    to: status,
    who: 'citizen',
    reason: null,
    letterId: letter.id,
  });
  const silent = letter.silent === 1;
  const told =
    !silent &&
    (await notifyOperator(
      registration,
      row,
      {
        what: 'wrote',
        text: findings.text,
        files: await listedFilesOf(tx, ticket.id, await entryOf(registration)),
        infections: await infectionsOf(tx, ticket.id, letter.id),
        before: before.status,
        after: row.status,
        repeated,
        doubtful,
        corrected,
      },
      enclosuresOf(findings.files),
    ));
  const works = row.status === 'in_progress' || row.status === 'registered';
  if (!told && !silent && works && desk.staff.length > 0) {
    row = await distribute(registration, row, {
      because: before.status === 'awaiting_info' ? 'completed' : 'returned',
      doubtful,
      enclosures: await enclosuresOfTicket(registration, ticket.id),
    });
  }
  await answerAddition(
    registration,
    { ...ticket, status: row.status, missing, dueAt: new Date(row.due_at) },
    files,
    reply,
    {
      completed: before.status === 'awaiting_info' && row.status !== 'awaiting_info',
      before: before.status,
      operatorTold: told || (!silent && row.status === 'in_progress' && row.operator !== null),
      repeated,
      corrected,
    },
  );
  return ticket.id;
}
