/**
 * Object streams of a PDF (ISO 32000 §7.5.7): objects that cannot be seen from outside. Bytes in, each stream unpacked out; null
 * when one cannot be read, which means that a viewer's reading of it is not known either. Pure, bounded.
 *
 * The dictionary in front of a `stream` keyword names one: by ObjStm, or by the /N and /First that only they have, for not
 * every viewer insists on the type. Keywords inside strings are taken at their word: that costs a refusal, never a miss.
 */
import { Finder } from './finder.ts';
import { filtersOf, plainStream } from './pdf-filters.ts';
import { decodeEscapes } from './pdf-names.ts';

/** Entries of an object stream's dictionary; `/First 12 0 R` is an outline's. */
const OBJECT_STREAM = { ObjStm: /\/ObjStm\b/, N: /\/N\s*\d/, First: /\/First\s*\d+\s*[/>]/ };
const MAX_STREAM = 8 << 20;
/** Far more than a file within the usual limit of 5 MiB describes itself by. */
const MAX_TOGETHER = 32 << 20;
const MAX_STREAMS = 10_000;
/** A dictionary is short; what may stand in front of it, like a page description, is not. */
const MAX_DICTIONARY = 4096;

export interface ObjectStream {
  /** Entries as they stand in the file. */
  dictionary: string;
  objects: Buffer;
}

/** Unpacks all object streams, in the file's order. */
export function unpackObjectStreams(bytes: Buffer): ObjectStream[] | null {
  const unpacked: ObjectStream[] = [];
  const ends = new Finder(bytes, 'endstream');
  let together = 0;
  let marks = new Set<string>();
  let entered = false;
  let from = 0;
  for (let at = bytes.indexOf('stream'); at !== -1; at = bytes.indexOf('stream', from)) {
    const leaves = at >= 3 && bytes[at - 3] === 0x65 && bytes[at - 2] === 0x6e && bytes[at - 1] === 0x64; // `end`
    const before = bytes.subarray(from, at);
    if (leaves && entered) marks = new Set();
    else for (const mark of objectStreamMarks(before)) marks.add(mark);
    from = at + 'stream'.length;
    entered = !leaves;
    if (!entered || !(marks.has('ObjStm') || (marks.has('N') && marks.has('First')))) continue;
    const dictionary = lastDictionary(before);
    const objects = plainStream(
      dictionary,
      dataAt(bytes, from, filtersOf(dictionary).length > 0 ? null : ends),
      MAX_STREAM,
    );
    together += objects?.length ?? 0;
    if (objects === null || together > MAX_TOGETHER || unpacked.push({ dictionary, objects }) > MAX_STREAMS)
      return null;
    marks = new Set();
  }
  return unpacked;
}

function objectStreamMarks(dictionary: Buffer): string[] {
  const text = decodeEscapes(dictionary.toString('latin1'));
  return Object.entries(OBJECT_STREAM)
    .filter(([, pattern]) => pattern.test(text))
    .map(([mark]) => mark);
}

function lastDictionary(before: Buffer): string {
  const text = before.subarray(-MAX_DICTIONARY).toString('latin1');
  return text.slice(text.lastIndexOf('obj') + 1);
}

/** The data begins on the line after the keyword (§7.3.8.1). Packed data knows its own end, plain text has a keyword there. */
function dataAt(bytes: Buffer, from: number, end: Finder | null): Buffer {
  const data = bytes.subarray(from, Math.min(from + MAX_STREAM, end?.after(from) ?? bytes.length));
  return data.subarray(/^[ \t]*(?:\r?\n|\r)/.exec(data.toString('latin1', 0, 16))?.[0].length ?? 0);
}
