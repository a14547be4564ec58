/** Do two words stand together as parts of one name? */
import type { Word } from './words.ts';

/** `space`: on one line; `line`: the next line begins with it; `comma`: «Иванов, Иван»; null: something else between. */
export type Joint = 'space' | 'line' | 'comma' | null;

/** How the word at a place is joined to the one before it. */
export function jointBefore(words: readonly Word[], at: number): Joint {
  const word = words[at];
  const before = words[at - 1];
  if (!word || !before) return null;
  const gap = before.shape === 'initial' ? word.gap.replace(/^\./, '') : word.gap;
  if (gap === '' && before.shape === 'initial') return 'space';
  if (/^ {1,4}$/.test(gap) || /^ \(·{1,50}\) $/.test(gap)) return 'space';
  if (/^ {0,4}\n(?: {0,4}\n)? {0,4}$/.test(gap)) return 'line';
  return /^ ?, ?$/.test(gap) ? 'comma' : null;
}

/** Is the word alone on its line? */
export function aloneOnLine(words: readonly Word[], at: number): boolean {
  const next = words[at + 1];
  return startsLine(words, at) && (next === undefined || /^[^\n\p{L}\d]*\n/u.test(next.gap));
}

/** Is the word the first on its line? */
export function startsLine(words: readonly Word[], at: number): boolean {
  return at === 0 || /\n[^\n\d]*$/.test(words[at]!.gap) || /\n/.test(words[at]!.gap);
}

/** Does a sentence begin with the word, so that its capital letter proves nothing? */
export function startsSentence(words: readonly Word[], at: number): boolean {
  return at === 0 || /[.!?:;"«(\n]/.test(words[at]!.gap);
}
