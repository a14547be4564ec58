/**
 * Ways to spoil a letter, for fuzzing the reader. In: a seed letter and numbers. Out: spoilt bytes. Deterministic.
 */

import fc from 'fast-check';

const SEPARATORS = ['\r\n', '\n', '\r', '\0', '\r\n\r\n', ' ', '--', '=?', '?=', ';', '"', '<', '>', ':', '='];
const PIECES = [
  'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n',
  'Content-Type: multipart/mixed; boundary=""\r\n\r\n',
  'Content-Type: message/rfc822\r\n\r\n',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n',
  'Content-Type: text/html; charset=utf-16\r\n\r\n',
  'Content-Type: text/plain; charset=utf-7\r\n\r\n+BBoEPgQ0-',
  'Content-Type: text/plain; charset="\r\n',
  'Content-Transfer-Encoding: base64\r\n\r\n====',
  'Content-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n=ZZ=',
  "Content-Disposition: attachment; filename*0*=utf-8''%D0; filename*1*=%9F; filename*9*=%\r\n",
  'Subject: =?utf-8?B?0J/RgNC40LLQtdGC?= =?koi8-r?Q?=F0?=\r\n',
  'From: "a" <b@c>, group: x@y, z;\r\n',
  'Date: Thu, 99 Foo 99999\r\n',
  '<table><tr><td><blockquote><style>{',
  '> > > 12 марта 2026 г., в 10:15, X <a@b> написал(а):\r\n',
  '-------- Пересланное сообщение --------\r\nОт: a@b\r\nТема: x\r\nКому: c@d\r\n\r\n',
];

type Spoil = (letter: Buffer) => Buffer;

const cut = (letter: Buffer, from: number, to: number) =>
  Buffer.concat([letter.subarray(0, from), letter.subarray(to)]);
const put = (letter: Buffer, at: number, piece: Buffer) =>
  Buffer.concat([letter.subarray(0, at), piece, letter.subarray(at)]);

/** One way to spoil a letter; positions are shares of its length. */
export const spoil: fc.Arbitrary<Spoil> = fc.oneof(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })).map(
    ([at, byte]): Spoil =>
      (letter) => {
        const spoilt = Buffer.from(letter);
        if (spoilt.length > 0) spoilt[Math.min(spoilt.length - 1, Math.floor(at * spoilt.length))] = byte;
        return spoilt;
      },
  ),
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 400 })).map(
    ([at, length]): Spoil =>
      (letter) =>
        cut(letter, Math.floor(at * letter.length), Math.floor(at * letter.length) + length),
  ),
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...SEPARATORS, ...PIECES)).map(
    ([at, piece]): Spoil =>
      (letter) =>
        put(letter, Math.floor(at * letter.length), Buffer.from(piece)),
  ),
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ maxLength: 60 })).map(
    ([at, piece]): Spoil =>
      (letter) =>
        put(letter, Math.floor(at * letter.length), Buffer.from(piece)),
  ),
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })).map(
    ([from, to]): Spoil =>
      (letter) =>
        put(letter, Math.floor(to * letter.length), letter.subarray(Math.floor(from * letter.length))),
  ),
  fc.constantFrom<Spoil>(
    (letter) => Buffer.from(letter.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
    (letter) => Buffer.from(letter.toString('latin1').replaceAll('\r\n', '\r'), 'latin1'),
    (letter) => Buffer.concat([Buffer.from('Content-Type: message/rfc822\r\n\r\n'), letter]),
    (letter) => letter.subarray(0, Math.floor(letter.length / 2)),
  ),
);
