/**
 * An encrypted file that is written and read in one go, such as a backup. Any part that was changed, moved, cut off or added
 * is noticed (STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). What goes in is encrypted before it
 * touches the disk.
 *
 *   "priemnaya backup 1\n" | id of the key, 12 hex digits | "\n" | length, 4 bytes | frame, sealed (seal.ts) | length | frame | …
 *   the last frame says that it is
 *
 * Enters: pieces of any size and a key; later the file. Leaves: the file; later pieces. Fails with BACKUP_BROKEN.
 */
import * as fs from 'node:fs';
import { Fault } from '../fault.ts';
import type { NamedKey } from './keys.ts';
import { open, seal } from './seal.ts';

const MAGIC = Buffer.from('priemnaya backup 1\n');
const KEY_ID = 12;
const FRAME = 1 << 20;
const LENGTH = 4;

/** Encrypts pieces into a file. @param target must not exist; for the owner only */
export async function packCrate(pieces: AsyncIterable<Buffer>, target: string, key: NamedKey): Promise<void> {
  const output = fs.openSync(target, 'wx', 0o600);
  try {
    fs.writeSync(output, Buffer.concat([MAGIC, Buffer.from(`${key.id}\n`)]));
    let number = 0;
    const write = (plain: Buffer, last: boolean) => {
      const frame = seal(key.bytes, plain, placeOf(number++, last));
      const length = Buffer.alloc(LENGTH);
      length.writeUInt32BE(frame.length);
      fs.writeSync(output, length);
      fs.writeSync(output, frame);
    };
    let rest = Buffer.alloc(0);
    for await (const piece of pieces) {
      rest = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
      for (; rest.length > FRAME; rest = rest.subarray(FRAME)) write(rest.subarray(0, FRAME), false);
    }
    write(rest, true);
    fs.fsyncSync(output);
  } finally {
    fs.closeSync(output);
  }
}

/**
 * Decrypts a crate, piece by piece.
 * @param keyOf the key of an id; null when this office has none such
 * @throws Fault BACKUP_BROKEN
 */
export function* unpackCrate(file: string, keyOf: (id: string) => Buffer | null): Generator<Buffer> {
  const input = fs.openSync(file, 'r');
  try {
    if (!readExactly(input, MAGIC.length)?.equals(MAGIC)) throw broken(file, 'is no backup of this program');
    const id = readExactly(input, KEY_ID + 1)?.toString('latin1') ?? '';
    const key = keyOf(id.slice(0, KEY_ID));
    if (key === null || !id.endsWith('\n')) throw broken(file, 'does not open: it is damaged, or of another office');
    const { size } = fs.fstatSync(input);
    for (let number = 0, at = MAGIC.length + KEY_ID + 1, last = false; !last; number++) {
      const length = readExactly(input, LENGTH)?.readUInt32BE() ?? 0;
      const frame = length > 0 && length <= 2 * FRAME ? readExactly(input, length) : null;
      if (!frame) throw broken(file, 'is cut off');
      at += LENGTH + length;
      last = at >= size;
      yield openFrame(file, key, frame, placeOf(number, last));
    }
  } finally {
    fs.closeSync(input);
  }
}

function openFrame(file: string, key: Buffer, frame: Buffer, place: string): Buffer {
  try {
    return open(key, frame, place);
  } catch (error) {
    throw broken(file, 'does not open: it is damaged, or of another office', error);
  }
}

function placeOf(number: number, last: boolean): string {
  return `backup:${number}${last ? ':last' : ''}`;
}

function readExactly(descriptor: number, length: number): Buffer | null {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const read = fs.readSync(descriptor, buffer, filled, length - filled, null);
    if (read === 0) return null;
    filled += read;
  }
  return buffer;
}

function broken(file: string, what: string, cause?: unknown): Fault {
  return new Fault('BACKUP_BROKEN', `the backup ${file} ${what}`, { permanent: true, cause });
}
