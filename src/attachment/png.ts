/**
 * The structure of a PNG (ISO/IEC 15948 §5), chunk by chunk with its checksums. Bytes in, `Picture` out; pixels are not
 * decoded. Linear in the file's length. A wrong checksum of an ancillary chunk is forgiven, as decoders do.
 */
import { crc32 } from 'node:zlib';
import { hasMarkup } from './foreign.ts';
import type { Picture } from './picture.ts';

const SIGNATURE = 8;
/** Length, type and checksum around the content of a chunk. */
const AROUND = 12;
/** Only the text-like start of an ancillary chunk is searched for markup. */
const TEXT = 4096;

/** Walks the chunks from IHDR to IEND. */
export function readPng(bytes: Buffer): Picture {
  const picture: Picture = { width: 0, height: 0, complete: false, end: bytes.length, markup: false };
  let pixels = false;
  for (let at = SIGNATURE; at + AROUND <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const next = at + AROUND + length;
    if (type === 'IHDR' && at + 16 <= bytes.length) {
      picture.width = bytes.readUInt32BE(at + 8);
      picture.height = bytes.readUInt32BE(at + 12);
    }
    if (next > bytes.length) return picture;
    const critical = type.charCodeAt(0) < 0x60; // upper case (§5.4)
    if (critical && crc32(bytes.subarray(at + 4, next - 4)) !== bytes.readUInt32BE(next - 4)) return picture;
    if (type === 'IDAT') pixels = true;
    else if (type === 'IEND') {
      picture.complete = pixels && picture.width > 0 && picture.height > 0;
      picture.end = next;
      return picture;
    } else if (!critical) picture.markup ||= hasMarkup(bytes.subarray(at + 8, Math.min(next - 4, at + 8 + TEXT)));
    at = next;
  }
  return picture;
}
