/** A ticket's status changes: the row, the clock of its deadline, the journal (domain.md §6, §9). Telling people is the caller's. */
import { recordEvents } from '../../register/events.ts';
import type { TicketRow } from '../../register/schema.ts';
import { updateTicket } from '../../register/tickets.ts';
import { dueAfterPause } from '../../ticket/deadline.ts';
import { NO_PATIENCE, patienceColumns, patienceFrom } from '../../ticket/patience.ts';
import type { Status } from '../../ticket/status.ts';
import type { Step } from '../registration.ts';

export interface StatusChange {
  to: Status;
  /** `service`, `citizen`, or the name of a staff member. */
  who: string;
  reason: string | null;
  letterId?: number;
}

/**
 * Changes the status. While a ticket awaits the citizen its clock stands: when it moves on, its deadline moves by the
 * working time that it waited.
 * @returns the ticket as it is afterwards
 */
export async function changeStatus(step: Step, ticket: TicketRow, change: StatusChange): Promise<TicketRow> {
  const { tx, desk, now } = step;
  if (ticket.status === change.to) return ticket;
  const resumed = ticket.status === 'awaiting_info';
  const due = resumed
    ? dueAfterPause(new Date(ticket.due_at), new Date(ticket.changed_at), now, desk.calendar).getTime()
    : ticket.due_at;
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      ...(change.letterId !== undefined && { letterId: change.letterId }),
      at: now.getTime(),
      who: change.who,
      what: 'status changed',
      before: { status: ticket.status },
      after: { status: change.to, reason: change.reason },
    },
  ]);
  return updateTicket(tx, ticket.id, {
    status: change.to,
    changed_at: now.getTime(),
    closed_at: change.to === 'closed' ? now.getTime() : null,
    due_at: due,
    ...patienceColumns(change.to === 'awaiting_info' ? patienceFrom(now, desk.reminders, desk.calendar) : NO_PATIENCE),
  });
}

/** Asked for something once more: the citizen has his whole time again. */
export function waitAnew({ tx, desk, now }: Step, ticket: TicketRow): Promise<TicketRow> {
  return updateTicket(tx, ticket.id, patienceColumns(patienceFrom(now, desk.reminders, desk.calendar)));
}
