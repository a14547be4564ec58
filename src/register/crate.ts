/**
 * An encrypted file that is written and read in one go, such as a backup. Any part that was changed, moved, cut off or added
 * is noticed (STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
 *
 *   "priemnaya backup 1\n" | length, 4 bytes | frame, sealed (seal.ts) | length | frame | … the last frame says that it is
 *
 * Enters: a file and a key. Leaves: another file. Fails with BACKUP_BROKEN.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { Fault } from '../fault.ts';
import { open, seal } from './seal.ts';

const MAGIC = Buffer.from('priemnaya backup 1\n');
const FRAME = 1 << 20;
const LENGTH = 4;

/** Encrypts a file. @param target must not exist; for the owner only */
export function packCrate(source: string, target: string, key: Buffer): void {
  const input = fs.openSync(source, 'r');
  const output = fs.openSync(target, 'wx', 0o600);
  try {
    fs.writeSync(output, MAGIC);
    const buffer = Buffer.alloc(FRAME);
    for (let number = 0, last = false; !last; number++) {
      const read = fs.readSync(input, buffer, 0, FRAME, null);
      last = read < FRAME;
      const frame = seal(key, buffer.subarray(0, read), placeOf(number, last));
      const length = Buffer.alloc(LENGTH);
      length.writeUInt32BE(frame.length);
      fs.writeSync(output, Buffer.concat([length, frame]));
    }
    fs.fsyncSync(output);
  } finally {
    fs.closeSync(input);
    fs.closeSync(output);
  }
}

/** Decrypts a crate, piece by piece. @throws Fault BACKUP_BROKEN */
export function* unpackCrate(file: string, key: Buffer): Generator<Buffer> {
  const input = fs.openSync(file, 'r');
  try {
    if (!readExactly(input, MAGIC.length)?.equals(MAGIC)) throw broken(file, 'is no backup of this program');
    const { size } = fs.fstatSync(input);
    for (let number = 0, at = MAGIC.length, last = false; !last; number++) {
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

/** SHA-256 of what these pieces make together, hex. */
export function digestOfPieces(pieces: Iterable<Buffer>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** A file in pieces as large as those of a crate. */
export function* piecesOf(file: string): Generator<Buffer> {
  const input = fs.openSync(file, 'r');
  try {
    for (let last = false; !last; ) {
      const buffer = Buffer.alloc(FRAME);
      const read = fs.readSync(input, buffer, 0, FRAME, null);
      last = read < FRAME;
      yield buffer.subarray(0, read);
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
