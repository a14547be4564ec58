/** Overlong letters are searched at their beginning and end, and kept whole. */
import { expect, test } from 'vitest';
import { examineLetter } from '../../src/examiner/examine.ts';
import { excerptOf } from '../../src/examiner/excerpt.ts';

const RULES = {
  ticketPrefix: 'ТП',
  ticketDigits: 6,
  ownAddresses: ['support@example.ru'],
  trustedAuthservIds: [],
  spamHeaders: [],
  required: ['fio' as const, 'snils' as const],
  files: { types: ['pdf', 'jpg', 'png'], maxFile: 5e6, maxTotal: 5e6, maxCount: 10 },
  staff: { addresses: [], files: { types: ['pdf', 'jpg', 'png'], maxFile: 5e6, maxTotal: 5e6, maxCount: 10 } },
};
const HEAD = 'From: a@example.ru\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n';
const LOG = '10:15:30 GET /lk 502 Bad Gateway\n'.repeat(20_000);
const SNILS = '112-233-445 95';

test.each([
  ['above', `Мой СНИЛС ${SNILS}.\n\n${LOG}`],
  ['below', `Не открывается.\n\n${LOG}\nМой СНИЛС ${SNILS}.`],
])('the number that stands %s a log of 600 KB is found, and every line is kept', async (_where, text) => {
  const { identity, text: kept } = await examineLetter(Buffer.from(HEAD + text), RULES);
  expect(identity.snils).toBe(SNILS);
  expect(kept).toBe(text.trim());
});

test('a usual text is searched whole', () => {
  const split = { fresh: LOG.slice(0, 100_000), quoted: 'да', forwarded: { from: null, subject: null, text: 'нет' } };
  expect(excerptOf(split)).toEqual(split);
});

test('of a long letter that is sent on, what was written around it stays', () => {
  const split = {
    fresh: `Прошу помочь.\n\n${LOG}\nПетров`,
    quoted: '',
    forwarded: { from: null, subject: null, text: LOG },
  };
  const { fresh, forwarded } = excerptOf(split);
  expect(forwarded!.text.length).toBeLessThan(LOG.length / 2);
  expect(fresh).toBe(`Прошу помочь.\n\n${forwarded!.text}\nПетров`);
});

test('no line is cut where lines are', () => {
  const numbers = Array.from({ length: 50_000 }, (_, n) => String(n).padStart(11, '1'));
  const { fresh } = excerptOf({ fresh: numbers.join('\n'), quoted: '', forwarded: null });
  expect(fresh.split('\n').filter((line) => line !== '' && !numbers.includes(line))).toEqual([]);
});
