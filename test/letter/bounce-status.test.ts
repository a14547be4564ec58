/** What mail systems say of a failure, and the enhanced code (RFC 3463) that is read from it. */

import { expect, test } from 'vitest';
import { meantStatus, replyClass, toldStatus } from '../../src/letter/bounce-status.ts';

test.each([
  ['550 5.1.1 <a@b.example>: User unknown', '5.1.1'],
  ['smtp;550 5.7.26 Unauthenticated email', '5.7.26'],
  ['5.0.0, then the server said 550 5.2.1 disabled', '5.2.1'],
  ['Status: 5.0.0', '5.0.0'],
  ['vpopmail (#5.1.1)', '5.1.1'],
  ['Exim 4.96.2 at 192.0.2.4', null],
  ['host 5.1.1.9 refused', null],
  ['Mailman 2.0.12', null],
])('told: %s', (text, status) => {
  expect(toldStatus(text)).toBe(status);
});

test.each([
  ['550 no such user', '5'],
  ['host said: 452 try again', '4'],
  ['ERROR_CODE :550, refused', '5'],
  ['at 10:16:450 of 2026-03-550', null],
  ['192.0.2.450', null],
])('replied: %s', (text, klass) => {
  expect(replyClass(text)).toBe(klass);
});

test.each([
  ['550 unknown user <a@b.example>', '5.1.1'],
  ['Sorry, no mailbox here by that name.', '5.1.1'],
  ['The recipient name is not recognized', '5.1.1'],
  ['пользователь не найден', '5.1.1'],
  ['почтовый ящик получателя переполнен', '5.2.2'],
  ['552 Quota exceeded (mailbox for user is full)', '5.2.2'],
  ['User mailbox exceeds allowed size: a@b.example', '5.2.2'],
  ['домен b.example не существует', '5.1.2'],
  ['Пользователь <a@b.example> не найден', '5.1.1'],
  ['Domain does not exist', '5.1.2'],
  ["Sorry, I couldn't find any host named b.example.", '5.1.2'],
  ['552 message size exceeds the limit', '5.3.4'],
  ['550 relaying denied', '5.7.1'],
  ['554 message rejected as spam', '5.7.1'],
  ['550 this account has been disabled', '5.2.1'],
  ['Connection timed out', null],
  ['550 user unknown or mailbox full', null],
])('meant: %s', (text, status) => {
  expect(meantStatus(text, true)).toBe(status);
});

test('what is tried again is no permanent failure', () => {
  expect(meantStatus('mailbox is full', false)).toBe('4.2.2');
});
