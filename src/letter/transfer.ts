/**
 * Content-Transfer-Encoding (RFC 2045 §6): its name as senders write it, and how it is undone.
 * In: encoded bytes. Out: the bytes meant. Never fails: what is no code stays as it is.
 */

import { trimmed } from './blank.ts';
import { fromBase64 } from './words.ts';

export type Encoding = 'identity' | 'base64' | 'quoted-printable' | 'uuencode' | 'unknown';

// biome-ignore format: a table
const NAMES: Record<string, Encoding> = {
  '7bit': 'identity', '7bits': 'identity', '8bit': 'identity', '8bits': 'identity', binary: 'identity', none: 'identity',
  utf8: 'identity', usascii: 'identity', identity: 'identity', plain: 'identity', '7': 'identity', '8': 'identity',
  base64: 'base64', base: 'base64', b64: 'base64', base64url: 'base64',
  quotedprintable: 'quoted-printable', quoted: 'quoted-printable', qp: 'quoted-printable',
  quoteprintable: 'quoted-printable', quotedprintible: 'quoted-printable',
  uuencode: 'uuencode', xuuencode: 'uuencode', uue: 'uuencode', xuue: 'uuencode', uuencoded: 'uuencode', xuu: 'uuencode',
};

/** The encoding that a part declares; null where it declares none. */
export function encodingOf(values: readonly string[], defects: Set<string>): Encoding | null {
  if (values.length > 1) defects.add('headers: several content-transfer-encodings');
  let unknown: string | null = null;
  for (const value of values) {
    const key = value
      .replace(/\([^()]*\)/g, '')
      .replace(/;.*$/, '')
      .replace(/[^\w]|_/g, '')
      .toLowerCase();
    const known = NAMES[key];
    if (known !== undefined) return known;
    if (key !== '') unknown ??= value.trim().toLowerCase().slice(0, 40);
  }
  if (unknown === null) return null;
  defects.add(`encoding: ${unknown} not known`);
  return 'unknown';
}

/** Undoes an encoding. */
export function decodeTransfer(body: Buffer, encoding: Encoding | null): Buffer {
  if (encoding === 'base64') return fromBase64(body.toString('latin1'));
  if (encoding === 'quoted-printable') return fromQuotedPrintable(body);
  return body;
}

const hexOf = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
};
const isBlank = (byte: number | undefined) => byte === 0x20 || byte === 0x09;

/** RFC 2045 §6.7. Blanks before a line end are padding of the way; an `=` that begins no escape is one. */
export function fromQuotedPrintable(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length);
  let length = 0;
  let at = 0;
  while (at < body.length) {
    const byte = body[at] as number;
    if (isBlank(byte)) {
      let end = at;
      while (isBlank(body[end])) end++;
      const ends = end === body.length || body[end] === 0x0a || body[end] === 0x0d;
      if (!ends) length += body.copy(out, length, at, end);
      at = end;
      continue;
    }
    if (byte === 0x3d) {
      const high = hexOf(body[at + 1]);
      const low = hexOf(body[at + 2]);
      if (high >= 0 && low >= 0) {
        out[length++] = high * 16 + low;
        at += 3;
        continue;
      }
      let end = at + 1;
      while (isBlank(body[end])) end++;
      if (body[end] === 0x0d) end++;
      if (body[end] === 0x0a || end >= body.length) {
        at = Math.min(end + 1, body.length);
        continue;
      }
    }
    out[length++] = byte;
    at++;
  }
  return out.subarray(0, length);
}

/** Is nothing in these bytes that base64 does not write, and is it laid out as programs do? */
export function looksBase64(body: Buffer): boolean {
  const text = trimmed(body.toString('latin1', 0, 64 * 1024));
  return /^[A-Za-z0-9+/]{40}/.test(text) && !/[^A-Za-z0-9+/= \t\r\n]|[A-Za-z0-9] +[A-Za-z0-9]/.test(text);
}
