/**
 * A look at the pixels of a picture: is there anything on it, and can it be read. A picture whose header was judged before in,
 * what is seen out, or null: too much work for an advice, or not decodable. Never fails. Decoded once and small.
 *
 * The sheet is seen in squares. In each, the brightest tenth is the paper, and what is darker is ink: so shade and the
 * colour of the paper do not count. Thresholds were measured on pages of text, photos and noise, see test/attachment/advice.test.ts.
 */
import type { Sharp } from 'sharp';

export interface Look {
  /** As shown: a phone's note of how it was held is followed (EXIF orientation). */
  width: number;
  height: number;
  /** Dots per inch as declared; 72 also where nothing is declared. */
  density: number;
  /** Nothing but paper, dust and noise. */
  blank: boolean;
  /** Too pale or too blurred for its text to be read. */
  unreadable: boolean;
  /** Mostly bright, with ink on it. */
  paper: boolean;
}

/** A picture file, or pixels without one: eight bits a channel. */
export type Pixels = Buffer | { pixels: Buffer; width: number; height: number; channels: 1 | 3 };

/** Longest side looked at: 103 dpi for a sheet of A4. */
const SIDE = 1200;
const SQUARE = 24;
/** Edges show the scanner's lid. */
const MARGIN = 0.03;
/** Smaller pictures are icons and cuttings. */
const MIN_SIDE = 800;
/** A decoder takes a second for them; what is accepted may have more. */
const MAX_PIXELS = 50_000_000;
/** These are held in memory whole while they are decoded. */
const MAX_PROGRESSIVE = 16_000_000;
const MAX_SECONDS = 5;

/** Steps of brightness, beside four times the noise, by which ink differs from paper: a trace, seen, read. */
const TRACE = 12;
const SEEN = 24;
const READ = 48;
const NOISE = 4;
/** Shares of the sheet: a page number has more than the first, a line of text more than the second. */
const SPECKS = 0.000_04;
const LINE = 0.002;
/** The steepest step between neighbours in the sharpest squares, against their contrast; sharp text has 0.8. */
const BLURRED = 0.25;
const MIN_SQUARES = 10;
const BRIGHT = 140;
/** Mean of a dark picture. */
const DARK = 64;

/** Looks at a picture. */
export async function lookAt(picture: Pixels): Promise<Look | null> {
  try {
    const image = await open(picture);
    const { width, height, autoOrient, density = 72, isProgressive = false } = await image.metadata();
    const tooMuch = width * height > (isProgressive ? MAX_PROGRESSIVE : MAX_PIXELS);
    if (tooMuch || Math.max(width, height) < MIN_SIDE) return null;
    const small = await image
      .flatten({ background: 'white' })
      .resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .timeout({ seconds: MAX_SECONDS })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width: columns, height: rows, channels } = small.info;
    return { ...autoOrient, density, ...seenOn(brightness(small.data, channels), columns, rows) };
  } catch {
    return null;
  }
}

/** Loaded with the first picture: most letters bring none. */
async function open(picture: Pixels): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1); // letters are examined side by side as it is
  sharp.cache(false);
  const common = { limitInputPixels: MAX_PIXELS, failOn: 'none', sequentialRead: true } as const;
  if (Buffer.isBuffer(picture)) return sharp(picture, common);
  const { pixels, width, height, channels } = picture;
  return sharp(pixels, { ...common, raw: { width, height, channels } });
}

/**
 * Brightness as the darkest channel of each pixel, so that yellow ink is seen too; of a dark picture, like a terminal's,
 * everything the other way round.
 */
function brightness(data: Buffer, channels: number): Uint8Array {
  const grey = new Uint8Array(data.length / channels);
  const turn = mean(data) < DARK ? 255 : 0;
  const [second, third] = channels < 3 ? [0, 0] : [1, 2];
  for (let at = 0, from = 0; at < grey.length; at += 1, from += channels) {
    let darkest = data[from]! ^ turn;
    const other = data[from + second]! ^ turn;
    if (other < darkest) darkest = other;
    const last = data[from + third]! ^ turn;
    grey[at] = last < darkest ? last : darkest;
  }
  return grey;
}

