/**
 * The surname beside a name: left or right of it, or none. In: the search and the place of the name. Out: a place or null.
 * Never fails.
 */
import { aloneOnLine, jointBefore, startsLine, startsSentence } from './adjacent.ts';
import { agreement } from './compose.ts';
import { isEasternSurname } from './east.ts';
import { readGiven } from './given.ts';
import { isNoName } from './lexicon.ts';
import { isFromName, readPatronymic } from './patronymic.ts';
import { isPlainSurname } from './plain-surnames.ts';
import type { Scan } from './scan.ts';
import { hasSurnameSuffix, isSurelySurname } from './surname.ts';
import type { Word } from './words.ts';

/** The place of the surname left or right of a name, or null. */
export function surnameBeside(scan: Scan, first: number, last: number, full: boolean): number | null {
  const left = points(scan, first - 1, jointBefore(scan.words, first), first, last, full) + (full ? 1 : 0);
  const right = points(scan, last + 1, jointBefore(scan.words, last + 1), first, last, full);
  if (Math.max(left, right) <= (full ? 1 : 0)) return null;
  return left >= right ? first - 1 : last + 1;
}

/** How well a word serves as the surname of the name from `first` to `last`. */
function points(
  scan: Scan,
  at: number,
  joint: ReturnType<typeof jointBefore>,
  first: number,
  last: number,
  full: boolean,
): number {
  if (joint === null || !scan.free(at)) return -9;
  const word = scan.word(at)!;
  const name = scan.word(first)!;
  if (word.shape === 'initial' || word.key.length < 2 || word.latin !== name.latin) return -9;
  if (isNoName(word.key) && !(full && isCapitalSurname(scan, at))) return -9;
  if (!full && at < first && startsSentence(scan.words, at) && PAST.test(word.key) && !isPlainSurname(word.key))
    return -9;
  const suffix = hasSurnameSuffix(word.key) || isPlainSurname(word.key);
  if (word.shape === 'lower' && (name.shape !== 'lower' || !isSmallSurname(scan, at, first, full))) return -9;
  if (name.shape === 'lower' && word.shape !== 'lower' && !suffix) return -9;
  if (
    joint === 'comma' &&
    !(at < first && startsLine(scan.words, at) && (suffix || (full && endsSentence(scan, last))))
  )
    return -9;
  if (joint === 'line' && !isSplitName(scan, at, first, last, full)) return -9;
  if (
    !full &&
    readPatronymic(word.text.toLowerCase()) &&
    isFromName(readPatronymic(word.text.toLowerCase())!.nominative) &&
    at > last
  )
    return -9;
  let sum = suffix ? 3 : 2;
  if (!suffix && at < first && startsSentence(scan.words, at) && !full)
    sum -= isEasternSurname(word.key) || startsLine(scan.words, at) ? 0 : 1;
  if (!suffix && at > last && name.shape === 'upper' && word.shape === 'upper') sum -= 1;
  sum += bestAgreement(scan, word, first, last);
  return sum;
}

/** «Прошу выдать Царь Наталье Олеговне»: a surname by the list, with a capital letter that no sentence gives it. */
function isCapitalSurname(scan: Scan, at: number): boolean {
  const word = scan.word(at)!;
  return word.shape === 'title' && isPlainSurname(word.key) && !startsSentence(scan.words, at);
}

/** «Жила-была Василиса», «Позвонила Ирина» */
const PAST = /(?:[аеияоуы]л[аио]?|с[ья]|шл[аио]|ш[её]л|зл[аи])$/u;

/** «Копейка, Ия Прохоровна.»; not «Хорошо, Ия Прохоровна, …» */
function endsSentence(scan: Scan, last: number): boolean {
  const after = scan.word(last + 1);
  return !after || /^ ?[.\n]/.test(after.gap);
}

/** Without capital letters: a sure surname, or the word that opens the sentence before given name and patronymic. */
function isSmallSurname(scan: Scan, at: number, first: number, full: boolean): boolean {
  const { key } = scan.word(at)!;
  if (isSurelySurname(key) || isPlainSurname(key)) return true;
  if (full && at > first && hasSurnameSuffix(key))
    return /^[^а-яё]*(?:[,.;:!?\n\d]|$)/u.test(scan.word(at + 1)?.gap ?? '');
  const opens = startsSentence(scan.words, at) || INTRODUCES.has(scan.word(at - 1)?.key ?? '');
  return full && at < first && opens && !/(?:[иеау]т|л[аио]?|[тч]ь|ю)$/u.test(key);
}

/** «это гусак роман григорьевич» */
const INTRODUCES = new Set(['это', 'я', 'зовут', 'от', 'пишет', 'заявитель']);

function bestAgreement(scan: Scan, surname: Word, first: number, last: number): number {
  const name = scan.word(last)!;
  const patronymic = last > first ? readPatronymic(name.text.toLowerCase()) : null;
  const readings = patronymic ? [patronymic] : readGiven(scan.word(first)!.text.toLowerCase());
  let best = -1;
  for (const reading of readings)
    for (const of of reading.cases) best = Math.max(best, agreement(surname.text, reading.gender, of));
  return readings.length === 0 ? 0 : best === 1 ? 1 : best * 2;
}

/** A name over several lines: each part on a line of its own, or the break inside a table cell. */
function isSplitName(scan: Scan, at: number, first: number, last: number, full: boolean): boolean {
  if (full && [at, first, last].every((place) => aloneOnLine(scan.words, place))) return true;
  return (
    aloneOnLine(scan.words, at) &&
    (aloneOnLine(scan.words, first) || startsLine(scan.words, first) || at > last) &&
    (hasSurnameSuffix(scan.word(at)!.key) || isPlainSurname(scan.word(at)!.key))
  );
}
