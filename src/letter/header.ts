/**
 * Header lines as they came → header fields a person can read.
 * In: lines as one-byte strings, folded. Out: names in lower case, values unfolded and decoded, all instances, in order.
 * Never fails. Bytes above 127 (RFC 6532, or simply wrong) are read in the charset that suits all lines together.
 */

import { isUtf8 } from 'node:buffer';
import { trimmed } from './blank.ts';
import { decodeText } from './charset.ts';
import type { Header } from './letter.ts';
import { decodeWords } from './words.ts';

/** One header line before any charset is decided. */
export interface RawHeader {
  name: string;
  /** Unfolded; each character is one byte. */
  value: string;
}

const MAX_VALUE = 256 * 1024;

/** Splits a header line at its colon; null where there is none. */
export function rawHeader(line: string): RawHeader | null {
  const colon = line.indexOf(':');
  if (colon <= 0) return null;
  const name = line.slice(0, colon).trim().toLowerCase();
  if (name === '' || /\s/.test(name)) return null;
  const value = line.slice(colon + 1, colon + 1 + MAX_VALUE);
  // RFC 5322 §2.2.3: a fold is taken out, its white space stays.
  return { name, value: trimmed(value.replace(/\r?\n|\r/g, '').replaceAll('\0', '')) };
}

const hasHighBytes = (value: string) => /[\u0080-\u00ff]/.test(value);

/** A fold that was put into the middle of a character, and stays there as a blank. */
const CUT_CHARACTER = /([\xc2-\xf4][\x80-\xbf]{0,2})[ \t]+(?=[\x80-\xbf])/g;

/** The line as it was before some program folded it by counting bytes. */
function whole(line: RawHeader): RawHeader {
  if (isUtf8(Buffer.from(line.value, 'latin1'))) return line;
  const value = line.value.replace(CUT_CHARACTER, '$1');
  return isUtf8(Buffer.from(value, 'latin1')) ? { ...line, value } : line;
}

/** The value as Unicode, with encoded words still in place. */
export function unicodeHeaders(lines: RawHeader[], defects: Set<string>): RawHeader[] {
  if (!lines.some((line) => hasHighBytes(line.value))) return lines;
  const healed = lines.map((line) => (hasHighBytes(line.value) ? whole(line) : line));
  const high = healed.filter((line) => hasHighBytes(line.value));
  const bytes = Buffer.from(high.map((line) => line.value).join('\n'), 'latin1');
  // The text's own charset is the likeliest, where it is declared.
  const all = decodeText(
    bytes,
    /charset\s*=\s*"?([\w-]{1,40})/i.exec(valuesOf(lines, 'content-type')[0] ?? '')?.[1] ?? null,
  );
  defects.add(`headers: 8-bit characters read as ${all.charset}`);
  return healed.map((line) => {
    if (!hasHighBytes(line.value)) return line;
    return { name: line.name, value: decodeText(Buffer.from(line.value, 'latin1'), all.charset).text };
  });
}

/** The fields as a person reads them. */
export function readHeaders(lines: readonly RawHeader[], defects: Set<string>): Header[] {
  return lines.map(({ name, value }) => ({ name, value: shown(value, defects).replace(/[\0\r\n]/g, ' ') }));
}

/** Web forms write character references, and some gateways encode what already was. */
function shown(value: string, defects: Set<string>): string {
  const decoded = decodeWords(value, defects);
  const again =
    decoded !== value && /=\?[\w-]{2,40}\?[bq]\?[^?]+\?=/i.test(decoded) ? decodeWords(decoded, defects) : decoded;
  if (!/&#x?[0-9a-f]{2,6};/i.test(again)) return again;
  defects.add('headers: character references read');
  return again.replace(/&#(x[0-9a-f]{2,6}|\d{2,7});/gi, (reference, number: string) => {
    const code = Number(/^x/i.test(number) ? `0${number.toLowerCase()}` : number);
    return code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : reference;
  });
}

/** Every value of a header, in order. */
export function valuesOf(headers: readonly { name: string; value: string }[], name: string): string[] {
  return headers.filter((header) => header.name === name).map((header) => header.value);
}
