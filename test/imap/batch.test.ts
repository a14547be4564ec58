import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planBatches } from '../../src/imap/batch.ts';

const limits = { maxLetters: 3, maxBytes: 100, unknownBytes: 90 };
const plan = (...sizes: number[]) =>
  planBatches(
    sizes.map((size) => ({ size })),
    limits,
  ).map((batch) => batch.map(({ size }) => size));

test.each([
  ['nothing', [], []],
  ['at most three letters', [1, 1, 1, 1], [[1, 1, 1], [1]]],
  ['at most 100 bytes', [60, 40, 1], [[60, 40], [1]]],
  ['a letter larger than a batch stands alone', [1, 500, 1], [[1], [500], [1]]],
  ['a size that is not told counts as large', [20, 0, 5, 5], [[20], [0, 5, 5]]],
])('%s', (_, sizes, batches) => {
  expect(plan(...sizes)).toEqual(batches);
});

test('every letter once, in order, within the limits', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 })), (sizes) => {
      const batches = plan(...sizes);
      expect(batches.flat()).toEqual(sizes);
      for (const batch of batches) {
        expect(batch.length).toBeLessThanOrEqual(limits.maxLetters);
        const bytes = batch.reduce((sum, size) => sum + size, 0);
        expect(batch.length === 1 || bytes <= limits.maxBytes).toBe(true);
      }
    }),
  );
});
