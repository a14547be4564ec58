/**
 * Is a scanned sheet too coarse to be read with ease (domain.md §4: under 300 dpi)? Size in pixels, declared density and the look
 * of a picture in, yes or no out; pure. A photo knows no dots per inch: cameras and messengers declare 72 or 96 of them, or what
 * they please. So the declared density counts where it gives a sheet of paper, else the pixels across a sheet of A4.
 */

const SCAN = 300;
/** Scanners and rounding: 2479 pixels across A4 are 299.9 dpi. */
const TOLERANCE = 0.97;
/** Phones and messengers: readable, though no scan. A sheet of 1700 pixels is, of 1280 is not. */
const PHOTO = 150;
/** Declared by programs that know nothing: screens. */
const UNDECLARED = 96;
/** Inches: short and long side of A4 (also Letter and Legal, and a scanner's whole glass), A5, A3. */
const SHEETS: [short: [number, number], long: [number, number]][] = [
  [
    [8, 8.8],
    [10.8, 14.2],
  ],
  [
    [5.7, 6],
    [8.1, 8.5],
  ],
  [
    [11.4, 12.2],
    [16.2, 17.2],
  ],
];
const A4_LONG = 11.69;
/** Height to width of A4 is √2; screens and sensors do not come so near. */
const A4_SHAPE: [number, number] = [1.405, 1.424];
const PAGE_SHAPE: [number, number] = [1.25, 1.55];

/**
 * @param size in pixels, and the density as declared
 * @param photo a camera may have made it
 */
export function isCoarse(size: { width: number; height: number; density: number }, photo: boolean): boolean {
  const short = Math.min(size.width, size.height);
  const long = Math.max(size.width, size.height);
  const { density } = size;
  const isSheet = SHEETS.some(([width, height]) => within(short / density, width) && within(long / density, height));
  if (density > UNDECLARED && isSheet) return density < SCAN * TOLERANCE;
  const shape = size.height / size.width; // a sheet stands upright, screens of this shape lie
  if (within(shape, A4_SHAPE)) return long < A4_LONG * SCAN * TOLERANCE;
  return photo && within(shape, PAGE_SHAPE) && long < A4_LONG * PHOTO * TOLERANCE;
}

/** A picture that fills a page of a PDF has a real density: pixels by inches of paper. */
export function isCoarseOnPage(dotsPerInch: number): boolean {
  return dotsPerInch < SCAN * TOLERANCE;
}

function within(value: number, [from, to]: readonly [number, number]): boolean {
  return value >= from && value <= to;
}
