import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunks, uidSet } from '../../src/imap/uid-set.ts';

test.each([
  [[], ''],
  [[7], '7'],
  [[1, 2, 3, 7], '1:3,7'],
  [[1, 3, 4], '1,3:4'],
  [[4294967294, 4294967295], '4294967294:4294967295'],
])('%j is written %s', (uids, written) => {
  expect(uidSet(uids)).toBe(written);
});

test('names exactly the letters of the list', () => {
  const ascending = fc.uniqueArray(fc.integer({ min: 1, max: 300 })).map((uids) => uids.sort((a, b) => a - b));
  fc.assert(
    fc.property(ascending, (uids) => {
      const named = uidSet(uids)
        .split(',')
        .filter(Boolean)
        .flatMap((run) => {
          const [first = 0, last = first] = run.split(':').map(Number);
          return Array.from({ length: last - first + 1 }, (_, n) => first + n);
        });
      expect(named).toEqual(uids);
    }),
  );
});

test('chunks keep order and lose nothing', () => {
  expect([...chunks([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
  expect([...chunks([], 2)]).toEqual([]);
});
