/** Thanks stand in the thread: nothing changes, nobody gets a letter (contract.md, «Tickets and people»). */
import { recordEvents } from '../../register/events.ts';
import type { Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { addLetterToThread } from './thread.ts';

/** Carries out `note`. @returns the ticket's row id */
export async function noteInTicket(
  registration: Registration,
  { ticket }: Extract<Decision, { do: 'note' }>,
): Promise<number> {
  const { tx, letter, now } = registration;
  await addLetterToThread(registration, ticket.id);
  const event = { ticketId: ticket.id, letterId: letter.id, at: now.getTime(), who: 'citizen', what: 'thanked' };
  await recordEvents(tx, [{ ...event, after: { matchedBy: ticket.rule } }]);
  return ticket.id;
}
