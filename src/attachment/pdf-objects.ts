/**
 * The objects of a PDF (ISO 32000 §7.3.10), found wherever they stand, as viewers do whose cross-reference table is wrong.
 * Bytes in, objects by their number out, of several the last. Pure, linear; nothing inside an object is understood here.
 * For pages and advice only: what is dangerous is looked for in every byte, see pdf.ts.
 */
import { Finder } from './finder.ts';
import { decodeEscapes } from './pdf-names.ts';
import type { ObjectStream } from './pdf-packed.ts';

export interface PdfObject {
  /** The object's text, escapes in names undone; of a stream its dictionary. */
  text: string;
  /** Packed content of a stream, else null. */
  stream: Buffer | null;
}

const MAX_OBJECTS = 200_000;
const MAX_TEXT = 64 << 10;
const HEAD = /(\d{1,10})[\s\0]{1,10}\d{1,5}[\s\0]{1,10}$/;
/** What stands in front of `obj`. */
const HEAD_LENGTH = 40;

/** Reads all objects, those of object streams after the rest. */
export function readObjects(bytes: Buffer, packed: readonly ObjectStream[]): Map<number, PdfObject> {
  const objects = new Map<number, PdfObject>();
  const streams = new Finder(bytes, 'stream');
  const ends = new Finder(bytes, 'endstream');
  let head = headAfter(bytes, 0);
  while (head !== null && objects.size < MAX_OBJECTS) {
    const { number, from } = head;
    const next = headAfter(bytes, from);
    const stream = streams.after(from);
    const text = textOf(bytes, from, Math.min(next?.at ?? bytes.length, stream));
    const holdsData = stream < (next?.at ?? bytes.length);
    const [begin, finish] = holdsData ? dataOf(bytes, text, stream + 'stream'.length, ends) : [from, from];
    if (number !== null) objects.set(number, { text, stream: holdsData ? bytes.subarray(begin, finish) : null });
    head = next !== null && next.at < finish ? headAfter(bytes, finish) : next;
  }
  for (const one of packed) {
    for (const [number, text] of packedObjects(one)) {
      if (objects.size < MAX_OBJECTS) objects.set(number, { text, stream: null });
    }
  }
  return objects;
}

interface Head {
  at: number;
  /** Null for the end of an object. */
  number: number | null;
  from: number;
}

/** The next `12 0 obj` or `endobj`; the same letters stand in comments and texts. */
function headAfter(bytes: Buffer, from: number): Head | null {
  for (let at = bytes.indexOf('obj', from); at !== -1; at = bytes.indexOf('obj', at + 1)) {
    const before = bytes.toString('latin1', Math.max(from, at - HEAD_LENGTH), at);
    const number = HEAD.exec(before)?.[1];
    if (number !== undefined) return { at, number: Number(number), from: at + 'obj'.length };
    if (before.endsWith('end')) return { at, number: null, from: at + 'obj'.length };
  }
  return null;
}

function textOf(bytes: Buffer, from: number, to: number): string {
  return decodeEscapes(bytes.toString('latin1', from, Math.min(to, from + MAX_TEXT)));
}

/** The length counts where `endstream` stands behind it, for the data may hold that word too. */
function dataOf(bytes: Buffer, text: string, keyword: number, end: Finder): [from: number, to: number] {
  const line = /^[ \t]*(?:\r?\n|\r)?/.exec(bytes.toString('latin1', keyword, keyword + 16))?.[0].length ?? 0;
  const from = keyword + line;
  const stated = from + Number(/\/Length\s+(\d{1,10})(?!\s+\d+\s+R)/.exec(text)?.[1] ?? Number.NaN);
  if (/^\s{0,2}endstream/.test(bytes.toString('latin1', stated, stated + 12))) return [from, stated];
  return [from, Math.max(from, end.after(from))];
}

/** Each ends where the next one begins. */
function* packedObjects({ objects, entries }: ObjectStream): Generator<[number: number, text: string]> {
  for (const [index, { number, at }] of entries.entries()) {
    const to = entries[index + 1]?.at ?? objects.length;
    if (to >= at) yield [number, textOf(objects, at, to)]; // in no order: not from a writer
  }
}
