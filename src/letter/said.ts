/**
 * What a text says, in words: without what programs put there (signatures of phones, footers, links, names of pictures that
 * stand in their place, characters that take no room). In: a text. Out: its words. Never fails; of a long text its beginning.
 */

import { footersStart } from './footer.ts';
import { isMobileSignature } from './mobile.ts';

/** Enough to tell two texts apart. */
const MAX_CHARS = 200_000;
const MAX_LINES = 5000;

/** Characters that take no room, and fillers that only look like letters. */
const WEIGHTLESS = /\p{Cf}|\u034f|\u115f|\u1160|\u3164/gu;
const LINK = /(?:https?:\/\/|www\.)[^\s<>()]{1,2000}/gi;
/** `[cid:image001.png@01DC]`, `[image: логотип]`, `<image001.png>`. */
const PICTURE =
  /[[<](?:cid:[^\]>\s]{1,250}|(?:image|изображение|рисунок)\s?:[^\]>\n]{0,250}|[^\]>\s]{1,100}\.(?:png|jpe?g|gif|bmp|webp))[\]>]/gi;

/** Blanks that were written out. */
const ENTITY = /&(?:nbsp|zwnj|zwj|shy|#\d{2,5});/gi;

/** Words with how often each is said. */
export interface Said {
  counts: Map<string, number>;
  total: number;
}

/** The lines that somebody wrote. */
export function ownLines(text: string): string[] {
  const lines = text.slice(0, MAX_CHARS).replace(WEIGHTLESS, '').split('\n').slice(0, MAX_LINES);
  return lines.slice(0, footersStart(lines)).filter((line) => !isMobileSignature(line));
}

/** What the lines say. */
export function saidIn(lines: readonly string[]): Said {
  const counts = new Map<string, number>();
  let total = 0;
  const text = lines
    .join('\n')
    .replace(LINK, ' ')
    .replace(PICTURE, ' ')
    .replace(ENTITY, ' ')
    .toLowerCase()
    .replaceAll('ё', 'е');
  for (const [word] of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    total++;
  }
  return { counts, total };
}

/** Does the text say anything? */
export const saysAnything = (text: string) => saidIn(ownLines(text)).total > 0;

/** How many words of one text the other lacks. */
export function lacking(one: Said, other: Said): number {
  let count = 0;
  for (const [word, times] of one.counts) count += Math.max(0, times - (other.counts.get(word) ?? 0));
  return count;
}
