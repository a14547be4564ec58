/**
 * Raw bytes → the tree of MIME parts, each with its header lines and its still encoded body.
 * In: a letter, or an embedded one. Out: the root part; what was wrong goes to `defects`. Never fails and never hangs:
 * number and depth of parts are bounded, every line is looked at once, and bodies are views of the raw bytes.
 *
 * The structure is read here and not by a library, because those give up where real letters are only a little wrong: a
 * boundary that is the beginning of another, a part after the closing boundary, a header without its empty line.
 */

import { trimmed, trimmedEnd } from './blank.ts';
import { lineAt, nextLine, readHead } from './head.ts';
import { type RawHeader, rawHeader, unicodeHeaders, valuesOf } from './header.ts';
import { type Structured, structured } from './parameters.ts';
import { decodeTransfer, type Encoding, encodingOf } from './transfer.ts';

export interface Part {
  /** Header lines as Unicode, encoded words still in place. */
  headers: RawHeader[];
  /** Content-Type, lower case; `text/plain` where none is given (RFC 2045 §5.2). */
  type: string;
  /** Content-Type as declared; null where none is. */
  declared: string | null;
  typeParams: Record<string, string>;
  disposition: Structured;
  /** null where none is given. */
  encoding: Encoding | null;
  /** Transfer-encoded bytes; of a multipart everything between its header and its end. */
  body: Buffer;
  /** What stands before the first part of a multipart: for programs that know no MIME. */
  preamble: Buffer;
  children: Part[];
}

/** A letter has a few parts; more than these are an attack, and the first of them tell enough. */
const MAX_PARTS = 10_000;
const MAX_DEPTH = 256;
/** RFC 2046 §5.1.1 allows 70 characters; some write more. */
const MAX_BOUNDARY = 16 * 1024;
/** Multiparts that are taken apart a second time, in one letter. */
const MAX_REPAIRS = 8;

interface Open {
  part: Part;
  /** null for a part that has none. */
  boundary: string | null;
  bodyAt: number;
  closed: boolean;
}

/** What is counted over the whole letter. */
interface Budget {
  parts: number;
  repairs: number;
  defects: Set<string>;
}

const NOTHING = Buffer.alloc(0);

