/** Times, sizes, counts and the tally of an import in Russian. */
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { day, moment, plural, size } from '../../src/console/amounts.ts';
import { openProgress, tallyLine } from '../../src/console/progress.ts';

test('a moment is told in the time zone of the office', () => {
  expect(moment('2026-11-22T21:30:00.000Z', 'Europe/Moscow')).toBe('23.11.2026 00:30');
  expect(day('2026-11-22T21:30:00.000Z', 'Asia/Vladivostok')).toBe('23.11.2026');
});
test('what is no time stays as it is', () => {
  expect(moment('вчера', 'Europe/Moscow')).toBe('вчера');
});

test.each([
  [0, '0 Б'],
  [1023, '1023 Б'],
  [1536, '1,5 КБ'],
  [20_576, '20 КБ'],
  [5 * 2 ** 20, '5 МБ'],
  [6_500_000, '6,2 МБ'],
])('%i bytes: %s', (bytes, text) => expect(size(bytes)).toBe(text));

test.each([
  [1, '1 письмо'],
  [3, '3 письма'],
  [5, '5 писем'],
  [11, '11 писем'],
  [21, '21 письмо'],
])('%i: %s', (count, text) => expect(plural(count, 'письмо', 'письма', 'писем')).toBe(text));

describe('import', () => {
  test('the tally tells only what happened', () => {
    expect(tallyLine({ bytes: 0, letters: 1204, known: 3, failed: 1 })).toBe('1204 письма, уже были 3, не удалось 1');
    expect(tallyLine({ bytes: 0, letters: 21, known: 0, failed: 0 })).toBe('21 письмо');
  });
  test('where nobody looks there is one line, at the end', () => {
    const stream = new PassThrough() as unknown as NodeJS.WriteStream;
    const progress = openProgress(stream, 4096);
    progress.update({ bytes: 2048, letters: 1, known: 0, failed: 0 });
    progress.update({ bytes: 4096, letters: 2, known: 1, failed: 0 });
    progress.finish();
    expect(String(stream.read())).toBe('Прочитано 4 КБ: 2 письма, уже были 1.\n');
  });
});
