/**
 * The header of a letter exactly as it came, before anything is decoded: what proofs are made from.
 * In: raw bytes. Out: header lines, unfolded, one character a byte; null for a header that two readers could take apart in
 * two ways, for then one of them may see what the other has not checked. Never fails.
 */
import { type RawHeader, rawHeader } from './header.ts';

/** A longer header proves nothing. */
const MAX_BYTES = 1024 * 1024;

/** All header lines in their order, topmost first. */
export function headerBlock(raw: Buffer): RawHeader[] | null {
  const start = raw.toString('latin1', 0, MAX_BYTES);
  const end = /\r?\n\r?\n/.exec(start)?.index;
  if (end === undefined) return null;
  const block = start.slice(0, end);
  // RFC 5322 §2.1, §4: no bare CR, no NUL, and every line is a field or goes on with one.
  if (/\r(?!\n)|\0/.test(block)) return null;
  const headers: RawHeader[] = [];
  for (const line of block.split(/\r?\n(?![ \t])/)) {
    const header = rawHeader(line);
    if (header === null) return null;
    headers.push(header);
  }
  return headers;
}
