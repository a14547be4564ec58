/**
 * The structure of a PNG (ISO/IEC 15948 §5), chunk by chunk with its checksums. Bytes in, `Picture` out; pixels are not
 * decoded, but of a picture of usual size it is seen whether they are all there. Bounded and linear in the file's length. A wrong
 * checksum of an ancillary chunk is forgiven, as decoders do.
 */
import { crc32, inflateSync } from 'node:zlib';
import { hasMarkup } from './foreign.ts';
import type { Picture } from './picture.ts';

const SIGNATURE = 8;
/** Length, type and checksum around the content of a chunk. */
const AROUND = 12;
/** Only the text-like start of an ancillary chunk is searched for markup. */
const TEXT = 4096;
/** Unpacked size of pixels that are counted: a screen of 4K. */
const MAX_COUNTED = 32 << 20;
/** Samples of a pixel by colour type (§11.2.2). */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Walks the chunks from IHDR to IEND. */
export function readPng(bytes: Buffer): Picture {
  const picture: Picture = { width: 0, height: 0, complete: false, end: bytes.length, markup: false };
  const pixels: Buffer[] = [];
  let rows = 0;
  for (let at = SIGNATURE; at + AROUND <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const next = at + AROUND + length;
    if (type === 'IHDR' && at + 16 <= bytes.length) {
      picture.width = bytes.readUInt32BE(at + 8);
      picture.height = bytes.readUInt32BE(at + 12);
      rows = sizeOfRows(bytes.subarray(at + 8), picture);
    }
    if (next > bytes.length) return picture;
    const critical = type.charCodeAt(0) < 0x60; // upper case (§5.4)
    if (critical && crc32(bytes.subarray(at + 4, next - 4)) !== bytes.readUInt32BE(next - 4)) return picture;
    if (type === 'IDAT') pixels.push(bytes.subarray(at + 8, next - 4));
    else if (type === 'IEND') {
      picture.complete = pixels.length > 0 && picture.width > 0 && picture.height > 0 && holdsRows(pixels, rows);
      picture.end = next;
      return picture;
    } else if (!critical) picture.markup ||= hasMarkup(bytes.subarray(at + 8, Math.min(next - 4, at + 8 + TEXT)));
    at = next;
  }
  return picture;
}

/** Bytes of all rows with their filter marks (§7.2); 0 when it is not told from the header alone, as of an interlaced one. */
function sizeOfRows(header: Buffer, { width, height }: Picture): number {
  const bits = (header[8] ?? 0) * (SAMPLES[header[9] ?? 0] ?? 0);
  return header[12] === 0 ? height * (1 + Math.ceil((width * bits) / 8)) : 0;
}

/** A wrong sum over the pixels is forgiven, missing ones are not. */
function holdsRows(pixels: Buffer[], size: number): boolean {
  if (size === 0 || size > MAX_COUNTED) return true;
  try {
    return inflateSync(Buffer.concat(pixels), { maxOutputLength: size }).length === size;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ERR_BUFFER_TOO_LARGE' || message === 'incorrect data check';
  }
}
