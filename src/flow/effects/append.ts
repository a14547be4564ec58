/** A letter joins a ticket as the citizen's next word; it may complete the data, move the ticket on, or bring it back. */
import { rightsName } from '../../identity/correction.ts';
import { correctApplicant } from '../../register/applicant.ts';
import { recordEvents } from '../../register/events.ts';
import { addMembers, ticketById, updateTicket } from '../../register/tickets.ts';
import type { Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { accusedIn } from './accused.ts';
import { answerAddition, sendAnswer } from './answer.ts';
import { distribute } from './assign.ts';
import { changeStatus } from './change.ts';
import { filesOfEntry } from './files.ts';
import { listedFilesOf } from './listed.ts';
import { notifyOperator } from './notify.ts';
import { peopleOf } from './people.ts';
import { infectionsOf } from './scanned.ts';
import { addLetterToThread, entryOf } from './thread.ts';
import { statusAnswer } from './wish.ts';

/** Carries out `append`. @returns the ticket's row id */
export async function appendToTicket(
  registration: Registration,
  { ticket, status, missing, lacks, repeated, admits, asksStatus, reply }: Extract<Decision, { do: 'append' }>,
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
      after: { matchedBy: ticket.rule, repeated, ...(lacks && { lacks }), ...(doubtful && { doubtful }) },
    },
  ]);
  const before = await ticketById(tx, ticket.id);
  const entry = await entryOf(registration);
  const isTheApplicant = findings.letter.from?.address.toLowerCase() === before.from_address?.toLowerCase();
  const corrected = await correctApplicant(
    desk.register,
    tx,
    before,
    { missing, found: findings.identity, rightsName: isTheApplicant && rightsName(findings.text, findings.identity) },
    now.getTime(),
  );
  await updateTicket(tx, ticket.id, { lacks, ...(repeated && { repeated: 1 }) });
  let row = await changeStatus(registration, await ticketById(tx, ticket.id), {
    to: status,
    who: 'citizen',
    reason: null,
    letterId: letter.id,
  });
  const silent = letter.silent === 1;
  const accused = [
    ...new Set([...(JSON.parse(row.accused) as string[]), ...accusedIn(findings.kind, findings, desk.staff)]),
  ];
  row = await updateTicket(tx, ticket.id, { accused: JSON.stringify(accused) });
  // He who is complained of hears no more of it.
  const aboutOperator = row.operator !== null && accused.includes(row.operator);
  if (aboutOperator) row = await updateTicket(tx, ticket.id, { operator: null });
  const told =
    !silent &&
    (await notifyOperator(
      registration,
      row,
      {
        what: 'wrote',
        text: findings.text,
        files: await listedFilesOf(tx, ticket.id, entry),
        infections: await infectionsOf(tx, ticket.id, letter.id),
        before: before.status,
        after: row.status,
        repeated,
        doubtful,
        corrected,
      },
      await filesOfEntry(tx, entry),
    ));
  const works = row.status === 'in_progress' || row.status === 'registered';
  if (!told && !silent && works && desk.staff.length > 0) {
    row = await distribute(registration, row, {
      because: before.status === 'awaiting_info' ? 'completed' : 'returned',
      doubtful,
    });
  }
  const moved = before.status === 'awaiting_info' && row.status !== 'awaiting_info';
  const operatorTold = told || (!silent && row.status === 'in_progress' && row.operator !== null);
  if (asksStatus) {
    const filled = statusAnswer(registration, row, files, { operatorTold, completed: moved && missing.length === 0 });
    await sendAnswer(registration, ticket, 'status', filled, reply);
    return ticket.id;
  }
  await answerAddition(
    registration,
    { ...ticket, status: row.status, missing, lacks: moved ? lacks : null, dueAt: new Date(row.due_at) },
    files,
    reply,
    {
      completed: moved && missing.length === 0,
      handedOver: moved && missing.length > 0,
      before: before.status,
      operatorTold,
      repeated,
      corrected,
    },
  );
  return ticket.id;
}
