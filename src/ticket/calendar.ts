/**
 * When the office works: its hours, its weekdays, holidays and moved days off (domain.md §9).
 * Enters: the office's rules. Leaves: a calendar that answers for any day; years and days are worked out once.
 */
import { decreeKnown, exceptionsOf } from './holidays.ts';
import { addDays, type Day, instantOf, localTime, weekday } from './zone.ts';

export interface WorkingTime {
  timeZone: string;
  /** Minutes since midnight, 09:00 is 540. */
  opens: number;
  /** Later than `opens`, at most 1440. */
  closes: number;
  /** Days off of this office over and above the country's. */
  daysOff: readonly Day[];
  /** Days that this office works although the country does not. */
  workingDays: readonly Day[];
}

/** One working day's span of work. */
export interface Shift {
  opens: Date;
  closes: Date;
}

export interface Calendar {
  timeZone: string;
  /** Is it worked on that day? */
  isWorkingDay(day: Day): boolean;
  /** The working days that close after the instant, one after the other without end: first the one going on, if any. */
  shiftsFrom(at: Date): Generator<Shift, never>;
}

/** Makes the office's calendar. */
export function makeCalendar(rules: WorkingTime): Calendar {
  const { timeZone } = rules;
  const years = new Map<number, ReturnType<typeof exceptionsOf>>();
  const shifts = new Map<Day, Shift | null>();
  const daysOff = new Set(rules.daysOff);
  const workingDays = new Set(rules.workingDays);

  const isWorkingDay = (day: Day): boolean => {
    if (daysOff.has(day)) return false;
    if (workingDays.has(day)) return true;
    const year = Number(day.slice(0, 4));
    const { off, worked } = years.get(year) ?? remember(years, year);
    return !off.has(day) && (worked.has(day) || weekday(day) <= 5);
  };

  /** Asking ICU for an offset takes a while, and every letter of a day asks for the same week. */
  const shiftOf = (day: Day): Shift | null => {
    let shift = shifts.get(day);
    if (shift === undefined) {
      const at = (minutes: number) => instantOf(day, minutes, timeZone);
      shift = isWorkingDay(day) ? { opens: at(rules.opens), closes: at(rules.closes) } : null;
      shifts.set(day, shift);
    }
    return shift;
  };

  function* shiftsFrom(at: Date): Generator<Shift, never> {
    const { day, minutes } = localTime(at, timeZone);
    let next = minutes < rules.closes ? day : addDays(day, 1);
    for (;;) {
      const shift = shiftOf(next);
      if (shift) yield shift;
      next = addDays(next, 1);
    }
  }

  return { timeZone, isWorkingDay, shiftsFrom };
}

/**
 * Of this year and the next, those whose moved days off nobody told: no decree is known, and the office names no day of them.
 * Deadlines in them are right but for these days.
 */
export function yearsInDoubt({ timeZone, daysOff, workingDays }: WorkingTime, at: Date): number[] {
  const year = Number(localTime(at, timeZone).day.slice(0, 4));
  const told = (one: number) => [...daysOff, ...workingDays].some((day) => day.startsWith(`${one}-`));
  return [year, year + 1].filter((one) => !decreeKnown(one) && !told(one));
}

function remember(years: Map<number, ReturnType<typeof exceptionsOf>>, year: number): ReturnType<typeof exceptionsOf> {
  const exceptions = exceptionsOf(year);
  years.set(year, exceptions);
  return exceptions;
}
