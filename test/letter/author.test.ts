import fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { expect, test } from 'vitest';
import { spelled } from '../../src/letter/mailbox.ts';
import { readLetter } from '../../src/letter/read.ts';

const letter = (...head: string[]) =>
  Buffer.from([...head, 'To: support@example.org', '', 'Здравствуйте!', ''].join('\r\n'));
const doubtOf = async (...head: string[]) => (await readLetter(letter(...head))).fromDoubt;

test.each([
  'vera@example.ru',
  '<vera@example.ru>',
  'Vera <vera@example.ru>',
  'Vera P. Larionova <vera@example.ru>',
  '"Larionova, Vera" <vera@example.ru>',
  '"Vera \\"V\\" L." <vera@example.ru>',
  '=?utf-8?B?0JLQtdGA0LA=?= <vera@example.ru>',
  '"=?utf-8?B?0JLQtdGA0LA=?=" <vera@example.ru>',
  '=?utf-8?Q?Vera,_Moscow?= <vera@example.ru>',
  'Vera <vera@example.ru> (at home)',
  'vera@example.ru (Vera (at home))',
  'Вера <vera@example.ru>',
  '"vera@example.ru" <vera@example.ru>',
  'vera@example.ru <VERA@example.ru>',
  'Vera <vera@example.ru >',
  'Vera\r\n\t<vera@example.ru>',
  '<a-very-long-name-of-a-department\r\n @example.ru>',
  'Vera <"vera"@example.ru>',
  'Вера <вера@почта.example>',
  "Vera O'Neil <vera.o'neil@example.ru>",
  '"thief@evil.example" <vera@example.ru>',
])('%s is plain', async (value) => {
  expect(await doubtOf(`From: ${value}`)).toBeNull();
});

test.each([
  'vera@example.ru, thief@evil.example',
  'vera@example.ru,thief@evil.example',
  'vera@example.ru;thief@evil.example',
  'vera@example.ru thief@evil.example',
  'Vera <vera@example.ru>, thief@evil.example',
  'Vera <vera@example.ru> Petr <thief@evil.example>',
  '<vera@example.ru><thief@evil.example>',
  '<vera@example.ru> thief@evil.example',
  'thief@evil.example <vera@example.ru>',
  '<vera@example.ru',
  'vera@example.ru>',
  'Vera <vera@example.ru>>',
  'mailto:vera@example.ru',
  '<mailto:vera@example.ru>',
  '[mailto:vera@example.ru]',
  'Vera: vera@example.ru;',
  'Vera: <vera@example.ru>;',
  'undisclosed:;, vera@example.ru',
  '=?utf-8?q?vera=40example.ru?=',
  '=?utf-8?b?dmVyYUBleGFtcGxlLnJ1?=',
  'Vera =?utf-8?q?=3Cvera=40example.ru=3E?=',
  '=?utf-8?q?vera?=@example.ru',
  '=?utf-8?q?x<thief@evil.example>?= <vera@example.ru>',
  '<vera@=?utf-8?q?example.ru?=>',
  '"vera@example.ru"',
  '<"vera@example.ru">',
  '"vera@example.ru"@evil.example',
  '<@evil.example:vera@example.ru>',
  '<vera@example.ru@evil.example>',
  '<vera@evil.example@example.ru>',
  'vera@example.ru (',
  '()vera@example.ru',
  'vera@example.ru(thief)',
  'vera@example.ru )',
  '"vera@example.ru',
  '<vera@[192.0.2.1]>',
  '<vera\\@evil.example@example.ru>',
])('%s is in doubt', async (value) => {
  const { from, fromDoubt } = await readLetter(letter(`From: ${value}`));
  if (from?.address) expect(fromDoubt).not.toBeNull();
});

test.each([
  [['From: vera@example.ru', 'From: vera@example.ru']],
  [['From: vera@example.ru', 'from : thief@evil.example']],
  [['From : vera@example.ru']],
  [['From\t: vera@example.ru']],
  [[' From: vera@example.ru']],
  [['\r\nFrom: vera@example.ru']],
  [['X-A: a\rFrom: vera@example.ru']],
  [['From: vera@example.ru\rFrom: thief@evil.example']],
  [['not a field', 'From: vera@example.ru']],
  [['>From vera Fri Nov 20 12:00:00 2026', 'X-A: a', 'From thief Fri Nov 20 12:00:00 2026', 'From: vera@example.ru']],
])('a From that others may not see, or see twice: %j', async (head) => {
  expect(await doubtOf(...head)).not.toBeNull();
});

test('the line of a mailbox file at the beginning is no doubt, nor is a letter without From', async () => {
  expect(await doubtOf('From vera Fri Nov 20 12:00:00 2026', 'From: vera@example.ru')).toBeNull();
  expect(await doubtOf('Subject: x')).toBeNull();
});

const pieces = fc.constantFrom(
  ...['vera@example.ru', 'thief@evil.example', 'Vera', '<', '>', '"', '(', ')', ',', ';', ':', ' ', '\\', '@', '\r\n '],
  ...['=?utf-8?q?vera=40example.ru?=', '=?utf-8?q?Vera?=', 'mailto:', '[', ']', 'Вера', '.'],
);

test('a From that is plain to us is the same one to the reader that checks signatures', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 8 }), async (some) => {
      const raw = letter(`From: ${some.join('')}`);
      const { from, fromDoubt } = await readLetter(raw);
      if (fromDoubt !== null || !from?.address) return;
      const { headerFrom } = await dkimVerify(raw, { resolver: async () => [] });
      expect(headerFrom.map(spelled)).toEqual([spelled(from.address)]);
    }),
    { numRuns: 1000 },
  );
});
