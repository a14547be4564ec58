import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCalendar } from '../../src/ticket/calendar.ts';
import { dueAt, type Term } from '../../src/ticket/deadline.ts';

const rules = { timeZone: 'Europe/Moscow', opens: 9 * 60, closes: 18 * 60, daysOff: [], workingDays: [] };
const moscow = makeCalendar(rules);
/** Moscow is three hours ahead of UTC all the year round, since 2014. */
const msk = (text: string) => new Date(`${text.replace(' ', 'T')}:00+03:00`);
const days = (workingDays: number): Term => ({ workingDays });
const hours = (workingHours: number): Term => ({ workingHours });

describe('an answer is due', () => {
  test.each<[string, string, Term, string]>([
    // A plain week: Monday 16 to Friday 20 November 2026.
    ['five whole working days after a letter of Monday noon', '2026-11-16 12:00', days(5), '2026-11-23 18:00'],
    ['… of the first minute of work', '2026-11-16 09:00', days(5), '2026-11-20 18:00'],
    ['… before work, as at its beginning', '2026-11-16 03:20', days(5), '2026-11-20 18:00'],
    ['… in the last minute of work', '2026-11-16 17:59', days(5), '2026-11-23 18:00'],
    ['… after work, as at the next beginning', '2026-11-16 18:00', days(5), '2026-11-23 18:00'],
    ['… of Friday evening, as of Monday morning', '2026-11-13 18:30', days(5), '2026-11-20 18:00'],
    ['… of Saturday, as of Monday morning', '2026-11-14 12:00', days(5), '2026-11-20 18:00'],
    ['… of Sunday, as of Monday morning', '2026-11-15 23:59', days(5), '2026-11-20 18:00'],
    ['one working day of Thursday is Friday', '2026-11-19 10:00', days(1), '2026-11-20 18:00'],
    ['one working day of Friday is Monday', '2026-11-20 10:00', days(1), '2026-11-23 18:00'],
    ['fifteen working days are three weeks', '2026-11-16 12:00', days(15), '2026-12-07 18:00'],

    // Working hours.
    ['twelve working hours from the morning: into the next day', '2026-11-16 09:00', hours(12), '2026-11-17 12:00'],
    ['… from noon', '2026-11-16 12:00', hours(12), '2026-11-17 15:00'],
    ['… from the evening: from the next morning', '2026-11-16 21:00', hours(12), '2026-11-18 12:00'],
    ['… from Friday noon: over the weekend', '2026-11-20 12:00', hours(12), '2026-11-23 15:00'],
    ['… to the close of a day, not to the next opening', '2026-11-16 15:00', hours(12), '2026-11-17 18:00'],
    ['half an hour at the end of the day', '2026-11-16 17:45', hours(0.5), '2026-11-17 09:15'],

    // By the clock.
    ['24 hours do not care for weekends', '2026-11-20 19:30', { hours: 24 }, '2026-11-21 19:30'],

    // New Year: off from 31 December 2025 to 11 January 2026.
    ['over the New Year holidays', '2025-12-30 12:00', days(1), '2026-01-12 18:00'],
    ['on 1 January, as of 12 January', '2026-01-01 12:00', days(5), '2026-01-16 18:00'],
    ['twelve working hours over New Year', '2025-12-30 15:00', hours(12), '2026-01-12 18:00'],
    ['over the New Year of 2025, off from 29 December to 8 January', '2024-12-28 12:00', days(1), '2025-01-09 18:00'],

    // 8 March 2026 is a Sunday: the Monday after it is off by law. In 2025 the Saturday of 8 March was moved to 13 June.
    ['over 8 March 2026', '2026-03-06 12:00', days(1), '2026-03-10 18:00'],
    ['over 8 March 2025', '2025-03-07 12:00', days(1), '2025-03-10 18:00'],
    ['over 12 and 13 June 2025', '2025-06-11 12:00', days(1), '2025-06-16 18:00'],

    // May.
    ['between the May holidays of 2025: 2 and 8 May off', '2025-04-30 12:00', days(5), '2025-05-13 18:00'],
    ['over 9 May 2026, a Saturday: Monday off', '2026-05-08 12:00', days(1), '2026-05-12 18:00'],
    ['over 1 May 2026, a Friday', '2026-04-30 12:00', days(1), '2026-05-04 18:00'],

    // Worked Saturdays.
    ['Saturday 27 April 2024 is worked, 29 April to 1 May are off', '2024-04-26 12:00', days(2), '2024-05-02 18:00'],
    ['Saturday 1 November 2025 is worked', '2025-10-31 12:00', days(1), '2025-11-01 18:00'],
    ['Saturday 28 December 2024 is worked', '2024-12-27 12:00', hours(10), '2024-12-28 13:00'],
    ['3 and 4 November 2025 are off', '2025-11-01 12:00', days(1), '2025-11-05 18:00'],
  ])('%s: %s', (_, from, term, due) => {
    expect(dueAt(msk(from), term, moscow)).toEqual(msk(due));
  });
});

