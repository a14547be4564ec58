/**
 * The structure of a JPEG (ITU T.81 annex B), marker by marker. Bytes in, `Picture` out; pixels are not decoded.
 * Linear in the file's length; as tolerant as decoders are: fill bytes, garbage between segments, restarts, many scans.
 */
import { hasMarkup } from './foreign.ts';
import type { Picture } from './picture.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP15 = 0xef;
const COM = 0xfe;
/** Markers in the range of frame headers that are none: DHT, JPG, DAC. */
const NO_FRAME = new Set([0xc4, 0xc8, 0xcc]);
/** Only the text-like start of a segment is searched for markup; colour profiles and thumbnails are long. */
const TEXT = 4096;

/** Walks the markers from SOI to EOI. */
export function readJpeg(bytes: Buffer): Picture {
  const picture: Picture = { width: 0, height: 0, complete: false, end: bytes.length, markup: false };
  let scans = 0;
  let at = 2;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (at === -1 || marker === undefined) return picture;
    at += 2;
    if (marker === EOI) {
      picture.complete = scans > 0 && picture.width > 0 && picture.height > 0;
      picture.end = at;
      return picture;
    }
    if (marker <= 0x01 || isRestart(marker)) continue; // stand alone, between segments they are garbage
    const length = at + 2 <= bytes.length ? bytes.readUInt16BE(at) : 0;
    if (marker === SOI || marker < 0xc0 || length < 2 || at + length > bytes.length) return picture;
    const segment = bytes.subarray(at + 2, at + length);
    if (isFrame(marker) && segment.length >= 6) {
      picture.height = segment.readUInt16BE(1);
      picture.width = segment.readUInt16BE(3);
    } else if ((marker >= APP0 && marker <= APP15) || marker === COM) {
      picture.markup ||= hasMarkup(segment.subarray(0, TEXT));
    }
    at += length;
    if (marker === SOS) {
      scans += 1;
      at = endOfScan(bytes, at);
    }
  }
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker);
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}

/** Entropy-coded data stuffs a zero after each 0xFF; the first 0xFF with another byte behind it is the next marker. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== 0x00 && next !== 0xff && next !== undefined && !isRestart(next)) return at;
  }
  return bytes.length;
}
