/**
 * What of a letter's text is searched for its writer, his numbers and his matter. In: split text. Out: the same, with the
 * middle of overlong texts left out. Pure; never fails.
 *
 * A search makes an object of every word and several copies of the text: of 25 MB of one-letter words, 700 MB.
 */
import type { SplitText } from '../letter/letter.ts';

/**
 * Characters. A citizen's letter has 5000 at most (domain.md §3), a pasted log or a whole correspondence below it some
 * tens of thousands; the writer's name and numbers stand above such matter or below it.
 */
const BEGINNING = 80_000;
const END = 20_000;

/** So much of a forwarded text tells where it stands in the new text. */
const SIGN = 200;

/** The searched part of each text. */
export function excerptOf({ fresh, quoted, forwarded }: SplitText): SplitText {
  const inner = forwarded && { ...forwarded, text: cut(forwarded.text) };
  const at = inner?.text === forwarded?.text ? -1 : fresh.indexOf(forwarded!.text.slice(0, SIGN));
  // What the sender wrote around the letter that he sends on is told from it by finding it there.
  const whole =
    at >= 0 && fresh.startsWith(forwarded!.text, at)
      ? cut(fresh.slice(0, at)) + inner!.text + cut(fresh.slice(at + forwarded!.text.length))
      : cut(fresh);
  return { fresh: whole, quoted: cut(quoted), forwarded: inner };
}

/** Cut at line ends where there are any near, lest half a number is taken for a whole one. */
function cut(text: string): string {
  if (text.length <= BEGINNING + END) return text;
  const last = text.lastIndexOf('\n', BEGINNING);
  const first = text.indexOf('\n', text.length - END);
  const beginning = text.slice(0, last > BEGINNING / 2 ? last : BEGINNING);
  return `${beginning}\n\n${text.slice(first === -1 || first > text.length - END / 2 ? -END : first)}`;
}
