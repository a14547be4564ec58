import { expect, test } from 'vitest';
import { readLetter } from '../../src/letter/read.ts';
import { addressedTo } from '../../src/letter/recipients.ts';

const sentTo = async (head: string) =>
  addressedTo(await readLetter(Buffer.from(`From: a@example.ru\r\n${head}\r\nSubject: x\r\n\r\nx\r\n`)));

test('every field that names a recipient, in their order of trust, each address once', async () => {
  const head = [
    'Envelope-To: six@example.ru',
    'X-Original-To: five@example.ru',
    'Delivered-To: four@example.ru',
    'Delivered-To: four.too@example.ru',
    'Cc: =?utf-8?B?0J/RgNC40ZHQvNC90LDRjw==?= <three@EXAMPLE.ru>, one@example.ru',
    'To: "Office, first" <one@example.ru>, two@example.ru',
  ];
  expect(await sentTo(head.join('\r\n'))).toEqual([
    'one@example.ru',
    'two@example.ru',
    'three@example.ru',
    'four@example.ru',
    'four.too@example.ru',
    'five@example.ru',
    'six@example.ru',
  ]);
});

test.each([
  ['a folded field', 'To: one@example.ru,\r\n two@example.ru', ['one@example.ru', 'two@example.ru']],
  ['two To fields', 'To: one@example.ru\r\nTo: two@example.ru', ['one@example.ru', 'two@example.ru']],
  ['a group', 'To: office: one@example.ru, two@example.ru;', ['one@example.ru', 'two@example.ru']],
  ['nobody named', 'To: undisclosed-recipients:;', []],
  ['a hidden copy', 'To: undisclosed-recipients:;\r\nDelivered-To: one+tabc@example.ru', ['one+tabc@example.ru']],
  ['angle brackets of a server', 'Delivered-To: <one@example.ru>', ['one@example.ru']],
  ['no recipients at all', 'X-To: one@example.ru', []],
])('%s', async (_, head, found) => {
  expect(await sentTo(head)).toEqual(found);
});
