/** Machine mail of a ticket: stands in its thread and changes nothing; a bounce tells that somebody cannot be reached. */
import { recordEvents } from '../../register/events.ts';
import type { Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { noteBounce } from './bounce.ts';
import { addLetterToThread } from './thread.ts';

/** Carries out `attach`. @returns the ticket's row id */
export async function attachToTicket(
  registration: Registration,
  { ticketId, bounced, matchedBy }: Extract<Decision, { do: 'attach' }>,
): Promise<number> {
  const { tx, letter, findings, now } = registration;
  await addLetterToThread(registration, ticketId, 'automatic');
  await recordEvents(tx, [
    {
      ticketId,
      letterId: letter.id,
      at: now.getTime(),
      who: 'service',
      what: 'machine mail attached',
      after: { class: findings.classification.class, matchedBy },
    },
  ]);
  if (bounced) await noteBounce(registration, bounced);
  return ticketId;
}
