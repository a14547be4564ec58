/**
 * RFC 2047 encoded words, also broken ones: `=?windows-1251?B?…?=`.
 * In: a header value. Out: the value with words decoded. Never fails; what is no word stays as it is.
 * Neighbouring words in one charset are joined before decoding: many programs cut a character in two.
 */

import { isUtf8 } from 'node:buffer';
import { decodeText } from './charset.ts';

interface Word {
  start: number;
  end: number;
  charset: string;
  bytes: Buffer;
  /** As it stands, of a word in base64. */
  base64: string | null;
}

const HEX = /^[0-9a-f]{2}$/i;

/** RFC 2047 §4.2, with stray spaces and a cut escape allowed. */
function fromQ(text: string): Buffer {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    const hex = char === '=' ? text.slice(at + 1, at + 3) : '';
    if (hex !== '' && HEX.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else if (char === '_') bytes.push(0x20);
    else bytes.push(...Buffer.from(char, text.charCodeAt(at) < 0x100 ? 'latin1' : 'utf8'));
  }
  return Buffer.from(bytes);
}

/** Segments with padding of their own are decoded one by one; line breaks and missing padding do no harm. */
export function fromBase64(text: string): Buffer {
  const inner = text.indexOf('=');
  if (inner < 0 || text.slice(inner).replace(/[=\s]+/g, '') === '') return Buffer.from(text, 'base64');
  return Buffer.concat(text.split(/=+/).map((segment) => Buffer.from(segment, 'base64')));
}

/** The words of a value, in order. A word whose `?=` is missing runs to the end of the value. */
function findWords(value: string): Word[] {
  const words: Word[] = [];
  const opening = /=\?([^?=\s]{0,60})\?([bq])\?/gi;
  for (let match = opening.exec(value); match !== null; match = opening.exec(value)) {
    const begin = opening.lastIndex;
    const close = value.indexOf('?=', begin);
    const next = close < 0 ? value.indexOf('=?', begin) : -1;
    const stop = close >= 0 ? close : next >= 0 ? next : value.length;
    const text = value.slice(begin, stop);
    // Some programs mix the letters of the two encodings up.
    const base64 = match[2]?.toUpperCase() === 'B' && !/=[0-9a-f]{2}/i.test(text);
    const bytes = base64 ? fromBase64(text) : fromQ(text.replace(/=$/, ''));
    const end = close >= 0 ? close + 2 : stop;
    const charset = match[1]?.toLowerCase() ?? '';
    words.push({ start: match.index, end, charset, bytes, base64: base64 ? text.replace(/\s+/g, '') : null });
    opening.lastIndex = end;
  }
  return words;
}

/** Decodes the words of a header value; `show` may put something else in their place. */
export function decodeWords(value: string, defects: Set<string>, show = (text: string) => text): string {
  if (!value.includes('=?')) return value;
  const words = findWords(value);
  let out = '';
  let at = 0;
  for (let first = 0; first < words.length; ) {
    const word = words[first] as Word;
    let last = first;
    while (isJoined(value, words[last], words[last + 1])) last++;
    const between = value.slice(at, word.start);
    // RFC 2047 §6.2: white space between words is not shown.
    if (first === 0 || between.trim() !== '') out += between;
    const bytes = first === last ? word.bytes : joined(words.slice(first, last + 1));
    const decoded = decodeText(bytes, word.charset);
    if (decoded.defect !== null) defects.add(decoded.defect);
    out += show(decoded.text);
    at = (words[last] as Word).end;
    first = last + 1;
  }
  return out + value.slice(at);
}

function isJoined(value: string, left: Word | undefined, right: Word | undefined): boolean {
  if (left === undefined || right === undefined || left.charset !== right.charset) return false;
  return value.slice(left.end, right.start).trim() === '';
}

/** The bytes of neighbouring words. Some programs encode first and cut then, also within a group of base64. */
function joined(words: readonly Word[]): Buffer {
  const apart = Buffer.concat(words.map(({ bytes }) => bytes));
  const texts = words.map(({ base64 }) => base64 ?? '=');
  if (texts.slice(0, -1).some((text) => text.includes('='))) return apart;
  const isCut = texts.slice(0, -1).some((text, place) => {
    const whole = words[place]?.bytes.toString('base64').replace(/=+$/, '');
    return whole !== text;
  });
  const whole = isCut || !isUtf8(apart) ? fromBase64(texts.join('')) : apart;
  return isCut || isUtf8(whole) ? whole : apart;
}
