/**
 * Did a mail client break this line? In: a line and the one directly below. Out: whether they were one line.
 * Plain text goes out in lines of 72 to 78 characters (RFC 5322 §2.1.1); a line was broken when the first word of the
 * next would not have fitted. Never fails.
 */
import { isGreeting } from '../letter/greeting.ts';
import { readCommandLine } from './command-word.ts';

/** Clients that break lines at all never write longer ones; those with longer lines do not break them. */
const WIDEST = 80;
const NARROWEST = 70;

/** Does the lower line go on with the upper one? */
export function isWrapped(upper: string, lower: string): boolean {
  const [first = ''] = lower.trim().split(/\s+/, 1);
  const width = upper.trimEnd().length;
  if (first === '' || width > WIDEST || width + 1 + first.length <= NARROWEST) return false;
  return readCommandLine(lower) === null && !isGreeting(lower);
}
