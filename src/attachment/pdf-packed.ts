/**
 * Object streams of a PDF (ISO 32000 §7.5.7): objects that cannot be seen from outside. Their dictionaries in, what each holds
 * out; null when one is not understood to its last token, for then a viewer's reading of it is not known either. Pure, bounded.
 */
import { Finder } from './finder.ts';
import { type Packing, plainStream } from './pdf-filters.ts';
import { Dictionary, Name, Reference, readValue, type Value } from './pdf-value.ts';

const MAX_STREAM = 8 << 20;
/** Far more than a file within the usual limit of 5 MiB describes itself by. */
const MAX_TOGETHER = 32 << 20;
const MAX_STREAMS = 10_000;
const MAX_ENTRIES = 200_000;
/** More lengths than any file means by one number. */
const MAX_VIEWS = 4;

export interface ObjectStream {
  objects: Buffer;
  /** The number of each object, and where it begins. */
  entries: { number: number; at: number }[];
}

/** All that a number of the file may stand for. */
type Numbered = (number: number) => Iterable<Value>;

/** Unpacks all object streams, in the file's order. @param streams `from`: where the data begins */
export function unpackObjects(
  bytes: Buffer,
  streams: readonly { dictionary: Dictionary; from: number }[],
  numbered: Numbered,
): ObjectStream[] | null {
  if (streams.length > MAX_STREAMS) return null;
  const unpacked: ObjectStream[] = [];
  const ends = new Finder(bytes, 'endstream');
  let together = 0;
  for (const { dictionary, from } of streams) {
    const packing = packingOf(dictionary);
    const [count, first] = [only(dictionary, 'N'), only(dictionary, 'First')];
    if (packing === null || typeof count !== 'number' || typeof first !== 'number' || count > MAX_ENTRIES) return null;
    // Packed data knows its own end, plain text has a keyword there. A viewer may stop at the stated length instead.
    const end = packing.filters.length > 0 ? bytes.length : ends.after(from);
    const views = [Math.min(end, from + MAX_STREAM), ...lengths(dictionary, numbered).map((length) => from + length)];
    if (new Set(views).size > MAX_VIEWS) return null;
    for (const to of new Set(views)) {
      const objects = plainStream(packing, bytes.subarray(from, Math.max(from, to)), MAX_STREAM);
      if (objects === null) return null;
      if (unpacked.some((known) => known.objects.equals(objects))) continue;
      const entries = entriesOf(objects, count, first);
      together += objects.length;
      if (entries === null || together > MAX_TOGETHER) return null;
      unpacked.push({ objects, entries });
    }
  }
  return unpacked;
}

/** The only value under a key; the dictionary itself, which fits nowhere, where there are several. */
function only(dictionary: Dictionary, key: string): Value {
  const values = dictionary.all(key);
  return values.length > 1 ? dictionary : values[0];
}

/** Every length that may be meant. */
function lengths(dictionary: Dictionary, numbered: Numbered): number[] {
  const values = dictionary
    .all('Length')
    .flatMap((value) => (value instanceof Reference ? [...numbered(value.number)] : [value]));
  return values.filter((value) => typeof value === 'number').filter(Number.isSafeInteger);
}

/** How the data is packed; null when that is not told here and once. `F` is another name for the filter, or for a file elsewhere. */
function packingOf(dictionary: Dictionary): Packing | null {
  const keys = dictionary.entries.map(([key]) => key);
  if (keys.includes('F') || keys.includes('DP')) return null;
  const [filter, parameters] = [only(dictionary, 'Filter'), only(dictionary, 'DecodeParms')];
  const filters = asList(filter).map((one) => (one instanceof Name ? one.text : null));
  const named = filters.filter((one) => one !== null);
  const given = asList(parameters);
  if (named.length < filters.length || given.length > filters.length) return null;
  const predictors = given.map((one) => (one === undefined ? {} : predictorOf(one)));
  if (predictors.some((one) => one === null) || predictors.slice(0, -1).some((one) => one?.Predictor !== undefined))
    return null;
  const last = given.length === filters.length ? predictors.at(-1) : undefined;
  if (last === undefined && predictors.some((one) => one?.Predictor !== undefined)) return null;
  return { filters: named, predictor: last ?? {} };
}

function asList(value: Value): readonly Value[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function predictorOf(value: Value): Packing['predictor'] | null {
  if (!(value instanceof Dictionary)) return null;
  const numbers = value.entries.map(([key, entry]) => [key, entry] as const);
  const clear =
    numbers.every(([, entry]) => typeof entry === 'number') &&
    new Set(numbers.map(([key]) => key)).size === numbers.length;
  return clear ? Object.fromEntries(numbers as [string, number][]) : null;
}

/** Pairs of number and place stand in front of the objects. */
function entriesOf(objects: Buffer, count: number, first: number): ObjectStream['entries'] | null {
  const entries: ObjectStream['entries'] = [];
  let at = 0;
  const next = () => {
    const read = readValue(objects, at);
    at = read?.end ?? at;
    return typeof read?.value === 'number' && Number.isSafeInteger(read.value) ? read.value : null;
  };
  for (let pair = 0; pair < count; pair += 1) {
    const [number, place] = [next(), next()];
    if (number === null || place === null || first + place < 0 || first + place > objects.length) return null;
    entries.push({ number, at: first + place });
  }
  return entries;
}
