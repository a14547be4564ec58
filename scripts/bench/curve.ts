/** The curve of a long run, and what it says of the memory. Enters: samples in order. Leaves: lines of text. Pure. */

/** The service after so many letters; memory and disk in bytes. */
export interface Sample {
  letters: number;
  /** Since the start. */
  seconds: number;
  /** The whole process, with its threads. */
  rss: number;
  /** JavaScript objects of the main thread. */
  heap: number;
  register: number;
}

export interface Verdict {
  flat: boolean;
  words: string;
}

/**
 * MB in 10,000 letters: a kilobyte of each letter, less than its headers. Whoever never lets go of a letter keeps 430 MB of them;
 * a steady leak below that is lost in the noise of the collector.
 */
const BOUND = 10;

/** By then heaps and caches have their size. */
const SETTLED = 5000;
/** Fewer looks say nothing. */
const ENOUGH = 8;

const COLUMNS = ['letters', 'letters/s', 'RSS MB', 'heap MB', 'register MB'] as const;
const WIDTH = 12;

/** The line above the samples. */
export const CURVE_HEAD = COLUMNS.map((title) => title.padStart(WIDTH)).join('');

/** One sample; the speed is that since the sample before. */
export function curveLine(sample: Sample, before: Sample | undefined): string {
  const { letters, seconds, rss, heap, register } = sample;
  const speed = (letters - (before?.letters ?? 0)) / (seconds - (before?.seconds ?? 0));
  const cells = [letters, speed.toFixed(0), inMb(rss), inMb(heap), inMb(register)];
  return cells.map((cell) => String(cell).padStart(WIDTH)).join('');
}

/** Is the memory flat? Only the second half counts, and nothing before heaps and caches have grown to their size. */
export function verdictOf(curve: Sample[]): Verdict {
  const from = Math.max(SETTLED, (curve.at(-1)?.letters ?? 0) / 2);
  const half = curve.filter(({ letters }) => letters >= from);
  if (half.length < ENOUGH) return { flat: true, words: 'RSS: only a longer run can tell whether it grows' };
  const { slope, error } = leastSquares(half.map(({ letters, rss }) => [letters / 10_000, rss / 2 ** 20]));
  const told = `RSS over the second half: ${slope.toFixed(1)} ± ${error.toFixed(1)} MB in 10,000 letters`;
  if (slope - error > BOUND) return { flat: false, words: `${told}: it grows (more than ${BOUND})` };
  if (slope + error > BOUND)
    return { flat: true, words: `${told}: no growth is shown, but only a longer run can tell` };
  return { flat: true, words: `${told}: flat (less than ${BOUND})` };
}

/** The line through the points, with twice the standard error of its slope. */
function leastSquares(points: [x: number, y: number][]): { slope: number; error: number } {
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [middleX, middleY] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [x]) => sum + (x - middleX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - middleX) * (y - middleY), 0) / spread;
  const rest = points.reduce((sum, [x, y]) => sum + (y - middleY - slope * (x - middleX)) ** 2, 0);
  return { slope, error: 2 * Math.sqrt(rest / (points.length - 2) / spread) };
}

function inMb(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
