/**
 * Where the header of an entity ends, and which lines it has.
 * In: raw bytes and where the entity begins. Out: header lines (folded ones joined by line feeds, one character a byte), lines
 * between them that are none, and where the body begins. Never fails. Every line is looked at a bounded number of times.
 */

import { trimmed, trimmedStart } from './blank.ts';

/** Lines beyond this are no header of a letter that a person sent. */
const MAX_LINES = 2000;
/** Characters of one field, its folded lines included. */
const MAX_FIELD = 260 * 1024;
/** So many lines that are no header are read over where the header goes on below them. */
const MAX_STRAY = 4;
const MAX_STRAYS = 1000;

/** RFC 5322 §2.2; blanks before the colon are obsolete syntax, §4.5. `http://…` is text. */
const FIELD = /^[!-9;-~]{1,200}[ \t]*:(?!\/\/)/;
/** Fields that say of lines above them that these, too, belonged to the header. */
const KNOWN =
  /^(?:from|to|cc|bcc|subject|date|sender|reply-to|message-id|in-reply-to|references|received|return-path|delivered-to|mime-version|content-[a-z-]{1,40}|list-[a-z-]{1,40}|x-[\w-]{1,60}|dkim-signature|authentication-results|user-agent|importance|priority)[ \t]*:/i;
/** A parameter on a line of its own whose fold was lost. */
const PARAMETER = /^[\w*-]{1,40}[ \t]*=[ \t]*["\w]/;
/** The line that mailbox files put before a letter (RFC 4155), also in the middle of a header. */
const ENVELOPE = /^>?From \S/;

export interface Head {
  lines: string[];
  stray: string[];
  bodyAt: number;
}

/** Beginning of the next line. */
export function nextLine(raw: Buffer, at: number): number {
  const feed = raw.indexOf(0x0a, at);
  return feed < 0 ? raw.length : feed + 1;
}

/** A line's text without its end; some programs write CR CR LF. */
export function lineAt(raw: Buffer, at: number, next: number, limit: number): string {
  let end = next;
  if (end > at && raw[end - 1] === 0x0a) end--;
  while (end > at && raw[end - 1] === 0x0d) end--;
  return raw.toString('latin1', at, Math.min(end, at + limit));
}

/** Where a bare CR ends a line: at its beginning, or where a field follows. Elsewhere it is noise in a value. */
function bareReturn(line: string): number {
  for (let at = line.indexOf('\r'); at >= 0; at = line.indexOf('\r', at + 1)) {
    if (at === 0 || FIELD.test(line.slice(at + 1, at + 220))) return at;
  }
  return -1;
}

/** Does the header go on within the next lines? */
function goesOn(raw: Buffer, start: number): boolean {
  let at = start;
  for (let count = 0; count < MAX_STRAY && at < raw.length; count++) {
    const next = nextLine(raw, at);
    const line = lineAt(raw, at, next, 300);
    if (line === '') return false;
    if (KNOWN.test(line)) return true;
    at = next;
  }
  return false;
}

/** Reads the header that begins at `start`; `ends` tells a boundary line, which ends it also without an empty line. */
export function readHead(raw: Buffer, start: number, ends: (line: string) => boolean, defects: Set<string>): Head {
  const fields: string[][] = [];
  const stray: string[] = [];
  let field: string[] | null = null;
  let length = 0;
  let count = 0;
  let at = start;
  const fold = (line: string) => {
    length += line.length;
    if (length <= MAX_FIELD) field?.push(line);
  };
  while (at < raw.length) {
    let next = nextLine(raw, at);
    let line = lineAt(raw, at, next, MAX_FIELD);
    const end = bareReturn(line);
    if (end >= 0) {
      defects.add('headers: lines end in bare CR');
      next = at + end + 1;
      line = line.slice(0, end);
    }
    if (line === '') {
      at = next;
      break;
    }
    if (line.startsWith('--') && ends(line)) break;
    const folded = line[0] === ' ' || line[0] === '\t';
    if (folded && field !== null) fold(line);
    else if (FIELD.test(folded ? trimmedStart(line) : line)) {
      field = [trimmedStart(line)];
      length = line.length;
      if (count++ < MAX_LINES) fields.push(field);
    } else if (ENVELOPE.test(line)) {
      if (at !== start) defects.add('headers: line of a mailbox file left out');
    } else if (field !== null && PARAMETER.test(line) && /;[ \t]*$/.test(field.at(-1) as string)) {
      defects.add('headers: parameter without its fold');
      fold(` ${line}`);
    } else {
      if (trimmed(line) !== '') defects.add('headers: lines that are none read as text');
      // The empty line after the header is missing: what follows is the body.
      if (line.startsWith('--') || stray.length >= MAX_STRAYS || !goesOn(raw, next)) break;
      stray.push(line);
      field = null;
    }
    at = next;
  }
  if (count > MAX_LINES) defects.add(`headers: only the first ${MAX_LINES} of ${count} read`);
  return { lines: fields.map((lines) => lines.join('\n')), stray, bodyAt: at };
}