function mean(data: Buffer): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 1) sum += data[at] as number;
  return sum / data.length;
}

function seenOn(grey: Uint8Array, width: number, height: number): Pick<Look, 'blank' | 'unreadable' | 'paper'> {
  /** How many pixels differ so much from the paper around them; and from their neighbour. */
  const ink = new Uint32Array(256);
  const steps = new Uint32Array(256);
  const squares: Square[] = [];
  let bright = 0;
  const [left, top] = [Math.round(width * MARGIN), Math.round(height * MARGIN)];
  for (let y = top; y < height - top; y += SQUARE) {
    for (let x = left; x < width - left; x += SQUARE) {
      const to = [Math.min(x + SQUARE, width - left), Math.min(y + SQUARE, height - top)] as const;
      const square = readSquare(grey, width, [x, y], to, ink, steps);
      squares.push(square);
      if (square.paper >= BRIGHT) bright += 1;
    }
  }
  const noise = NOISE * quantile(steps, 0.5);
  const share = (level: number) => shareAbove(ink, level + noise);
  const seen = share(SEEN);
  const pale = share(TRACE) > LINE && share(READ) < SPECKS;
  return {
    blank: seen < SPECKS && !pale,
    unreadable: pale || (seen > LINE && isBlurred(squares, Math.max(width, height))),
    paper: bright > squares.length / 2 && seen > LINE && seen < 0.5,
  };
}

interface Square {
  paper: number;
  contrast: number;
  /** Difference between two neighbours in a row that only a hundredth exceeds. */
  step: number;
}

function readSquare(
  grey: Uint8Array,
  width: number,
  [left, top]: readonly [number, number],
  [right, bottom]: readonly [number, number],
  ink: Uint32Array,
  steps: Uint32Array,
): Square {
  const levels = new Uint32Array(256);
  const own = new Uint32Array(256);
  for (let y = top; y < bottom; y += 1) {
    let before = grey[y * width + left]!;
    for (let at = y * width + left; at < y * width + right; at += 1) {
      const level = grey[at]!;
      levels[level]! += 1;
      own[level > before ? level - before : before - level]! += 1;
      before = level;
    }
  }
  const paper = quantile(levels, 0.9);
  for (let level = 0; level < 256; level += 1) ink[Math.max(0, paper - level)]! += levels[level] as number;
  for (let step = 0; step < 256; step += 1) steps[step]! += own[step] as number;
  return { paper, contrast: paper - quantile(levels, 0.01), step: quantile(own, 0.99) };
}

/**
 * Of the squares with the most contrast, the sharpest count: a photo may be soft everywhere but at its subject. A picture that
 * was not made smaller shows the softness of its lens, so it must be all the softer.
 */
function isBlurred(squares: readonly Square[], side: number): boolean {
  const most = Math.max(...squares.map(({ contrast }) => contrast));
  const sharpness = squares
    .filter(({ contrast }) => contrast >= Math.max(READ, most / 2))
    .map(({ step, contrast }) => step / contrast)
    .sort((one, other) => other - one);
  return (
    sharpness.length >= MIN_SQUARES &&
    (sharpness[Math.floor(sharpness.length / 10)] as number) < (BLURRED * side) / SIDE
  );
}

/** The level below which this part of a histogram lies. */
function quantile(histogram: Uint32Array, part: number): number {
  const wanted = totalFrom(histogram, 0) * part;
  let counted = 0;
  for (let level = 0; level < 256; level += 1) {
    counted += histogram[level]!;
    if (counted >= wanted) return level;
  }
  return 255;
}

function shareAbove(histogram: Uint32Array, level: number): number {
  return totalFrom(histogram, level) / Math.max(1, totalFrom(histogram, 0));
}

function totalFrom(histogram: Uint32Array, level: number): number {
  let total = 0;
  for (let at = level; at < 256; at += 1) total += histogram[at]!;
  return total;
}
