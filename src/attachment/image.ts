/** Pictures: structure and size, without decoding a pixel. Bytes in, what was found out; pure. */
import { endsAsZip, isForeignTail } from './foreign.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';
import { pdfHeaderAt } from './type.ts';
import type { RefusalReason } from './verdict.ts';

/** An A3 sheet at 600 dpi has 70, the biggest phone pictures 108 megapixels; beyond is a bomb (domain.md §4). */
const MAX_PIXELS = 120_000_000;

/** Checks a JPEG or PNG. */
export function checkImage(bytes: Buffer, type: 'jpg' | 'png'): RefusalReason | null {
  const picture = type === 'jpg' ? readJpeg(bytes) : readPng(bytes);
  if (picture.width * picture.height > MAX_PIXELS) return 'too-many-pixels'; // the header says so: no pixel is looked at
  if (!picture.complete) return 'damaged';
  const twofold = pdfHeaderAt(bytes) !== -1 || endsAsZip(bytes) || isForeignTail(bytes.subarray(picture.end));
  return twofold || picture.markup ? 'name-mismatch' : null;
}
