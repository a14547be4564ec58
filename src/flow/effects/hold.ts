/** A letter of staff that is not acted on: kept, the member told why and how to confirm; the citizen sees nothing (domain.md §8). */
import { recordEvents } from '../../register/events.ts';
import { holdLetter, settleHeld } from '../../register/held.ts';
import { ticketById } from '../../register/tickets.ts';
import { commandErrorLetter } from '../../template/command-error.ts';
import { heldLetter } from '../../template/held.ts';
import type { Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { staffFacts } from './facts.ts';
import { writeToMember } from './notify.ts';
import { recordScan } from './scanned.ts';

/** Carries out `hold`: a letter that comes now, or one that waited and against which something else stands too. @returns the ticket's row id */
export async function holdStaffLetter(
  registration: Registration,
  { ticket, member, reason, waited, matchedBy }: Extract<Decision, { do: 'hold' }>,
): Promise<number> {
  const { tx, desk, letter, findings, now } = registration;
  const held = waited?.said ?? { letter, findings };
  // Other words came in the place of the one that waited.
  if (waited && !waited.said) await settleHeld(tx, waited.held.letter_id, now.getTime());
  const row = await ticketById(tx, ticket.id);
  desk.log.warn({ letter: held.letter.id, reason: reason.why }, 'a letter of staff is held');
  const filled = heldLetter({
    office: desk.office,
    timeZone: desk.office.timeZone,
    number: row.number,
    reader: member,
    subject: row.subject,
    receivedAt: new Date(held.letter.received_at),
    reason,
    text: held.findings.text,
  });
  const inReplyTo = findings.letter.messageId;
  const noticeId = await writeToMember(registration, row, member, { purpose: 'notice', filled, inReplyTo });
  await holdLetter(tx, {
    letter_id: held.letter.id,
    ticket_id: ticket.id,
    staff: member.email,
    reason: reason.why,
    notice_id: noticeId,
    at: now.getTime(),
    settled_at: null,
  });
  await recordScan(registration, ticket.id);
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      letterId: letter.id,
      at: now.getTime(),
      who: 'service',
      what: 'staff letter held',
      after: { from: member.email, reason: reason.why, matchedBy },
    },
  ]);
  return ticket.id;
}

/** Carries out `object`: nothing of the letter is applied, and the member reads what was wrong. @returns the ticket's row id */
export async function objectToCommands(
  registration: Registration,
  { ticket, member, objections }: Extract<Decision, { do: 'object' }>,
): Promise<number> {
  const { tx, desk, letter, findings, now } = registration;
  const row = await ticketById(tx, ticket.id);
  const filled = commandErrorLetter({
    ...staffFacts(desk, row, member),
    problems: objections,
    text: findings.text,
    commands: { departments: desk.departments, answers: desk.renderer.answers.names },
  });
  const inReplyTo = findings.letter.messageId;
  await writeToMember(registration, row, member, { purpose: 'command-receipt', filled, inReplyTo });
  await recordScan(registration, ticket.id);
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      letterId: letter.id,
      at: now.getTime(),
      who: member.name,
      what: 'commands not understood',
      after: { lines: objections.map(({ line }) => line) },
    },
  ]);
  return ticket.id;
}
