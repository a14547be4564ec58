/**
 * What a stream of a PDF holds once its filters are undone (ISO 32000 §7.4): Flate with predictors, ASCIIHex, ASCII85 and
 * chains of them. Dictionary and packed bytes in, plain bytes out, null where a filter is not known, does not fit the data, or
 * gives more than the limit. Pure, bounded.
 */
import { constants, inflateSync } from 'node:zlib';
import { decodeEscapes } from './pdf-names.ts';

type Filter = (packed: Buffer, limit: number) => Buffer | null;

/** Full names, and the short ones that viewers take too (§8.9.7). Of the rest none is met around text. */
const FILTERS: Record<string, Filter> = {
  FlateDecode: inflate,
  Fl: inflate,
  ASCIIHexDecode: fromHex,
  AHx: fromHex,
  ASCII85Decode: fromBase85,
  A85: fromBase85,
};
const MAX_FILTERS = 8;
/** Parameters in an object of their own are not known here: whoever knows it puts its text in their place. */
const PARAMETERS_ELSEWHERE = /\/D(?:ecode)?P(?:arms)?\s*\[?\s*\d+\s+\d+\s+R/;
const PARAMETER = /\/(Predictor|Colors|BitsPerComponent|Columns)\s+(\d{1,5})/g;

/** How the data of a stream is packed. */
export interface Packing {
  /** In the order in which they are undone; empty when it is plain. */
  filters: readonly string[];
  /** What the last of them is told (§7.4.4.3). */
  predictor: { Predictor?: number; Colors?: number; BitsPerComponent?: number; Columns?: number };
}

/** As a dictionary says in so many words; null when part of it stands elsewhere. For pages and pictures only. */
export function packingIn(dictionary: string): Packing | null {
  if (PARAMETERS_ELSEWHERE.test(dictionary)) return null;
  const predictor = Object.fromEntries(
    [...dictionary.matchAll(PARAMETER)].reverse().map(([, name, value]) => [name as string, Number(value)]),
  );
  return { filters: filtersOf(dictionary), predictor };
}

/** Names of a stream's filters in the order in which they are undone; empty when it is plain. */
export function filtersOf(dictionary: string): string[] {
  const value = /\/Filter\s*(\[[^\]]{0,500}\]|\/[^\s/<>[\]()]{1,40})/.exec(decodeEscapes(dictionary))?.[1] ?? '';
  return [...value.matchAll(/\/([^\s/<>[\]()]{1,40})/g)].map(([, name]) => name as string);
}

/** Undoes all filters of a stream; the predictor counts once, for nobody uses it twice. */
export function plainStream({ filters, predictor }: Packing, packed: Buffer, limit: number): Buffer | null {
  if (filters.length > MAX_FILTERS) return null;
  let plain: Buffer | null = packed;
  for (const name of filters) plain = plain === null ? null : (FILTERS[name]?.(plain, limit) ?? null);
  return plain === null || filters.length === 0 ? plain : unpredict(predictor, plain);
}

/** The data's own end counts: what follows is passed over, and data cut short is taken as far as it goes. */
export function inflate(packed: Buffer, limit: number): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: limit, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return null;
  }
}

function fromHex(packed: Buffer): Buffer | null {
  const end = packed.indexOf('>');
  const digits = packed.toString('latin1', 0, end === -1 ? packed.length : end).replace(/[\0\s]+/g, '');
  return /^[0-9a-f]*$/i.test(digits) ? Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex') : null;
}

/** §7.4.3: five signs make four bytes, `z` four zeros; the last group may be short. */
function fromBase85(packed: Buffer): Buffer | null {
  const from = packed.toString('latin1', 0, 8).trimStart().startsWith('<~') ? packed.indexOf('~') + 1 : 0;
  const end = packed.indexOf('~', from);
  const plain = Buffer.alloc(packed.length * 4);
  let length = 0;
  let group = 0;
  let signs = 0;
  for (const byte of packed.subarray(from, end === -1 ? packed.length : end)) {
    if (byte <= 0x20) continue;
    if (byte === 0x7a && signs === 0) {
      length += 4;
      continue;
    }
    if (byte < 0x21 || byte > 0x75) return null;
    group = group * 85 + byte - 0x21;
    signs += 1;
    if (signs < 5) continue;
    length = plain.writeUInt32BE(group % 2 ** 32, length);
    group = 0;
    signs = 0;
  }
  if (signs < 2) return plain.subarray(0, length);
  for (let pad = signs; pad < 5; pad += 1) group = group * 85 + 84;
  plain.writeUInt32BE(group % 2 ** 32, length);
  return plain.subarray(0, length + signs - 1);
}

/** Predictors (§7.4.4.4): TIFF's for whole bytes, and those of PNG, whose every row says which. */
function unpredict(told: Packing['predictor'], data: Buffer): Buffer | null {
  const { Predictor: predictor = 1, Colors: colors = 1, BitsPerComponent: depth = 8, Columns: columns = 1 } = told;
  if (predictor === 1) return data;
  const bits = colors * depth;
  const step = Math.ceil(bits / 8);
  const width = Math.ceil((bits * columns) / 8);
  if (!(step > 0 && width > 0 && width <= data.length)) return null;
  return predictor === 2 ? fromTiffRows(data, step, width) : fromPngRows(data, step, width);
}

function fromTiffRows(data: Buffer, step: number, width: number): Buffer {
  const plain = Buffer.from(data);
  for (let at = 0; at < plain.length; at += 1) {
    if (at % width >= step) plain[at] = (plain[at] as number) + (plain[at - step] as number);
  }
  return plain;
}

function fromPngRows(data: Buffer, step: number, width: number): Buffer {
  const rows = Math.ceil(data.length / (width + 1));
  const plain = Buffer.alloc(rows * width);
  for (let row = 0; row < rows; row += 1) {
    const kind = data[row * (width + 1)] as number;
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      const left = column >= step ? (plain[at - step] as number) : 0;
      const up = row > 0 ? (plain[at - width] as number) : 0;
      const corner = row > 0 && column >= step ? (plain[at - width - step] as number) : 0;
      plain[at] = (data[row * (width + 1) + 1 + column] ?? 0) + guess(kind, left, up, corner);
    }
  }
  return plain;
}

/** ISO/IEC 15948 §9.2. */
function guess(kind: number, left: number, up: number, corner: number): number {
  switch (kind) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      return 0;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const byLeft = Math.abs(up - corner);
  const byUp = Math.abs(left - corner);
  const byCorner = Math.abs(left + up - 2 * corner);
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}
