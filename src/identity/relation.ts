/** Words of kin and office before a name. In: text in lower case up to the name. Out: the word, or whether there is one. Never fails. */
import { KIN, OFFICIAL } from './lexicon.ts';

/** The line above the name, where it begins its own. */
export function lastLine(before: string): string {
  return before.trimEnd().split('\n').at(-1) ?? '';
}

/** «Подопечная:» alone on the line above. */
export function labelAbove(before: string): string {
  const above = lastLine(before);
  return /^[^.!?:]{3,40}:[ ]*$/.test(above) ? above : '';
}

/** The word of kin within three words before a name, if the sentence does not end between. */
export function relationBefore(line: string): string | null {
  const clause =
    line
      .slice(-60)
      .split(/[.!?;]/u)
      .at(-1) ?? '';
  const words = clause.match(/[а-я-]+/gu)?.slice(-3) ?? [];
  const word = words.findLast((candidate) => KIN.test(candidate));
  if (!word || /(?:по|от) (?:мужу|мужа|отцу|отца|матери)[ :,—-]*$/u.test(clause)) return null;
  const between = clause.slice(clause.lastIndexOf(word) + word.length);
  return /^[ ,:(—-]*(?:(?:по|моя|мой|мою|моего|моей|нашей|наш|зовут|звать|имени|фамилии|это|его|ее|снилс|прошу|пишу|обращаюсь|хлопочу|\d|№)[ ,:(—-]*){0,3}$/u.test(
    between,
  )
    ? word
    : null;
}

export function relationIn(text: string): string | null {
  return text.match(/[а-я]+/gu)?.findLast((word) => KIN.test(word)) ?? null;
}

export function officeBefore(line: string): boolean {
  const clause =
    line
      .slice(-80)
      .split(/[.!?;:]/u)
      .at(-1) ?? '';
  if (/,[ ]*$/.test(clause) && !/,[^,]*,[ ]*$/.test(clause) && clause.length > 60) return false;
  const words = clause.match(/[а-я-]+/gu)?.slice(-6) ?? [];
  return words.some((word) => OFFICIAL.test(word));
}
