/**
 * A folded text as words. In: folded text. Out: words with place, shape and what stands before each. Never fails.
 */

import { cyrillicLookAlikes } from './fold.ts';
import { isSurelySurname } from './surname.ts';

/** `title`: Иван, Петрова-Водкина; `upper`: ИВАН; `initial`: «И.» */
export type Shape = 'title' | 'upper' | 'lower' | 'initial';

export interface Word {
  /** As typed (folded). */
  text: string;
  /** For look-up: lower case, ё as е. */
  key: string;
  start: number;
  end: number;
  shape: Shape;
  /** What stands between the word before and this one. */
  gap: string;
  latin: boolean;
}

/** Latin and Cyrillic letters: names in other scripts are not read. */
const WORD = /[A-Za-z\u00C0-\u024F\u0400-\u052F]+(?:['-][A-Za-z\u00C0-\u024F\u0400-\u052F]+)*/g;

/** Letters of the neighbours' alphabets as Russian spells them: Қайрат is Кайрат, Іван is Иван. */
const NEIGHBOURS: Record<string, string> = {
  ё: 'е', "'": '', і: 'и', ї: 'и', є: 'е', ґ: 'г', қ: 'к', ҡ: 'к', ғ: 'г', ҕ: 'г', ұ: 'у', ү: 'у', ў: 'у', ӯ: 'у', ө: 'о', ң: 'н', ҥ: 'н', һ: 'х', ҳ: 'х',
  ә: 'а', ҙ: 'з', ҫ: 'с', ӣ: 'и', ҷ: 'дж', җ: 'дж', ӑ: 'а', ӗ: 'е', ҏ: 'р', ӱ: 'у', ӧ: 'о',
}; // biome-ignore format: a table
const NEIGHBOUR = /[ё'іїєґқҡғҕұүўӯөңҥһҳәҙҫӣҷҗӑӗҏӱӧ]/g;

/** The key under which names are looked up: lower case, ё as е, no apostrophes, Russian letters only. */
export function keyOf(text: string): string {
  return text.toLowerCase().replace(NEIGHBOUR, (letter) => NEIGHBOURS[letter]!);
}

/** Words that belong to the surname after them: «Аль Масри», «Фон Берг». */
const PREFIXES = new Set([
  'аль',
  'абу',
  'эль',
  'ибн',
  'бен',
  'бин',
  'фон',
  'де',
  'ди',
  'дю',
  'al',
  'el',
  'von',
  'de',
  'da',
  'di',
  'van',
]);

/** Every word of a text, in order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const [word] = match;
    const start = match.index;
    const gap = text.slice(end, start);
    const prefix = words.at(-1);
    if (prefix && gap === ' ' && PREFIXES.has(prefix.key) && prefix.shape !== 'lower' && word !== word.toLowerCase()) {
      end = start + word.length;
      words[words.length - 1] = { ...prefix, text: `${prefix.text} ${word}`, key: `${prefix.key} ${keyOf(word)}`, end };
      continue;
    }
    end = start + word.length;
    words.push({
      text: word,
      key: keyOf(word),
      start,
      end,
      shape: shapeOf(word, text[end], gap, words.at(-1)),
      gap,
      latin: /[A-Za-z]/.test(word),
    });
  }
  return words;
}

function shapeOf(word: string, next: string | undefined, gap: string, before: Word | undefined): Shape {
  const first = word.charAt(0);
  if (first === first.toLowerCase()) return isSmallInitial(word, next, gap, before) ? 'initial' : 'lower';
  if (word.length === 1 || (word.length === 2 && word === 'Дж'))
    return next === '.' || (before?.shape === 'initial' && gap === '.') ? 'initial' : 'upper';
  return word === word.toUpperCase() ? 'upper' : 'title';
}

/** «иванова м.п.» */
function isSmallInitial(word: string, next: string | undefined, gap: string, before: Word | undefined): boolean {
  if (word.length !== 1 || next !== '.' || !before || !/^[.]? ?$/.test(gap)) return false;
  return before.shape === 'initial' || (before.shape !== 'upper' && isSurelySurname(before.key) && !/[гя]/.test(word));
}

/** A word as a name is written: capital first letter, also after hyphens; particles of eastern names stay lower. */
export function capitalised(word: string): string {
  if (word.includes(' ')) return word.split(' ').map(capitalised).join(' ');
  if (PARTICLES.has(word.toLowerCase())) return word.toLowerCase();
  return word
    .toLowerCase()
    .split('-')
    .map((part, place) => (place > 0 && PARTICLES.has(part) ? part : upperFirst(part)))
    .join('-');
}

/** The same, keeping a small letter after a hyphen where the writer put one: «Буян-оолович», «Чен-Унович». */
export function capitalisedLike(word: string, typed: Word): string {
  if (typed.shape !== 'title') return capitalised(word);
  const small = typed.text.split('-').map((part) => part.charAt(0) === part.charAt(0).toLowerCase());
  return capitalised(word)
    .split('-')
    .map((part, place) => (place > 0 && small[place] ? part.charAt(0).toLowerCase() + part.slice(1) : part))
    .join('-');
}

/** Parts that stay in lower case inside a name: «Гейдар-оглы», «Ибн-аль-Хасан» keeps them too. */
const PARTICLES = new Set([
  'оглы',
  'оглу',
  'кызы',
  'гызы',
  'кизи',
  'угли',
  'улы',
  'уулу',
  'кыз',
  'заде',
  'де',
  'ла',
  'оль',
]);

function upperFirst(part: string): string {
  const apostrophe = /^(\p{L}')(\p{L}.*)$/u.exec(part);
  if (apostrophe) return apostrophe[1]!.toUpperCase() + upperFirst(apostrophe[2]!);
  return part.charAt(0).toUpperCase() + part.slice(1);
}

/** An initial as it is kept: `И.`, Cyrillic also when a Latin twin was typed. */
export function cyrillicInitial(word: Word): string {
  return `${cyrillicLookAlikes(word.text.toUpperCase())}.`;
}

/** The key of a name's part, for comparing. */
export function partKey(part: string | null): string {
  return part === null ? '' : keyOf(part).replace(/[.\s-]/g, '');
}
