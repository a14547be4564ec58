/** A letter joins a ticket: as the citizen's next word, or as machine mail that stands in the thread and changes nothing. */
import { recordEvents } from '../../register/events.ts';
import { addMembers, completeTicket } from '../../register/tickets.ts';
import type { Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { answerAddition } from './answer.ts';
import { peopleOf } from './people.ts';
import { addLetterToThread } from './thread.ts';

/** Carries out `append`. What the letter brings completes the ticket's data; old values stay in the journal. */
export async function appendToTicket(
  registration: Registration,
  { ticket, status, missing, reply }: Extract<Decision, { do: 'append' }>,
): Promise<number> {
  const { tx, desk, letter, findings, now } = registration;
  const files = await addLetterToThread(registration, ticket.id);
  if (ticket.belongs) await addMembers(tx, ticket.id, peopleOf(registration));
  const changed = await completeTicket(
    desk.register,
    tx,
    ticket.id,
    { status, missing, found: findings.identity },
    now.getTime(),
  );
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      letterId: letter.id,
      at: now.getTime(),
      who: 'citizen',
      what: 'wrote',
      after: { matchedBy: ticket.rule },
    },
    ...(changed ? [{ ticketId: ticket.id, letterId: letter.id, at: now.getTime(), who: 'citizen', ...changed }] : []),
  ]);
  const completed = changed !== null && missing.length === 0;
  await answerAddition(registration, { ...ticket, status, missing }, files, reply, completed);
  return ticket.id;
}

/** Carries out `attach`. */
export async function attachToTicket(
  registration: Registration,
  { ticket }: Extract<Decision, { do: 'attach' }>,
): Promise<number> {
  const { tx, letter, findings, now } = registration;
  await addLetterToThread(registration, ticket.id, 'automatic');
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      letterId: letter.id,
      at: now.getTime(),
      who: 'service',
      what: 'machine mail attached',
      after: { class: findings.classification.class, matchedBy: ticket.rule },
    },
  ]);
  return ticket.id;
}
