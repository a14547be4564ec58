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
 * MB in 10,000 letters: one kilobyte kept of each letter, less than its headers. Whatever hangs on to a letter costs more: its
 * bytes cost 430 MB, what was read of it 50. The rest is how far the collector lets its heaps go.
 */
const BOUND = 10;

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

/** Is the memory flat? Only the second half counts: in the first, heaps and caches grow to their size. */
export function verdictOf(curve: Sample[]): Verdict {
  const half = curve.slice(Math.floor(curve.length / 2));
  const { slope, error } = leastSquares(half.map(({ letters, rss }) => [letters / 10_000, rss / 2 ** 20]));
  const told = `RSS over the second half: ${slope.toFixed(1)} ± ${error.toFixed(1)} MB in 10,000 letters`;
  if (slope - error > BOUND) return { flat: false, words: `${told}: it grows (more than ${BOUND})` };
  if (slope + error > BOUND)
    return { flat: true, words: `${told}: no growth is shown, but only a longer run can tell` };
  return { flat: true, words: `${told}: flat (less than ${BOUND})` };
}

/** The line through the points, with twice the standard error of its slope; unknown of fewer than three points. */
function leastSquares(points: [x: number, y: number][]): { slope: number; error: number } {
  if (points.length < 3) return { slope: 0, error: Number.POSITIVE_INFINITY };
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
