/**
 * Words of people inside our letters: what a citizen wrote, what an operator answered. Lines and paragraphs are kept; what
 * cannot be seen (controls, marks that turn the reading direction) is removed. Pure.
 */

/** Controls but the line end, marks of direction (Unicode UAX #9), lone surrogates, byte-order marks. */
const UNSEEN = /[\p{Cs}\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A letter shows so much of somebody's words; the register keeps the rest. */
const MOST_SIGNS = 100_000;

/** The lines of a text, with at most one empty line between two others and none at either end. */
export function linesOf(text: string): string[] {
  const plain = text.slice(0, MOST_SIGNS).replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n');
  const lines = plain.split('\n').map((line) => line.replace(/\t/g, ' ').replace(UNSEEN, '').trimEnd());
  const kept = lines.filter((line, at) => line !== '' || (at > 0 && lines[at - 1] !== ''));
  return kept.at(-1) === '' ? kept.slice(0, -1) : kept;
}

/** The paragraphs of a text, each the list of its lines. */
export function paragraphsOf(text: string): string[][] {
  const paragraphs: string[][] = [[]];
  for (const line of linesOf(text)) {
    if (line === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(line);
  }
  return paragraphs.filter((lines) => lines.length > 0);
}

/** Variables of the part `words`: the lines, and whether more was written than a letter shows. */
export function wordsOf(text: string) {
  return { lines: linesOf(text), cut: text.length > MOST_SIGNS };
}

/** Somebody's words in one line: a reason, a name, a server's answer. */
export function lineOf(text: string): string {
  const signs = [...linesOf(text.slice(0, 4000)).join(' ').replace(/\s+/g, ' ').trim()];
  return signs.length > LONGEST_LINE ? `${signs.slice(0, LONGEST_LINE - 1).join('')}…` : signs.join('');
}

const LONGEST_LINE = 1000;
