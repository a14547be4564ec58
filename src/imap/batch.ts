/** Which letters are fetched, stored and moved together: bounded in number and in memory. Pure. */

/** A letter before its body is fetched. */
export interface Sized {
  /** RFC822.SIZE; 0 when the server does not tell. */
  size: number;
}

export interface BatchLimits {
  maxLetters: number;
  maxBytes: number;
  /** Assumed for a letter whose size is not told. */
  unknownBytes: number;
}

/** Keeps the order. A letter larger than a whole batch stands alone. */
export function planBatches<T extends Sized>(letters: T[], limits: BatchLimits): T[][] {
  const batches: T[][] = [];
  let bytes = 0;
  for (const letter of letters) {
    const weight = letter.size > 0 ? letter.size : limits.unknownBytes;
    const batch = batches.at(-1);
    if (batch && batch.length < limits.maxLetters && bytes + weight <= limits.maxBytes) {
      batch.push(letter);
      bytes += weight;
    } else {
      batches.push([letter]);
      bytes = weight;
    }
  }
  return batches;
}