describe('another office', () => {
  test('in Vladivostok works by its own clock', () => {
    const office = makeCalendar({ ...rules, timeZone: 'Asia/Vladivostok' });
    // 02:00 in Moscow is 09:00 there.
    expect(dueAt(msk('2026-11-16 02:00'), days(1), office)).toEqual(msk('2026-11-16 11:00'));
    expect(dueAt(msk('2026-11-16 03:00'), hours(12), office)).toEqual(msk('2026-11-17 06:00'));
  });

  test('where clocks change keeps its hours by the clock', () => {
    const office = makeCalendar({ ...rules, timeZone: 'Europe/Berlin' });
    // Summer time begins on Sunday 29 March 2026: from +01:00 to +02:00.
    const before = new Date('2026-03-27T17:00:00+01:00');
    expect(dueAt(before, days(1), office)).toEqual(new Date('2026-03-30T18:00:00+02:00'));
    expect(dueAt(before, hours(2), office)).toEqual(new Date('2026-03-30T10:00:00+02:00'));
    // … and ends on Sunday 25 October 2026.
    const autumn = new Date('2026-10-23T17:00:00+02:00');
    expect(dueAt(autumn, hours(2), office)).toEqual(new Date('2026-10-26T10:00:00+01:00'));
  });

  test('has days off and working days of its own', () => {
    const office = makeCalendar({ ...rules, daysOff: ['2026-11-17'], workingDays: ['2026-11-21'] });
    expect(dueAt(msk('2026-11-16 12:00'), days(1), office)).toEqual(msk('2026-11-18 18:00'));
    expect(dueAt(msk('2026-11-20 12:00'), days(1), office)).toEqual(msk('2026-11-21 18:00'));
  });

  test('may work round the clock', () => {
    const office = makeCalendar({ ...rules, opens: 0, closes: 24 * 60 });
    expect(dueAt(msk('2026-11-16 12:00'), hours(24), office)).toEqual(msk('2026-11-17 12:00'));
    expect(dueAt(msk('2026-11-16 12:00'), days(1), office)).toEqual(msk('2026-11-18 00:00'));
  });
});

describe('whatever the letter and the term', () => {
  const from = fc.date({ min: new Date('2023-12-01'), max: new Date('2028-01-31'), noInvalidDate: true });
  const term = fc.oneof(fc.integer({ min: 1, max: 40 }).map(days), fc.integer({ min: 1, max: 100 }).map(hours));

  test('it is due later than it came, on a working day, within working time', () => {
    fc.assert(
      fc.property(from, term, (at, t) => {
        const due = dueAt(at, t, moscow);
        expect(due > at).toBe(true);
        const local = new Date(due.getTime() + 3 * 3_600_000);
        expect(moscow.isWorkingDay(local.toISOString().slice(0, 10))).toBe(true);
        const minutes = local.getUTCHours() * 60 + local.getUTCMinutes();
        expect(minutes).toBeGreaterThanOrEqual(9 * 60);
        expect(minutes).toBeLessThanOrEqual(18 * 60);
      }),
    );
  });

  test('a later letter is never due earlier', () => {
    fc.assert(
      fc.property(from, from, term, (one, two, t) => {
        const [earlier, later] = one < two ? [one, two] : [two, one];
        expect(dueAt(earlier, t, moscow).getTime()).toBeLessThanOrEqual(dueAt(later, t, moscow).getTime());
      }),
    );
  });

  test('nine working hours are one working day, when they begin with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 20 }), (offset, n) => {
        const night = new Date(msk('2024-01-01 00:00').getTime() + offset * 86_400_000);
        expect(dueAt(night, hours(9 * n), moscow)).toEqual(dueAt(night, days(n), moscow));
      }),
    );
  });
});
