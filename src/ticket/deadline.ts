/**
 * By when an answer is due (domain.md §9). Pure: the instant and the calendar are passed in.
 * A letter that came outside working time counts from the next working moment.
 */
import type { Calendar, Shift } from './calendar.ts';

/** How long the office may take: whole working days, working hours, or hours by the clock. */
export type Term = { workingDays: number } | { workingHours: number } | { hours: number };

const HOUR_MS = 3_600_000;

/**
 * The last moment of a term that begins at `from`. Working days are whole ones: the first is the first working day that
 * opens at `from` or later, so a letter of Monday noon with five days is due on the next Monday at the close.
 * @param term positive and finite
 */
export function dueAt(from: Date, term: Term, calendar: Calendar): Date {
  if ('hours' in term) return new Date(from.getTime() + term.hours * HOUR_MS);
  const shifts = calendar.shiftsFrom(from);
  return 'workingDays' in term
    ? afterDays(from, term.workingDays, shifts)
    : afterHours(from, term.workingHours, shifts);
}

function afterDays(from: Date, days: number, shifts: Generator<Shift, never>): Date {
  let left = days;
  for (;;) {
    const { opens, closes } = shifts.next().value;
    if (opens >= from) left -= 1;
    if (left <= 0) return closes;
  }
}

function afterHours(from: Date, hours: number, shifts: Generator<Shift, never>): Date {
  let left = hours * HOUR_MS;
  for (;;) {
    const { opens, closes } = shifts.next().value;
    const begins = Math.max(opens.getTime(), from.getTime());
    const due = begins + left;
    if (due <= closes.getTime()) return new Date(due);
    left = due - closes.getTime();
  }
}

/**
 * A deadline after a pause in which its clock stood: it moves by the working time between the two moments (domain.md §9).
 * @param due the deadline as it was when the pause began
 */
export function dueAfterPause(due: Date, from: Date, to: Date, calendar: Calendar): Date {
  const workingHours = workingTimeBetween(from, to, calendar) / HOUR_MS;
  return workingHours > 0 ? dueAt(due, { workingHours }, calendar) : due;
}

/** Working time between two moments, ms. */
function workingTimeBetween(from: Date, to: Date, calendar: Calendar): number {
  let sum = 0;
  for (const { opens, closes } of calendar.shiftsFrom(from)) {
    if (opens >= to) break;
    const begins = Math.max(opens.getTime(), from.getTime());
    sum += Math.max(0, Math.min(closes.getTime(), to.getTime()) - begins);
  }
  return sum;
}
