/** What the soak says of a curve: the machine's noise and the first letters are no leak, a kept kilobyte a letter is one. */
import { expect, test } from 'vitest';
import { CURVE_HEAD, curveLine, type Sample, verdictOf } from '../../scripts/bench/curve.ts';

const MB = 2 ** 20;

function curveOf(letters: number, rss: (letters: number) => number): Sample[] {
  return Array.from({ length: letters / 500 }, (_, index) => {
    const done = (index + 1) * 500;
    return { letters: done, seconds: done / 40, rss: rss(done) * MB, heap: 60 * MB, register: done * 60_000 };
  });
}

/** Up and down by 15 MB, as a collector leaves it; always the same. */
const noise = (letters: number) => 15 * Math.sin(letters * 1.7);

test.each([
  ['level', 50_000, (letters: number) => 500 + noise(letters), true],
  [
    'a heap that grows to its size first',
    50_000,
    (letters: number) => Math.min(500, letters / 10) + noise(letters),
    true,
  ],
  ['half a kilobyte a letter', 50_000, (letters: number) => 500 + letters / 2000 + noise(letters), true],
  ['two kilobytes a letter', 50_000, (letters: number) => 500 + letters / 500 + noise(letters), false],
  ['every letter kept', 12_000, (letters: number) => 500 + letters / 25 + noise(letters), false],
  ['too few letters to tell', 4000, (letters: number) => letters / 10, true],
])('%s', (_, letters, rss, flat) => {
  expect(verdictOf(curveOf(letters, rss))).toMatchObject({ flat });
});

test('says how much, and when it cannot tell', () => {
  expect(verdictOf(curveOf(50_000, (letters) => 500 + letters / 500)).words).toContain(
    '20.0 ± 0.0 MB in 10,000 letters',
  );
  expect(verdictOf(curveOf(4000, () => 500)).words).toContain('only a longer run');
  expect(verdictOf([]).words).toContain('only a longer run');
});

test('a line is as wide as the head, and its speed is that since the line before', () => {
  const [first, second] = curveOf(1000, () => 500) as [Sample, Sample];
  expect(curveLine(second, first)).toHaveLength(CURVE_HEAD.length);
  expect(curveLine({ ...second, seconds: first.seconds + 5 }, first).split(/\s+/)).toContain('100');
});
