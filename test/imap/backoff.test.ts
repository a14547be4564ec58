import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff } from '../../src/imap/backoff.ts';

test.each([
  [1, 0, 1_000],
  [1, 0.999999, 2_000],
  [2, 0, 2_000],
  [3, 0.5, 6_000],
  [20, 0, 30_000],
  [2_000_000, 0.999999, 60_000],
])('after %i failures and chance %d: %i ms', (failures, chance, ms) => {
  expect(backoff(failures, 2_000, 60_000, chance)).toBe(ms);
});

test('never longer than the longest wait, never shorter than half the first', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1 }), chance, (failures, random) => {
      const ms = backoff(failures, 2_000, 60_000, random);
      expect(ms).toBeGreaterThanOrEqual(1_000);
      expect(ms).toBeLessThanOrEqual(60_000);
    }),
  );
});
