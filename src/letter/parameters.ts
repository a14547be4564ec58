/**
 * Structured headers of a part: Content-Type and Content-Disposition with their parameters, file names above all.
 * In: a header value, encoded words still in place. Out: value and parameters, decoded. Never fails: semicolons and quotes
 * may be missing, a name may be declared in one charset and written in another, or be cut in the middle of a character.
 */

import { isUtf8 } from 'node:buffer';
import { decodeText } from './charset.ts';
import { decodeWords } from './words.ts';

export interface Structured {
  value: string;
  params: Record<string, string>;
}

/** A piece of a parameter, RFC 2231 §3. */
interface Segment {
  index: number;
  /** Percent-encoded, §4. */
  extended: boolean;
  text: string;
}

const MAX_PARAMETERS = 500;
/** Names may hold blanks and brackets although they are not quoted. */
const NAMES = new Set(['name', 'filename']);

/** Value up to the quote that ends it: the first one behind which a parameter, a semicolon or nothing follows. */
function quoted(text: string, at: number): { text: string; end: number } {
  const ends = /(?=\s*(?:;|$|\([^()]*\)\s*(?:;|$)|[\w-]{1,40}\*?\d{0,3}\*?\s*=))/y;
  let first = -1;
  for (let close = text.indexOf('"', at); close >= 0; close = text.indexOf('"', close + 1)) {
    let slashes = 0;
    while (text[close - 1 - slashes] === '\\' && close - 1 - slashes >= at) slashes++;
    if (slashes % 2 === 1) continue;
    if (first < 0) first = close;
    ends.lastIndex = close + 1;
    if (ends.test(text)) return { text: text.slice(at, close), end: close + 1 };
    // A quote further on than this belongs to something else.
    if (close - first > 300) break;
  }
  if (first >= 0) return { text: text.slice(at, first), end: first + 1 };
  const stop = /;\s*[\w-]{1,40}\*?\d{0,3}\*?\s*=/g;
  stop.lastIndex = at;
  const end = stop.exec(text)?.index ?? text.length;
  return { text: text.slice(at, end).trimEnd(), end };
}

function unquoted(text: string, at: number, name: string): { text: string; end: number } {
  const stop = NAMES.has(name)
    ? /;\s*(?:$|[\w-]{1,40}\*?\d{0,3}\*?\s*=)|\s+[\w-]{1,40}\*?\d{0,3}\*?=(?!\?)/g
    : name === 'boundary'
      ? /[;\s]/g
      : /[;,\s]|\(/g;
  stop.lastIndex = at;
  const end = stop.exec(text)?.index ?? text.length;
  return { text: text.slice(at, end).trim(), end };
}

/** Only these are escaped in practice: a Windows path has bare backslashes. */
const unescaped = (text: string) => text.replace(/\\(["\\])/g, '$1');

/** Parameters in order, by name, pieces apart. */
function segmentsOf(text: string): Map<string, Segment[]> {
  const found = new Map<string, Segment[]>();
  const opening = /[\s;,]*(?:\([^()]{0,200}\)[\s;,]*)*([^\s=;,"()*]{1,60})(?:\*(\d{1,3}))?(\*)?\s*=\s*/y;
  let at = 0;
  for (let count = 0; count < MAX_PARAMETERS && at < text.length; count++) {
    opening.lastIndex = at;
    const match = opening.exec(text);
    if (match === null) {
      const next = text.indexOf(';', at);
      if (next < 0) break;
      at = next + 1;
      continue;
    }
    const name = (match[1] as string).toLowerCase();
    const value =
      text[opening.lastIndex] === '"' ? quoted(text, opening.lastIndex + 1) : unquoted(text, opening.lastIndex, name);
    at = value.end;
    const segment = {
      index: match[2] === undefined ? -1 : Number(match[2]),
      extended: match[3] === '*',
      text: unescaped(value.text),
    };
    const segments = found.get(name);
    if (segments === undefined) found.set(name, [segment]);
    else segments.push(segment);
  }
  return found;
}

/** Percent escapes as bytes; other characters as they are. */
function percentDecoded(text: string): Buffer {
  const plain = Buffer.from(text, /[^\0-\xff]/.test(text) ? 'utf8' : 'latin1').toString('latin1');
  return Buffer.from(
    plain.replace(/%([0-9a-f]{2})/gi, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

/** RFC 2231 §4.1: `utf-8'ru'` before the first piece; the language, and with some the charset, is left empty. */
const CHARSET = /^([\w.:+-]{0,40})'[\w-]{0,20}'/;

/** A value in pieces or with a charset. */
function extendedValue(segments: readonly Segment[], defects: Set<string>): string {
  const ordered = segments
    .filter(({ index, extended }) => index >= 0 || extended)
    .sort((one, other) => one.index - other.index)
    .filter(({ index }, place, all) => index !== all[place - 1]?.index);
  const [first] = ordered;
  const declared = first?.extended ? CHARSET.exec(first.text) : null;
  if (!ordered.some(({ extended }) => extended)) return decodeWords(ordered.map(({ text }) => text).join(''), defects);
  const runs: Omit<Segment, 'index'>[] = [];
  for (const [place, { text, extended }] of ordered.entries()) {
    const plain = place === 0 && declared ? text.slice(declared[0].length) : text;
    const run = runs.at(-1);
    // Some programs cut in the middle of an escape.
    if (extended && run?.extended) run.text += plain;
    else runs.push({ extended, text: plain });
  }
  const pieces = runs.map(({ text, extended }) =>
    extended ? percentDecoded(text) : Buffer.from(text, /[^\0-\xff]/.test(text) ? 'utf8' : 'latin1'),
  );
  const { text, defect } = decodeText(Buffer.concat(pieces), declared?.[1] || null);
  if (defect !== null) defects.add(`file name ${defect}`);
  return decodeWords(text, defects);
}

/** A plain value; some webmails write the extended form without its asterisk, or only percent escapes. */
function plainValue(text: string, defects: Set<string>): string {
  const declared = /^([\w.+-]{2,40})'[\w-]{0,20}'.*%[0-9a-f]{2}/i.exec(text);
  if (declared !== null) return extendedValue([{ index: -1, extended: true, text }], defects);
  if (/%[cd][0-9a-f]%[89ab][0-9a-f]/i.test(text)) {
    const bytes = percentDecoded(text);
    if (isUtf8(bytes)) return bytes.toString('utf8');
  }
  return decodeWords(text, defects);
}

/** Value and parameters of a structured header. */
export function structured(value: string, defects: Set<string>): Structured {
  const text = value.replace(/[\r\n\t]/g, ' ');
  // The value ends at a semicolon, but also where one is missing; `filename=a.pdf` alone has none.
  const [head = ''] = /^\s*(?:\([^()]{0,200}\)\s*)*"?[^\s;,("=]*(?:\s*\/\s*[^\s;,("=]+)?"?/.exec(text) ?? [];
  const alone = text[head.length] === '=';
  const plain = head
    .replace(/\([^()]*\)/g, '')
    .replace(/[\s"]/g, '')
    .toLowerCase();
  const params: Record<string, string> = {};
  for (const [name, segments] of segmentsOf(alone ? text : text.slice(head.length))) {
    const whole = segments.find(({ index, extended }) => index < 0 && !extended);
    // RFC 2231 wins over the plain form beside it, which is for programs that do not know it.
    const extended = whole !== undefined && segments.length === 1 ? '' : extendedValue(segments, defects);
    params[name] = extended !== '' || whole === undefined ? extended : plainValue(whole.text, defects);
  }
  return { value: alone ? '' : plain, params };
}
