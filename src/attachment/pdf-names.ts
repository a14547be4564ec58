/** Names in the bytes of a PDF (ISO 32000 §7.3.5), plain, escaped as `#xx`, or packed in object streams (§7.5.7). Pure, bounded. */
import { constants, inflateSync } from 'node:zlib';

const SLASH = 0x2f;
/** White space and delimiters (§7.2.3): where a name ends. */
const ENDS_NAME = new Uint8Array(256);
for (const byte of Buffer.from('\0\t\n\f\r ()<>[]{}/%', 'latin1')) ENDS_NAME[byte] = 1;
/** Longest wanted name with every character escaped. */
const LONGEST = 3 * 24;
/** How far before a slash the beginning of a web address is looked for. */
const LONGEST_ADDRESS = 1024;
/** Entries of an object stream's dictionary; `/First 12 0 R` is an outline's. */
const OBJECT_STREAM = { ObjStm: /\/ObjStm\b/, N: /\/N\s*\d/, First: /\/First\s*\d+\s*[/>]/ };
const MAX_STREAM = 8 << 20;
const MAX_TOGETHER = 64 << 20;
const MAX_STREAMS = 10_000;

/** Does one of the names stand anywhere in these bytes? */
export function holdsName(bytes: Buffer, wanted: ReadonlySet<string>): boolean {
  const first = new Set([...wanted].map((name) => name.charCodeAt(0)).concat('#'.charCodeAt(0)));
  for (let at = bytes.indexOf(SLASH); at !== -1; at = bytes.indexOf(SLASH, at + 1)) {
    if (first.has(bytes[at + 1] ?? 0) && wanted.has(nameAt(bytes, at)) && !insideAddress(bytes, at)) return true;
  }
  return false;
}

/**
 * Unpacks the object streams; null when one cannot be read, which means that a viewer's reading of it is not known either.
 * The dictionary in front of a `stream` keyword names one: by ObjStm, or by the /N and /First that only they have, for not
 * every viewer insists on the type. Keywords inside strings are taken at their word: that costs a refusal, never a miss.
 */
export function unpackObjectStreams(bytes: Buffer): Buffer[] | null {
  const unpacked: Buffer[] = [];
  let together = 0;
  let dictionary = new Set<string>();
  let entered = false;
  let from = 0;
  for (let at = bytes.indexOf('stream'); at !== -1; at = bytes.indexOf('stream', from)) {
    const leaves = at >= 3 && bytes[at - 3] === 0x65 && bytes[at - 2] === 0x6e && bytes[at - 1] === 0x64; // `end`
    if (leaves && entered) {
      dictionary = new Set();
    } else {
      for (const mark of objectStreamMarks(bytes.subarray(from, at))) dictionary.add(mark);
    }
    from = at + 'stream'.length;
    entered = !leaves;
    if (!entered || !(dictionary.has('ObjStm') || (dictionary.has('N') && dictionary.has('First')))) continue;
    const objects = unpack(bytes.subarray(from));
    together += objects?.length ?? 0;
    if (objects === null || together > MAX_TOGETHER || unpacked.push(objects) > MAX_STREAMS) return null;
    dictionary = new Set();
  }
  return unpacked;
}

function objectStreamMarks(dictionary: Buffer): string[] {
  const text = decodeEscapes(dictionary.toString('latin1'));
  return Object.entries(OBJECT_STREAM)
    .filter(([, pattern]) => pattern.test(text))
    .map(([mark]) => mark);
}

function nameAt(bytes: Buffer, slash: number): string {
  let end = slash + 1;
  while (end < bytes.length && end - slash <= LONGEST && ENDS_NAME[bytes[end] as number] === 0) end += 1;
  const name = bytes.toString('latin1', slash + 1, end);
  return name.includes('#') ? decodeEscapes(name) : name;
}

function decodeEscapes(text: string): string {
  return text.replace(/#([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** `(https://example.ru/Launch)` is a link to a page of that name: a string that opens with an address and has no gap. */
function insideAddress(bytes: Buffer, slash: number): boolean {
  const from = Math.max(0, slash - LONGEST_ADDRESS);
  let start = slash;
  while (start > from && (bytes[start - 1] === SLASH || ENDS_NAME[bytes[start - 1] as number] === 0)) start -= 1;
  if (bytes[start - 1] !== '('.charCodeAt(0)) return false;
  return /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(bytes.toString('latin1', start, slash + 1));
}

/** The data's own end counts, not the next `endstream`, which may be a part of the data. Only Flate is met with in practice. */
function unpack(rest: Buffer): Buffer | null {
  const line = /^[ \t]*(?:\r?\n|\r)/.exec(rest.toString('latin1', 0, 16))?.[0].length ?? 0;
  try {
    return inflateSync(rest.subarray(line), { maxOutputLength: MAX_STREAM, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return null;
  }
}
