import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextTry } from '../../src/smtp/retry.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const QUEUED = new Date('2026-11-22T11:00:00Z');
const minutes = (tries: number, random: number) => {
  const next = nextTry(tries, QUEUED, QUEUED, 72 * HOUR, random);
  return next === 'give-up' ? next : (next.getTime() - QUEUED.getTime()) / MINUTE;
};

test('waits longer after every try, up to four hours', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 50].map((tries) => minutes(tries, 0))).toEqual([
    1, 5, 15, 30, 60, 120, 240, 240, 240,
  ]);
});

test('spreads letters that were delayed together', () => {
  expect(minutes(3, 0.5)).toBeCloseTo(16.5);
  expect(minutes(3, 0.999)).toBeLessThan(18);
});

test('tries one last time when the three days end, then gives up', () => {
  const end = new Date(QUEUED.getTime() + 72 * HOUR);
  const before = new Date(end.getTime() - HOUR);
  expect(nextTry(20, QUEUED, before, 72 * HOUR, 0)).toEqual(end);
  expect(nextTry(21, QUEUED, end, 72 * HOUR, 0)).toBe('give-up');
});

test('is not given up after a few tries only because the time is over: the clock may have jumped', () => {
  const late = new Date(QUEUED.getTime() + 100 * HOUR);
  const tries = [1, 2, 3, 4].map((attempts) => nextTry(attempts, QUEUED, late, 72 * HOUR, 0));
  const after = (minutes: number) => new Date(late.getTime() + minutes * MINUTE);
  expect(tries).toEqual([after(1), after(5), after(15), 'give-up']);
});

test('a letter is tried some twenty-five times in three days, never before now', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (randoms) => {
      let now = QUEUED;
      let tries = 1;
      for (;;) {
        const next = nextTry(tries, QUEUED, now, 72 * HOUR, randoms.next().value ?? 0);
        if (next === 'give-up') break;
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        now = next;
        tries += 1;
      }
      expect(tries).toBeGreaterThan(18);
      expect(tries).toBeLessThan(28);
    }),
  );
});
