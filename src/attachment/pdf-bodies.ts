/**
 * Every value that a viewer could take for an object of a PDF (ISO 32000 §7.3.10, §7.5.7). Bytes in, values out with the numbers
 * that lead to them; null when there is something that is not understood and might matter. Pure, bounded.
 *
 * Viewers find an object by a table, by the end of the file, or by looking for it, and disagree where these do. So the word
 * `obj` begins an object wherever it stands, in strings and packed data too, and under one number stand all that bear it.
 */
import { holdsName } from './pdf-names.ts';
import { type ObjectStream, unpackObjects } from './pdf-packed.ts';
import { Dictionary, type Read, readValue, type Value, wordAt } from './pdf-value.ts';

export interface Bodies {
  /** The objects in which one of the wanted keys stands, however deep. */
  wanted: readonly Body[];
  /** All that a number may stand for. @throws when the file makes itself read too often */
  numbered(number: number): Generator<Value>;
  /** Object streams, unpacked. */
  packed: readonly ObjectStream[];
}

export interface Body {
  value: Value;
  /** Has data behind it: the value is the dictionary of a stream. */
  stream: boolean;
}

/** Where an object begins. */
interface Spot {
  bytes: Buffer;
  at: number;
}

/** `12 0 obj`; comments may stand between. */
const HEAD = /(\d{1,10})(?:[\s\0]|%[^\r\n]{0,80}[\r\n])+\+?\d{1,10}(?:[\s\0]|%[^\r\n]{0,80}[\r\n])*$/;
const HEAD_LENGTH = 250;
const MAX_OBJECTS = 500_000;
/** An honest file is read about once; objects that begin within others cost more. */
const READINGS = 6;
/** Words by which a dictionary that is not understood would open something, or hold objects. */
const MATTERS = new Set(['OpenAction', 'AA', 'ObjStm']);
const PACKS = [new Set(['N']), new Set(['First'])];

/** Finds them all. @param keys those of interest */
export function readBodies(bytes: Buffer, keys: ReadonlySet<string>): Bodies | null {
  const numbers = new Map<number, Spot[]>();
  const wanted: Body[] = [];
  const packed: { dictionary: Dictionary; from: number }[] = [];
  let objects = 0;
  let unclear = false;
  let readable = bytes.length * READINGS + (1 << 20);
  const read = (spot: Spot) => {
    const found = readValue(spot.bytes, spot.at);
    readable -= (found?.end ?? spot.bytes.length) - spot.at;
    return found;
  };
  const add = (number: number, spot: Spot, body: Body) => {
    objects += 1;
    if (holdsKey(body.value, keys)) wanted.push(body);
    const known = numbers.get(number);
    if (known) known.push(spot);
    else numbers.set(number, [spot]);
  };
  for (let at = bytes.indexOf('obj'); at !== -1; at = bytes.indexOf('obj', at + 3)) {
    const before = bytes.toString('latin1', Math.max(0, at - HEAD_LENGTH), at);
    if (!/[\d\s\0]$/.test(before)) continue;
    const spot = { bytes, at: at + 3 };
    const found = read(spot);
    if (readable < 0 || objects > MAX_OBJECTS) return null;
    if (found === null) {
      unclear ||= opensDictionary(bytes, spot.at);
      continue;
    }
    const data = dataBehind(bytes, found);
    add(Number(HEAD.exec(before)?.[1] ?? Number.NaN), spot, { value: found.value, stream: data !== null });
    if (data !== null && holdsObjects(found.value)) packed.push({ dictionary: found.value, from: data });
  }
  if (unclear && (holdsName(bytes, MATTERS) || PACKS.every((name) => holdsName(bytes, name)))) return null;
  function* numbered(number: number): Generator<Value> {
    for (const spot of numbers.get(number) ?? []) {
      const found = read(spot);
      if (readable < 0) throw new Error('read too often');
      if (found) yield found.value;
    }
  }
  const unpacked = unpackObjects(bytes, packed, numbered);
  if (unpacked === null) return null;
  readable += unpacked.reduce((sum, one) => sum + one.objects.length * READINGS, 0);
  for (const one of unpacked) {
    for (const { number, at } of one.entries) {
      const spot = { bytes: one.objects, at };
      const found = read(spot);
      if (found === null || readable < 0 || objects > MAX_OBJECTS) return null;
      add(number, spot, { value: found.value, stream: false });
    }
  }
  return { wanted, numbered, packed: unpacked };
}

function holdsKey(value: Value, keys: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return value.some((one) => holdsKey(one, keys));
  return value instanceof Dictionary && value.entries.some(([key, entry]) => keys.has(key) || holdsKey(entry, keys));
}

function opensDictionary(bytes: Buffer, at: number): boolean {
  return /^(?:[\s\0]|%[^\r\n]*[\r\n])*<</.test(bytes.toString('latin1', at, at + 500));
}

/** Where the data of a stream begins (§7.3.8.1); null when the object is none. */
function dataBehind(bytes: Buffer, { value, end }: Read): number | null {
  if (!(value instanceof Dictionary)) return null;
  const next = wordAt(bytes, end);
  if (!next.word.startsWith('stream')) return null;
  const from = next.end - next.word.length + 'stream'.length;
  return from + (/^[ \t]*(?:\r?\n|\r)/.exec(bytes.toString('latin1', from, from + 16))?.[0].length ?? 0);
}

/** By its type, or by the entries that only an object stream has: not every viewer insists on the type. */
function holdsObjects(value: Value): value is Dictionary {
  if (!(value instanceof Dictionary)) return false;
  const keys = new Set(value.entries.map(([key]) => key));
  return (keys.has('N') && keys.has('First')) || JSON.stringify(value.all('Type')).includes('ObjStm');
}
