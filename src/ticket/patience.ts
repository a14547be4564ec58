/**
 * How long a ticket waits for what the citizen was asked for (domain.md §9, contract.md, «Tickets and people»): when he is reminded,
 * when it is closed. In: the moment of asking, the office's terms and calendar. Out: two moments, null where it never comes. Pure.
 */
import type { Calendar } from './calendar.ts';
import { dueAt, type Term } from './deadline.ts';

export interface Reminders {
  citizenAfter: Term | null;
  closeUnansweredAfter: Term | null;
}

export interface Patience {
  remindAt: Date | null;
  closeAt: Date | null;
}

/** A reminder that would come when all is over is none. */
export function patienceFrom(asked: Date, reminders: Reminders, calendar: Calendar): Patience {
  const after = (term: Term | null) => term && dueAt(asked, term, calendar);
  const remindAt = after(reminders.citizenAfter);
  const closeAt = after(reminders.closeUnansweredAfter);
  return { remindAt: remindAt && closeAt && remindAt >= closeAt ? null : remindAt, closeAt };
}

/** As columns of a ticket. */
export function patienceColumns({ remindAt, closeAt }: Patience): {
  remind_at: number | null;
  close_at: number | null;
} {
  return { remind_at: remindAt?.getTime() ?? null, close_at: closeAt?.getTime() ?? null };
}

/** A ticket that waits for nobody. */
export const NO_PATIENCE: Patience = { remindAt: null, closeAt: null };
