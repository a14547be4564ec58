/**
 * Rows of the register as bytes, one after the other, and back: what stands in a backup, whichever database it came from.
 *
 *   length of the head, 4 bytes | head, JSON: { table, key, row } | the bytes of its blobs
 *
 * In the head a blob stands as `{ "bytes": length }`. Pure.
 */
import type { DataKeyPlace } from './keys.ts';

export type Value = string | number | null | Uint8Array;

export interface SavedRow {
  table: string;
  /** Under which data key what tells of people is sealed; null: nothing is. */
  key: DataKeyPlace | null;
  row: Readonly<{ [column: string]: Value }>;
}

const LENGTH = 4;

export function packRow({ table, key, row }: SavedRow): Buffer {
  const blobs: Uint8Array[] = [];
  const plain = Object.entries(row).map(([column, value]) => {
    if (!(value instanceof Uint8Array)) return [column, value];
    blobs.push(value);
    return [column, { bytes: value.length }];
  });
  const head = Buffer.from(JSON.stringify({ table, key, row: Object.fromEntries(plain) }));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, ...blobs]);
}

/** @param pieces of any size. @throws when they end within a row */
export function* unpackRows(pieces: Iterable<Buffer>): Generator<SavedRow> {
  const take = taker(pieces);
  for (let length = take(LENGTH); length !== null; length = take(LENGTH)) {
    const head = JSON.parse(whole(take(length.readUInt32BE())).toString()) as SavedRow;
    const row = Object.entries<unknown>(head.row).map(([column, value]) => {
      const isBlob = typeof value === 'object' && value !== null;
      return [column, isBlob ? whole(take((value as { bytes: number }).bytes)) : value];
    });
    yield { ...head, row: Object.fromEntries(row) };
  }
}

function whole(bytes: Buffer | null): Buffer {
  if (bytes === null) throw new RangeError('the last row is cut off');
  return bytes;
}

/** Takes so many bytes at a time; null when all is taken. */
function taker(pieces: Iterable<Buffer>): (length: number) => Buffer | null {
  const source = pieces[Symbol.iterator]();
  let rest: Buffer = Buffer.alloc(0);
  return (length) => {
    const parts = [rest];
    let held = rest.length;
    while (held < length) {
      const next = source.next();
      if (next.done) {
        if (held === 0) return null;
        throw new RangeError('the last row is cut off');
      }
      parts.push(next.value);
      held += next.value.length;
    }
    const all = parts.length === 1 ? rest : Buffer.concat(parts);
    rest = all.subarray(length);
    return all.subarray(0, length);
  };
}
