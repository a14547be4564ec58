/** A letter of ours came back: its delivery, the ticket and the operator are told; the address gets nothing until it writes. */
import { recordEvents } from '../../register/events.ts';
import { markBounced } from '../../register/outbox.ts';
import { ticketById } from '../../register/tickets.ts';
import { markUnreachable } from '../../register/unreachable.ts';
import { TO_STAFF } from '../../ticket/message-id.ts';
import type { Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { notReached } from './not-reached.ts';
import { notifyOperator } from './notify.ts';

/**
 * Writes a bounce down. A report of a passing trouble changes nothing but the journal. The operator is told once for a
 * citizen's address; of a letter to staff that came back, a senior.
 */
export async function noteBounce(
  registration: Registration,
  bounced: NonNullable<Extract<Decision, { do: 'attach' }>['bounced']>,
): Promise<void> {
  const { tx, desk, letter, now } = registration;
  const { delivery, permanent, status } = bounced;
  await recordEvents(tx, [
    {
      ticketId: delivery.ticketId,
      letterId: letter.id,
      at: now.getTime(),
      who: 'service',
      what: permanent ? 'cannot be reached' : 'delivery delayed by others',
      after: { recipient: delivery.recipient, purpose: delivery.purpose, status },
    },
  ]);
  if (!permanent) return;
  const row = await tx.selectFrom('outbox').selectAll().where('id', '=', delivery.id).executeTakeFirstOrThrow();
  await markBounced(tx, delivery.id, now.getTime());
  if (TO_STAFF.includes(row.purpose)) {
    if (row.state !== 'bounced') await notReached(registration, row, status);
    return;
  }
  if (desk.staff.some(({ email }) => email === delivery.recipient.toLowerCase())) return;
  if (!(await markUnreachable(tx, delivery.ticketId, delivery.recipient, status, now.getTime()))) return;
  await notifyOperator(registration, await ticketById(tx, delivery.ticketId), {
    what: 'unreachable',
    address: delivery.recipient,
    status,
    permanent,
    response: null,
  });
}