const TYPE = /^[\w.+!#$&^-]+\/[\w.+!#$&^-]+$/;

/** Types of texts by other names. */
// biome-ignore format: a table
const ALIASES: Record<string, string> = {
  'plain/text': 'text/plain', 'text/text': 'text/plain', 'text/txt': 'text/plain', 'text/ascii': 'text/plain',
  'text/markdown': 'text/plain', 'text/x-markdown': 'text/plain', 'application/text': 'text/plain', 'application/txt': 'text/plain',
  'html/text': 'text/html', 'text/htm': 'text/html', 'text/x-html': 'text/html', 'text/xhtml': 'text/html',
  'application/xhtml+xml': 'text/html', 'application/html': 'text/html',
};

/** Of several Content-Types the first that says something; one with a boundary is needed to read on. */
function contentTypeOf(headers: readonly RawHeader[], defects: Set<string>): Structured | null {
  const all = valuesOf(headers, 'content-type').map((value) => structured(value, defects));
  if (all.length > 1) defects.add('headers: several content-types');
  return all.find(({ params }) => params.boundary) ?? all.find(({ value }) => TYPE.test(value)) ?? all[0] ?? null;
}

/** The type to read a part by. */
function typeOf(declared: Structured | null, disposition: Structured, parent: Part | undefined): string {
  // RFC 2046 §5.1.5: the parts of a digest are letters.
  if (declared === null) return parent?.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  if (TYPE.test(declared.value)) return ALIASES[declared.value] ?? declared.value;
  if (declared.params.boundary) return 'multipart/mixed';
  return declared.params.name || disposition.params.filename ? 'application/octet-stream' : 'text/plain';
}

function headersOf(lines: readonly string[], defects: Set<string>): RawHeader[] {
  return unicodeHeaders(
    lines.map(rawHeader).filter((header) => header !== null),
    defects,
  );
}

function makePart(lines: readonly string[], parent: Part | undefined, defects: Set<string>): Part {
  const headers = headersOf(lines, defects);
  const declared = contentTypeOf(headers, defects);
  const disposition = structured(valuesOf(headers, 'content-disposition')[0] ?? '', defects);
  return {
    headers,
    type: typeOf(declared, disposition, parent),
    declared: declared?.value || null,
    typeParams: declared?.params ?? {},
    disposition,
    encoding: encodingOf(valuesOf(headers, 'content-transfer-encoding'), defects),
    body: NOTHING,
    preamble: NOTHING,
    children: [],
  };
}

/** Letters with bare CR for line ends (old Macs), byte order marks and blank lines before the header. */
function normalised(raw: Buffer, defects: Set<string>): Buffer {
  let start = raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? 3 : 0;
  while (start < raw.length && (raw[start] === 0x0a || raw[start] === 0x0d)) start++;
  const bytes = start === 0 ? raw : raw.subarray(start);
  const head = bytes.toString('latin1', 0, 64 * 1024);
  // A field that begins behind a bare CR: whoever wrote it meant it for the end of the line.
  if (!/^[^\n]{0,2000}\r(?:\r|[ \t]|[\w-]{1,60}:)/.test(head) || /^[^\n]{0,2000}\r+\n/.test(head)) return bytes;
  defects.add('lines: end in bare CR');
  const lines = Buffer.from(bytes);
  for (let at = lines.indexOf(0x0d); at >= 0; at = lines.indexOf(0x0d, at + 1)) {
    if (lines[at + 1] !== 0x0a) lines[at] = 0x0a;
  }
  return lines;
}

/** Takes the bytes below an opened part apart, by the boundaries of it and of those within it. */
class Splitter {
  #raw: Buffer;
  #open: Open[];
  #names = new Set<string>();
  #budget: Budget;

  constructor(raw: Buffer, root: Open, budget: Budget) {
    this.#raw = raw;
    this.#open = [root];
    this.#budget = budget;
    if (root.boundary !== null) this.#names.add(root.boundary);
  }

  split(): void {
    const raw = this.#raw;
    let at = this.#open[0]?.bodyAt ?? 0;
    while (at < raw.length) {
      if (raw[at] !== 0x2d || raw[at + 1] !== 0x2d) {
        const dashes = raw.indexOf('\n--', at);
        if (dashes < 0) break;
        at = dashes + 1;
      }
      const next = nextLine(raw, at);
      const found = next - at > MAX_BOUNDARY ? null : this.#delimiter(lineAt(raw, at, next, MAX_BOUNDARY));
      if (found === null) {
        at = next;
        continue;
      }
      this.#end(found.level + 1, at);
      const multipart = this.#open[found.level] as Open;
      if (found.closes) {
        multipart.closed = true;
        at = next;
      } else if (this.#budget.parts >= MAX_PARTS) {
        this.#budget.defects.add(`mime: only the first ${MAX_PARTS} parts read`);
        multipart.closed = true;
        break;
      } else {
        if (multipart.part.children.length === 0) multipart.part.preamble = raw.subarray(multipart.bodyAt, at);
        at = this.#begin(next, multipart);
      }
    }
    this.#end(0, raw.length);
  }

  /** Opens the part whose header begins at `at`; returns where its body begins. */
  #begin(at: number, multipart: Open): number {
    const { defects } = this.#budget;
    // A boundary line at the very end is a closing one that was cut.
    if (trimmed(this.#raw.toString('latin1', at, at + 100)) === '' && this.#raw.length - at <= 100)
      return this.#raw.length;
    multipart.closed = false;
    const head = readHead(this.#raw, at, (line) => this.#delimiter(line) !== null, defects);
    const part = makePart(head.lines, multipart.part, defects);
    this.#budget.parts++;
    multipart.part.children.push(part);
    let boundary = boundaryOf(part);
    if (this.#open.length >= MAX_DEPTH && part.type.startsWith('multipart/')) {
      defects.add(`mime: parts nested deeper than ${MAX_DEPTH} read as text`);
      part.type = 'text/plain';
      boundary = null;
    }
    if (boundary !== null) this.#names.add(boundary);
    // What stood between the header lines comes before the body.
    if (head.stray.length > 0) part.body = Buffer.from(`${head.stray.join('\n')}\n`, 'latin1');
    this.#open.push({ part, boundary, bodyAt: head.bodyAt, closed: false });
    return head.bodyAt;
  }

  /** Ends the open parts from this level on; the line end before a boundary belongs to the boundary (RFC 2046 §5.1.1). */
  #end(level: number, at: number): void {
    for (const { part, bodyAt, boundary, closed } of this.#open.splice(level)) {
      let end = at;
      if (at < this.#raw.length || this.#raw.length === 0) {
        if (end > bodyAt && this.#raw[end - 1] === 0x0a) end--;
        if (end > bodyAt && this.#raw[end - 1] === 0x0d) end--;
      }
      const body = this.#raw.subarray(bodyAt, Math.max(bodyAt, end));
      part.body = part.body.length > 0 ? Buffer.concat([part.body, body]) : body;
      if (boundary !== null && part.children.length > 0) {
        if (!part.type.startsWith('multipart/')) part.type = 'multipart/mixed';
        if (!closed) this.#budget.defects.add('mime: closing boundary missing');
      }
    }
  }

  /** Which open multipart a line delimits, and whether it closes it. */
  #delimiter(line: string): { level: number; closes: boolean } | null {
    const text = trimmed(line.slice(2));
    if (this.#names.has(text)) return this.#levelOf(text, false);
    const closing = text.endsWith('--') ? trimmedEnd(text.slice(0, -2)) : '';
    if (this.#names.has(closing)) return this.#levelOf(closing, true);
    // Something was put behind the innermost boundaries: `--b-->`, `--b;`.
    for (const { boundary } of this.#open.slice(-3)) {
      if (boundary === null || boundary === '' || !text.startsWith(boundary)) continue;
      const rest = text.slice(boundary.length);
      if (/^--(?:$|[^\w-])/.test(rest)) return this.#levelOf(boundary, true);
      if (/^[;, \t\r\n]/.test(rest)) return this.#levelOf(boundary, false);
    }
    return null;
  }

  /** The innermost multipart with this boundary that still waits for it; else one that was closed too early. */
  #levelOf(boundary: string, closes: boolean): { level: number; closes: boolean } | null {
    let reopened = -1;
    for (let level = this.#open.length - 1; level >= 0; level--) {
      const one = this.#open[level] as Open;
      if (one.boundary !== boundary) continue;
      if (!one.closed) return { level, closes };
      if (reopened < 0) reopened = level;
    }
    return reopened < 0 ? null : { level: reopened, closes };
  }
}

/** A boundary parameter counts beside any type; what finds no part by it stays what it is. */
function boundaryOf(part: Part): string | null {
  const boundary = trimmed(part.typeParams.boundary ?? '').slice(0, MAX_BOUNDARY);
  // Lines are compared byte by byte.
  return boundary ? Buffer.from(boundary).toString('latin1') : null;
}

/** The boundary that a multipart really uses, where its header names none or another one. */
function guessBoundary(text: string): string | null {
  const found = /(?:^|\n)--([^\r\n]{1,200}?)[ \t]*\r?\n(?:content-|mime-)[\w-]{1,40}:/i.exec(text.slice(0, 200_000));
  return found?.[1] ?? null;
}

/** A multipart without parts: it is encoded as a whole, its boundary is wrong, or it is only text. */
function repair(part: Part, budget: Budget): void {
  const { defects } = budget;
  const splitBy = (boundary: string) => {
    budget.repairs++;
    new Splitter(part.body, { part, boundary, bodyAt: 0, closed: false }, budget).split();
  };
  if (budget.repairs < MAX_REPAIRS) {
    const declared = boundaryOf(part);
    // RFC 2045 §6.4 forbids it.
    if (declared !== null && (part.encoding === 'base64' || part.encoding === 'quoted-printable')) {
      part.body = decodeTransfer(part.body, part.encoding);
      splitBy(declared);
      defects.add('mime: multipart encoded as a whole');
    }
    const guessed = part.children.length === 0 ? guessBoundary(part.body.toString('latin1', 0, 200_000)) : null;
    if (guessed !== null) {
      splitBy(guessed);
      if (part.children.length > 0) defects.add('mime: boundary missing or wrong');
    }
  }
  if (part.children.length > 0) {
    repairAll(part, budget);
    return;
  }
  if (part.body.length > 0) defects.add('mime: multipart without parts');
  const start = part.body.toString('latin1', 0, 200);
  part.type = /^\s*<(?:!doctype|html|body|div|p|table)\b/i.test(start) ? 'text/html' : 'text/plain';
  part.declared = null;
  part.encoding = null;
}

function repairAll(part: Part, budget: Budget): void {
  for (const child of part.children) {
    if (child.children.length > 0) repairAll(child, budget);
    else if (child.type.startsWith('multipart/')) repair(child, budget);
  }
}

/** Reads the MIME tree of a letter. */
export function readParts(bytes: Buffer, defects: Set<string>): Part {
  const raw = normalised(bytes, defects);
  const budget: Budget = { parts: 0, repairs: 0, defects };
  const head = readHead(raw, 0, () => false, defects);
  const root = makePart(head.lines, undefined, defects);
  if (head.stray.length > 0) root.body = Buffer.from(`${head.stray.join('\n')}\n`, 'latin1');
  new Splitter(raw, { part: root, boundary: boundaryOf(root), bodyAt: head.bodyAt, closed: false }, budget).split();
  if (root.children.length > 0) repairAll(root, budget);
  else if (root.type.startsWith('multipart/') || lostHeader(root)) repair(root, budget);
  return root;
}

/** The header of the letter itself, as `readParts` reads it, without looking at the rest. */
export function readRootHeaders(bytes: Buffer): RawHeader[] {
  const defects = new Set<string>();
  return headersOf(readHead(normalised(bytes, defects), 0, () => false, defects).lines, defects);
}

/** The header that named the parts is missing, and the body begins with one. */
function lostHeader(root: Part): boolean {
  return (
    root.declared === null &&
    /^\s{0,20}--[^\s-][^\r\n]{0,200}\r?\ncontent-type:/i.test(root.body.toString('latin1', 0, 400))
  );
}
