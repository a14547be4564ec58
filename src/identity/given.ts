/**
 * Given names: Мария, Ильгар, Айаал, in any case. In: a word. Out: every way to read it as a given name. Never fails.
 * The names stand in given-names.ts and in sex-by-russian-name; the index is made once, at the first question.
 */

import { names } from 'sex-by-russian-name/dist/names.js';
import { FEMALE_NAMES, MALE_NAMES, NOT_NAMES, WORDS_TOO } from './given-names.ts';
import type { Case, Gender, Reading } from './grammar.ts';
import { keyOf } from './words.ts';

let index: { male: Set<string>; female: Set<string> } | null = null;

function list(names: string): string[] {
  return names.split(/\s+/u).filter(Boolean).map(keyOf);
}

function known(): { male: Set<string>; female: Set<string> } {
  if (index) return index;
  const dropped = new Set(list(NOT_NAMES));
  const kept = (listed: Iterable<string>) =>
    [...listed].map(keyOf).filter((name) => name.length > 1 && !dropped.has(name));
  index = {
    male: new Set([...kept(names.male ?? []), ...Object.values(MALE_NAMES).flatMap(list)]),
    female: new Set([...kept(names.female ?? []), ...Object.values(FEMALE_NAMES).flatMap(list)]),
  };
  return index;
}

/** Is this the nominative of a given name? */
export function isGivenName(name: string): boolean {
  const key = keyOf(name);
  return known().male.has(key) || known().female.has(key);
}

/** Is the name an ordinary word too (Вера, Роман, Мир), so that it proves little by itself? */
export function isWordToo(key: string): boolean {
  wordsToo ??= new Set(list(WORDS_TOO));
  return wordsToo.has(key);
}
let wordsToo: Set<string> | null = null;

/** Names whose stem changes: oblique stem → nominative. */
const CHANGING: Record<string, string> = { павл: 'павел', льв: 'лев', петр: 'пётр', пётр: 'пётр' };

/** [ending as it stands, ending of the nominative, gender, cases], longest ending first. */
const ENDINGS: readonly (readonly [string, string, Gender, readonly Case[]])[] = [
  ['ием', 'ий', 'male', ['instrumental']],
  ['ией', 'ия', 'female', ['instrumental']],
  ['ьей', 'ья', 'female', ['instrumental']],
  ['ью', 'ь', 'female', ['instrumental']],
  ['ии', 'ия', 'female', ['genitive', 'dative', 'prepositional']],
  ['ии', 'ий', 'male', ['prepositional']],
  ['ем', 'й', 'male', ['instrumental']],
  ['ем', 'ь', 'male', ['instrumental']],
  ['ом', '', 'male', ['instrumental']],
  ['ой', 'а', 'female', ['instrumental']],
  ['ой', 'а', 'male', ['instrumental']],
  ['ою', 'а', 'female', ['instrumental']],
  ['ей', 'я', 'female', ['instrumental']],
  ['ей', 'я', 'male', ['instrumental']],
  ['ей', 'а', 'female', ['instrumental']],
  ['а', '', 'male', ['genitive', 'accusative']],
  ['у', '', 'male', ['dative']],
  ['у', 'а', 'female', ['accusative']],
  ['у', 'а', 'male', ['accusative']],
  ['ы', 'а', 'female', ['genitive']],
  ['ы', 'а', 'male', ['genitive']],
  ['я', 'й', 'male', ['genitive', 'accusative']],
  ['я', 'ь', 'male', ['genitive', 'accusative']],
  ['ю', 'й', 'male', ['dative']],
  ['ю', 'ь', 'male', ['dative']],
  ['ю', 'я', 'female', ['accusative']],
  ['ю', 'я', 'male', ['accusative']],
  ['и', 'я', 'female', ['genitive', 'dative', 'prepositional']],
  ['и', 'я', 'male', ['genitive']],
  ['и', 'а', 'female', ['genitive']],
  ['и', 'а', 'male', ['genitive']],
  ['и', 'ь', 'female', ['genitive', 'dative', 'prepositional']],
  ['е', 'а', 'female', ['dative', 'prepositional']],
  ['е', 'а', 'male', ['dative', 'prepositional']],
  ['е', 'я', 'female', ['dative', 'prepositional']],
  ['е', 'я', 'male', ['dative', 'prepositional']],
  ['е', 'й', 'male', ['prepositional']],
  ['е', 'ь', 'male', ['prepositional']],
  ['е', '', 'male', ['prepositional']],
];
const NOMINATIVE: readonly Case[] = ['nominative'];

/**
 * Every way to read a word as a given name; empty when it is none.
 * @param word lower case, ё as typed
 */
export function readGiven(word: string): Reading[] {
  const key = keyOf(word);
  if (key.length < 2) return [];
  const { male, female } = known();
  const readings: Reading[] = [];
  if (male.has(key)) readings.push({ nominative: word, gender: 'male', cases: NOMINATIVE });
  if (female.has(key)) readings.push({ nominative: word, gender: 'female', cases: NOMINATIVE });
  for (const [ending, original, gender, cases] of ENDINGS) {
    if (!key.endsWith(ending)) continue;
    const stem = word.slice(0, word.length - ending.length);
    const nominative = original === '' && CHANGING[stem] ? CHANGING[stem] : stem + original;
    if ((gender === 'male' ? male : female).has(keyOf(nominative))) readings.push({ nominative, gender, cases });
  }
  if (key === 'любовь' || key === 'любови')
    return [
      {
        nominative: 'любовь',
        gender: 'female',
        cases: key === 'любовь' ? ['nominative', 'accusative'] : ['genitive', 'dative', 'prepositional'],
      },
    ];
  if (readings.length === 0 && key.includes('-')) return readDouble(word);
  return readings;
}

/** «Анна-Мария», «Эль-Мухаммад»: the last part decides when all parts are names. */
function readDouble(word: string): Reading[] {
  const [first, ...rest] = word.split('-');
  if (first === undefined || rest.length !== 1 || rest[0] === undefined) return [];
  const firsts = readGiven(first);
  return readGiven(rest[0]).flatMap((reading) => {
    const same = firsts.find(
      (other) => other.gender === reading.gender && other.cases.some((of) => reading.cases.includes(of)),
    );
    return same ? [{ ...reading, nominative: `${same.nominative}-${reading.nominative}` }] : [];
  });
}
