/**
 * RFC 2047 encoded words, also broken ones: `=?windows-1251?B?…?=`.
 * In: a header value. Out: the value with words decoded. Never fails; what is no word stays as it is.
 * Neighbouring words in one charset are joined before decoding: many programs cut a character in two.
 */

import { decodeText } from './charset.ts';

interface Word {
  start: number;
  end: number;
  charset: string;
  bytes: Buffer;
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
    words.push({ start: match.index, end, charset: match[1]?.toLowerCase() ?? '', bytes });
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
    const parts = [word.bytes];
    while (isJoined(value, words[last], words[last + 1])) parts.push((words[++last] as Word).bytes);
    const between = value.slice(at, word.start);
    // RFC 2047 §6.2: white space between words is not shown.
    if (first === 0 || between.trim() !== '') out += between;
    const decoded = decodeText(parts.length === 1 ? word.bytes : Buffer.concat(parts), word.charset);
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
