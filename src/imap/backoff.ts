/** How long to wait before trying again. Pure: the random number is passed in. */

/**
 * Doubles with every failure up to a ceiling; the upper half of the wait is left to chance, so that services
 * that lost the same server do not come back at the same moment.
 * @param failures failures in a row, from 1
 * @param random 0 ≤ r < 1
 */
export function backoff(failures: number, firstMs: number, maxMs: number, random: number): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
