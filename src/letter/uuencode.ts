/**
 * Files that stand uuencoded in a text (`begin 644 scan.jpg` … `end`), as programs before MIME sent them; also in base64
 * (`begin-base64 644 scan.jpg` … `====`, POSIX uuencode -m).
 * In: a text. Out: the text without them, and the files. Never fails: what is no whole block stays text.
 */

import { trimmedEnd } from './blank.ts';

export interface EncodedFile {
  name: string;
  bytes: Buffer;
}

const MAX_FILES = 50;
const BEGIN = /^begin(-base64)? [0-7]{3,4} +(\S.{0,250})$/gm;
const BASE64_LINE = /^[A-Za-z0-9+/]{1,998}={0,2}$/;

const CODE_LINE = /^[ -`]+$/;

/** How many bytes a line of a block holds, which its first character tells; null when it cannot be one. */
function countOf(line: string): number | null {
  if (line === '' || line === '`') return 0;
  const count = (line.charCodeAt(0) - 0x20) & 0x3f;
  const full = Math.ceil(count / 3) * 4 + 1;
  // All blanks at the end may be lost, which are zeros; a check character may be added.
  return line.length <= full + 2 && CODE_LINE.test(line.slice(0, full)) ? count : null;
}

/** Writes what a line holds; blanks lost at its end are zeros. */
function decode(line: string, count: number, out: Buffer, start: number): void {
  const sextet = (place: number) => (place < line.length ? (line.charCodeAt(place) - 0x20) & 0x3f : 0);
  for (let done = 0; done < count; done++) {
    const shift = 2 * (done % 3) + 2;
    const place = 1 + done + Math.floor(done / 3);
    out[start + done] = (sextet(place) << shift) | (sextet(place + 1) >> (6 - shift));
  }
}

function nextLine(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed + 1;
}

/** Lines from `start` on, with where each one ends, its line feed included. */
function* linesFrom(text: string, start: number): Generator<{ line: string; next: number }> {
  for (let at = start; at < text.length; ) {
    const next = nextLine(text, at);
    yield { line: trimmedEnd(text.slice(at, next)), next };
    at = next;
  }
}

/** The block below the `begin` that ends at `start`; null when it does not hold together. */
function blockAt(text: string, start: number): { bytes: Buffer; end: number } | null {
  // Held to be one before anything is decoded, and no line is kept: a million of them would be all that memory holds.
  let total = 0;
  let lines = 0;
  let end = 0;
  for (const { line, next } of linesFrom(text, start)) {
    end = next;
    if (line === 'end') break;
    const count = countOf(line);
    if (count === null) return null;
    total += count;
    lines++;
    end = 0;
  }
  if (end === 0 || lines === 0) return null;
  const bytes = Buffer.alloc(total);
  let at = 0;
  for (const { line } of linesFrom(text, start)) {
    if (line === 'end') break;
    const count = countOf(line) as number;
    decode(line, count, bytes, at);
    at += count;
  }
  return { bytes, end };
}

/** The same in base64: whole groups of four, `====` behind the last. */
function base64BlockAt(text: string, start: number): { bytes: Buffer; end: number } | null {
  let below = start;
  for (const { line, next } of linesFrom(text, start)) {
    if (line === '====') {
      return below === start ? null : { bytes: Buffer.from(text.slice(start, below), 'base64'), end: next };
    }
    if (line.length % 4 !== 0 || !BASE64_LINE.test(line)) return null;
    below = next;
  }
  return null;
}

/** Takes uuencoded files out of a text. */
export function takeUuencoded(text: string): { text: string; files: EncodedFile[] } {
  const files: EncodedFile[] = [];
  const kept: string[] = [];
  let from = 0;
  const begins = new RegExp(BEGIN);
  for (let found = begins.exec(text); found !== null && files.length < MAX_FILES; found = begins.exec(text)) {
    const [, base64, name = ''] = found;
    const start = nextLine(text, begins.lastIndex);
    const block = base64 ? base64BlockAt(text, start) : blockAt(text, start);
    if (block === null) continue;
    files.push({ name: name.trim(), bytes: block.bytes });
    kept.push(text.slice(from, found.index));
    from = block.end;
    begins.lastIndex = block.end;
  }
  return { text: kept.join('') + text.slice(from), files };
}
