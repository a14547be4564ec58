/** A letter of staff is carried out: its own orders, or those of the held letter that it confirms. */

import { recordEvents } from '../../register/events.ts';
import { settleHeld } from '../../register/held.ts';
import { ticketById } from '../../register/tickets.ts';
import type { Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { act } from './act.ts';
import { recordScan } from './scanned.ts';

/** Carries out `act`. @returns the ticket's row id */
export async function actOnLetter(
  registration: Registration,
  { ticketId, member, plan, confirmed, matchedBy }: Extract<Decision, { do: 'act' }>,
): Promise<number> {
  const { tx, letter, findings, now } = registration;
  const source = confirmed?.said ?? { letter, findings };
  if (confirmed && !(await settleHeld(tx, confirmed.held.letter_id, now.getTime()))) return ticketId;
  await recordScan(registration, ticketId);
  await recordEvents(tx, [
    {
      ticketId,
      letterId: letter.id,
      at: now.getTime(),
      who: member.name,
      what: confirmed ? 'staff letter confirmed' : 'staff wrote',
      after: { matchedBy },
    },
  ]);
  await act(registration, await ticketById(tx, ticketId), member, plan, {
    letterId: source.letter.id,
    messageId: source.findings.letter.messageId,
    files: source.findings.staffFiles,
  });
  return ticketId;
}
