/**
 * Makes the last changes to a sample letter before it is delivered, for what cannot stand in a file: a picture of 6 MB,
 * an answer to a receipt that was not written yet, a ticket number that was not given yet.
 * Enters: bytes of a letter. Leaves: bytes of a letter. Fails when the letter is not the one that the change is made for.
 */

import type { Received } from './received.ts';

/** A little over the office's limit of 5 MiB for one file. */
const PADDED_SIZE = 6 * 2 ** 20;
/** The longest JPEG comment: its length field has 16 bits and counts itself. */
const COMMENT_SIZE = 0xffff - 2;
/** The number as letter 18 was written down; people type it in Latin letters too. */
const WRITTEN_NUMBER = /TP-\d{4}-\d{6}/g;

/** Grows the JPEG of a letter to 6 MiB by comment segments, so that it stays a picture that opens. */
export function padPicture(raw: Buffer): Buffer {
  const letter = raw.toString('latin1');
  const start = letter.indexOf('\r\n\r\n/9j/') + 4;
  const end = letter.indexOf('\r\n--', start);
  if (start < 4 || end < 0) throw new Error('no JPEG in the letter');
  const picture = padJpeg(Buffer.from(letter.slice(start, end), 'base64'));
  return Buffer.from(letter.slice(0, start) + base64Lines(picture) + letter.slice(end), 'latin1');
}

/** Turns a letter into an answer to our receipt, as a phone does it: threading headers, `Re:`, the receipt quoted below. */
export function answerReceipt(raw: Buffer, receipt: Received): Buffer {
  const letter = raw.toString('utf8');
  const [head = '', ...rest] = letter.split('\r\n\r\n');
  const headers = head
    .split(/\r\n(?![ \t])/)
    .map((line) => (/^subject:/i.test(line) ? `Subject: ${encodedWords(`Re: ${receipt.subject}`)}` : line))
    .concat(
      `In-Reply-To: ${receipt.messageId}`,
      `References: ${[...receipt.references, receipt.messageId].join('\r\n ')}`,
    );
  const when = receipt.date.toLocaleString('ru-RU', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Moscow',
  });
  const quote = receipt.text.trimEnd().split(/\r?\n/);
  const tail = [`> ${when}, ${receipt.from} написал(а):`, '> ', ...quote.map((line) => `> ${line}`)];
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${rest.join('\r\n\r\n')}\r\n${tail.join('\r\n')}\r\n`);
}

/** Puts the number of a real ticket into a letter that asks about somebody else's. */
export function quoteNumber(raw: Buffer, ticket: string): Buffer {
  const latin = ticket.replace('ТП', 'TP');
  return Buffer.from(raw.toString('latin1').replace(WRITTEN_NUMBER, latin), 'latin1');
}

/** COM segments (ITU-T T.81 §B.2.4.5) may stand right behind the start of the image. */
function padJpeg(picture: Buffer): Buffer {
  const segment = Buffer.alloc(COMMENT_SIZE + 4, ' ');
  segment.set([0xff, 0xfe, 0xff, 0xff]);
  const count = Math.ceil((PADDED_SIZE - picture.length) / segment.length);
  return Buffer.concat([picture.subarray(0, 2), ...Array<Buffer>(count).fill(segment), picture.subarray(2)]);
}

function base64Lines(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
}

/** RFC 2047 §2: encoded words of at most 75 characters, each of whole characters. */
function encodedWords(text: string): string {
  const pieces = text.match(/.{1,11}/gsu) ?? [];
  return pieces.map((piece) => `=?utf-8?B?${Buffer.from(piece).toString('base64')}?=`).join('\r\n ');
}
