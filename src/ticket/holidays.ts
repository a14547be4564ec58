/**
 * Russian public holidays and moved days off: Labour Code (ТК РФ) art. 112 and the government's yearly decrees.
 * Enters: a year. Leaves: the days of that year that differ from an ordinary week. To add a year, copy its decree into DECREES.
 */
import { addDays, type Day, weekday } from './zone.ts';

/** Art. 112 part 1. */
const NEW_YEAR = ['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08'];
const OTHERS = ['02-23', '03-08', '05-01', '05-09', '06-12', '11-04'];

/**
 * «О переносе выходных дней в … году»: [from, to]. Checked on 2026-11-22. The decree for 2027 was not at hand then: until it
 * is added only art. 112 applies to 2027, and `deadlines.daysOff` and `deadlines.workingDays` can fill the gap.
 */
const DECREES: Record<number, readonly (readonly [from: string, to: string])[]> = {
  // постановление Правительства РФ от 10.08.2023 № 1314
  2024: [
    ['01-06', '05-10'],
    ['01-07', '12-31'],
    ['04-27', '04-29'],
    ['11-02', '04-30'],
    ['12-28', '12-30'],
  ],
  // постановление Правительства РФ от 04.10.2024 № 1335
  2025: [
    ['01-04', '05-02'],
    ['01-05', '12-31'],
    ['02-23', '05-08'],
    ['03-08', '06-13'],
    ['11-01', '11-03'],
  ],
  // постановление Правительства РФ от 24.09.2025 о переносе выходных дней в 2026 году
  2026: [
    ['01-03', '01-09'],
    ['01-04', '12-31'],
  ],
};

/** What differs from an ordinary week in a year. */
export interface Exceptions {
  /** Holidays and moved days off, whatever their weekday. */
  off: ReadonlySet<Day>;
  /** Saturdays and Sundays that are worked. */
  worked: ReadonlySet<Day>;
}

/** Has the government's decree for the year been copied here? */
export function decreeKnown(year: number): boolean {
  return year in DECREES;
}

/** Fixed holidays of a year (art. 112 part 1), in order. */
export function holidaysOf(year: number): Day[] {
  return [...NEW_YEAR, ...OTHERS].map((day) => `${year}-${day}`);
}

/** Holidays, moved days off and worked weekends of a year. */
export function exceptionsOf(year: number): Exceptions {
  const holidays = new Set(holidaysOf(year));
  const moves = (DECREES[year] ?? []).map(([from, to]) => [`${year}-${from}`, `${year}-${to}`] as const);
  const moved = new Set<Day>(moves.map(([from]) => from));
  const off = new Set<Day>([...holidays, ...moves.map(([, to]) => to)]);
  const worked = new Set([...moved].filter((day) => !holidays.has(day)));

  // Part 2: a day off that falls on a holiday moves to the next working day after it, save in the New Year's holidays,
  // of which the decree moves two, and save where the decree (part 5) moves it elsewhere.
  for (const holiday of OTHERS.map((day) => `${year}-${day}`)) {
    if (weekday(holiday) <= 5 || moved.has(holiday)) continue;
    let next = addDays(holiday, 1);
    while (weekday(next) > 5 || off.has(next)) next = addDays(next, 1);
    off.add(next);
  }
  return { off, worked };
}
