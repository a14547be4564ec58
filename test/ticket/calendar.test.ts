import { describe, expect, test } from 'vitest';
import { makeCalendar, yearsInDoubt } from '../../src/ticket/calendar.ts';
import { addDays } from '../../src/ticket/zone.ts';

const RULES = { timeZone: 'Europe/Moscow', opens: 540, closes: 1080, daysOff: [], workingDays: [] };
const calendar = makeCalendar(RULES);
const daysOf = (year: number) => {
  const days = [];
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) days.push(day);
  return days;
};
const between = (from: string, to: string) =>
  daysOf(Number(from.slice(0, 4))).filter((day) => day >= from && day <= to);

describe('the production calendar of Russia', () => {
  test.each([
    [2024, 248],
    [2025, 247],
    [2026, 247],
  ])('%i has %i working days in the five-day week', (year, count) => {
    expect(daysOf(year).filter(calendar.isWorkingDay)).toHaveLength(count);
  });

  test.each([
    ['2024-01-01', '2024-01-08'],
    ['2024-02-23', '2024-02-25'],
    ['2024-03-08', '2024-03-10'],
    ['2024-04-28', '2024-05-01'],
    ['2024-05-09', '2024-05-12'],
    ['2024-06-12', '2024-06-12'],
    ['2024-11-03', '2024-11-04'],
    ['2024-12-29', '2024-12-31'],
    ['2025-01-01', '2025-01-08'],
    ['2025-02-22', '2025-02-23'],
    ['2025-03-08', '2025-03-09'],
    ['2025-05-01', '2025-05-04'],
    ['2025-05-08', '2025-05-11'],
    ['2025-06-12', '2025-06-15'],
    ['2025-11-02', '2025-11-04'],
    ['2025-12-31', '2025-12-31'],
    ['2026-01-01', '2026-01-11'],
    ['2026-02-21', '2026-02-23'],
    ['2026-03-07', '2026-03-09'],
    ['2026-05-01', '2026-05-03'],
    ['2026-05-09', '2026-05-11'],
    ['2026-06-12', '2026-06-14'],
    ['2026-11-04', '2026-11-04'],
    ['2026-12-31', '2026-12-31'],
    // Without a decree, by art. 112 alone.
    ['2027-01-01', '2027-01-10'],
    ['2027-05-01', '2027-05-03'],
    ['2027-05-08', '2027-05-10'],
    ['2027-06-12', '2027-06-14'],
  ])('off from %s to %s, and not a day longer', (from, to) => {
    expect(between(from, to).filter(calendar.isWorkingDay)).toEqual([]);
    if (!from.endsWith('01-01')) expect(calendar.isWorkingDay(addDays(from, -1))).toBe(true);
    if (!to.endsWith('12-31')) expect(calendar.isWorkingDay(addDays(to, 1))).toBe(true);
  });

  test.each(['2024-04-27', '2024-11-02', '2024-12-28', '2025-11-01'])('Saturday %s is worked', (day) => {
    expect(calendar.isWorkingDay(day)).toBe(true);
  });
});

describe('a year is in doubt while nobody told its moved days off', () => {
  test.each([
    ['this year and the next are known', '2025-06-01T00:00:00Z', [], []],
    ['neither is', '2099-06-01T00:00:00Z', [], [2099, 2100]],
    ['the office names days of one', '2099-06-01T00:00:00Z', ['2099-12-31'], [2100]],
    ["the year is the office's", '2098-12-31T22:00:00Z', [], [2099, 2100]],
  ])('%s', (_rule, at, daysOff, years) => {
    expect(yearsInDoubt({ ...RULES, daysOff }, new Date(at))).toEqual(years);
  });
});
