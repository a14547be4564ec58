/**
 * A word written with one slip of the pen: a letter too many, too few, another one, two changed about; or with the next word grown to it.
 * Enough to stop and ask; what was meant is told by meaning alone (command-meaning.ts). Pure.
 */

/** In shorter words one letter makes another word. */
const SHORTEST = 5;

/** Is `typed` this word with one slip? The word itself is none. */
export function isSlipOf(typed: string, word: string): boolean {
  if (word.length < SHORTEST || typed === word) return false;
  if (typed.startsWith(word)) return true;
  const most = Math.min(typed.length, word.length);
  let head = 0;
  while (head < most && typed[head] === word[head]) head += 1;
  let tail = 0;
  while (tail < most - head && typed.at(-1 - tail) === word.at(-1 - tail)) tail += 1;
  const [one, other] = [typed, word].map((whole) => whole.slice(head, whole.length - tail)) as [string, string];
  return (one.length <= 1 && other.length <= 1) || (one.length === 2 && one[0] === other[1] && one[1] === other[0]);
}
