import { expect, test } from 'vitest';
import { sameLetterKey } from '../../src/letter/digest.ts';
import { readLetter } from '../../src/letter/read.ts';

const HEAD = [
  'Received: from mx1.example.ru by mx.desk.example id 1; Thu, 12 Mar 2026 10:15:32 +0300',
  'Date: Thu, 12 Mar 2026 10:15:30 +0300',
  'From: Olga <olga@example.ru>',
  'To: support@desk.example',
  'Message-ID: <1@example.ru>',
  'Subject: help',
  'Content-Type: multipart/mixed; boundary=b',
];
const BODY = '--b\r\n\r\nI cannot sign in.\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\r\nPNG1\r\n--b--\r\n';

const key = async (head: string[], body = BODY) =>
  sameLetterKey(await readLetter(Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)));
const changed = (from: string, to: string) => HEAD.map((line) => line.replace(from, to));

test.each([
  ['another path', changed('id 1', 'id 2')],
  ['a trace header more', ['Delivered-To: support@desk.example', 'X-Spam-Score: 1', ...HEAD]],
  ['another order of header lines', [...HEAD].reverse()],
])('a redelivery is the same letter: %s', async (_what, head) => {
  expect(await key(head)).toBe(await key(HEAD));
});

test.each([
  ['Message-ID', changed('<1@', '<2@')],
  ['From', changed('olga@', 'petr@')],
  ['Date', changed('10:15:30', '10:15:31')],
  ['Subject', changed('help', 'help!')],
])('another %s is another letter', async (_what, head) => {
  expect(await key(head)).not.toBe(await key(HEAD));
});

test.each([
  ['text', BODY.replace('cannot', 'can')],
  ['file', BODY.replace('PNG1', 'PNG2')],
  ['file name', BODY.replace('a.png', 'b.png')],
])('another %s under the same Message-ID is another letter', async (_what, body) => {
  expect(await key(HEAD, body)).not.toBe(await key(HEAD));
});
