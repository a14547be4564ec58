/** A letter that came back: what a mail server reports to the envelope sender (RFC 3464). */
import type { Mail } from './correspondence.ts';

let count = 0;

/** @param tells what the report says of the letter; `nothing`: only the address that it comes to (VERP) names it */
export function bounceReport(letter: Mail, tells: 'its Message-ID' | 'nothing' = 'its Message-ID'): Buffer {
  count += 1;
  const lines = [
    'Return-Path: <>',
    `Delivered-To: ${letter.envelopeFrom}`,
    'From: Mail Delivery System <MAILER-DAEMON@example.ru>',
    `To: <${letter.envelopeFrom}>`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <${count}.bounce@example.ru>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'The mail system could not deliver your message.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.ru',
    '',
    `Final-Recipient: rfc822; ${letter.to}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 unknown user',
    ...(tells === 'nothing' ? [] : ['--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${letter.messageId}`]),
    '--b--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}
