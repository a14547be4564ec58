/**
 * Patronymics: Петрович, Ильинична, «Гейдар оглы». In: a word. Out: nominative, gender, cases, or null. Never fails.
 * The suffix alone recognises nearly all of them and tells gender and case of the whole name.
 */

import { isGivenName } from './given.ts';
import type { Case, Reading } from './grammar.ts';
import { keyOf } from './words.ts';

const MALE_CASES: Record<string, readonly Case[]> = {
  '': ['nominative'],
  а: ['genitive', 'accusative'],
  у: ['dative'],
  ем: ['instrumental'],
  ом: ['instrumental'],
  е: ['prepositional'],
};
const FEMALE_CASES: Record<string, readonly Case[]> = {
  а: ['nominative'],
  ы: ['genitive'],
  е: ['dative', 'prepositional'],
  у: ['accusative'],
  ой: ['instrumental'],
  ою: ['instrumental'],
};

const MALE = /^(.{2,}(?:ов|ев|ёв)ич)(|а|у|ем|ом|е)$/u;
const MALE_OLD =
  /^((?:ильи|кузьми|луки|фоми|никити|савви|сави|фоки|ионы|иони|силы|миныи|евсевьи|карпы|мустафи|исаи)ч)(|а|у|ем|ом|е)$/u;
const MALE_SPOKEN =
  /^((?:иваны|палы|саны|михалы|степаны|кузьмини|николаи|андреи|сергеи|алексеи|василии|василы|матвеи|тимофеи|григории|анатоли|валентины|сем[её]ны|артемы|виталии|антоны|егоры|петрови|юрьи|борисы|романы|максимы|ф[её]доры)ч)(|а|у|ем|е)$/u;
const FEMALE =
  /^(.{2,}(?:ов|ев|ёв|[іїи]в)н|(?:ильини|кузьмини|лукини|фомини|никити|никитини|савви|фоки|илини|ионини|силини|яковли|сави)чн)(а|ы|е|у|ой|ою)$/u;
const GLUED = /^(.{2,})-?(оглы|оглу|огли|угли|уулу|улы|кызы|кизи|гызы)$/u;

/** Words that end like a patronymic and are none. */
const ORDINARY =
  /^(?:основ|уров|деревн|древн|ровн|царев|королев|поповн|духов|верхов|условн|безуслов|уголов|полов|сановн|чинов|чиновн|винов|готовн|любовн|кровн|ежеднев|дневн|плачев|душев|кочев|злобод|неров|полно)/u;

/** Particles that make the name before them a patronymic: son of, daughter of. */
const PARTICLES: Record<string, 'male' | 'female'> = {
  оглы: 'male', оглу: 'male', огли: 'male', угли: 'male', уулу: 'male', улы: 'male', ули: 'male',
  кызы: 'female', кизи: 'female', гызы: 'female', кыз: 'female', гизи: 'female',
}; // biome-ignore format: a table

/** Is this word «оглы», «кызы» …? Tells the gender. */
export function patronymicParticle(key: string): 'male' | 'female' | null {
  return PARTICLES[key] ?? null;
}

/** A cheap look before the real reading: most words of a letter are refused here. */
export function mayBePatronymic(key: string): boolean {
  if (key.length < 5) return false;
  return /ич|іч|ыч|вн|чн|огл|кыз|киз|гыз|угл|улы|уулу/u.test(key.slice(-7));
}

/**
 * Reads a word as a patronymic.
 * @param word lower case, ё as typed
 * @param strict also ask for a known given name in it: for words without a capital letter
 */
export function readPatronymic(word: string, strict = false): Reading | null {
  if (word.length < 5 || ORDINARY.test(word)) return null;
  const glued = GLUED.exec(keyOf(word));
  if (glued && (/[құғў]/u.test(word) || isGivenName(glued[1]!.replace(/-$/, '')))) {
    return {
      nominative: word,
      gender: PARTICLES[glued[2]!] ?? 'male',
      cases: ['nominative', 'genitive', 'dative', 'accusative', 'instrumental', 'prepositional'],
    };
  }
  const male = MALE.exec(word) ?? MALE_OLD.exec(word) ?? MALE_SPOKEN.exec(word) ?? spoken(word);
  if (male) {
    if (strict && !isFromName(male[1]!)) return null;
    return { nominative: male[1]!, gender: 'male', cases: MALE_CASES[male[2]!]! };
  }
  const female = FEMALE.exec(word);
  if (female) {
    if (strict && !isFromName(female[1]!)) return null;
    return { nominative: `${female[1]}а`, gender: 'female', cases: FEMALE_CASES[female[2]!]! };
  }
  return null;
}

/** «Макарыч»: any father's name with -ыч. */
function spoken(word: string): RegExpExecArray | null {
  const match = /^(.{3,}ыч)(|а|у|ем|е)$/u.exec(word);
  return match && isGivenName(match[1]!.slice(0, -2)) ? match : null;
}

/** Is a patronymic made from a given name that we know? Tells Петрович from the surname Рабинович. */
export function isFromName(patronymic: string): boolean {
  const stem = /^(.{2,})(?:ов|ев|ёв)(?:ич|на?)$/u.exec(patronymic)?.[1];
  if (stem === undefined) return true;
  const hard = stem.replace(/ь$/u, '');
  return FLEETING.has(stem) || FATHER_ENDINGS.some((ending) => isGivenName(stem + ending)) || isGivenName(`${hard}ий`);
}

/** What a father's name may end in after the stem of its patronymic: Иван-, Андре-й, Игор-ь, Ильд-ус, Отт-о. */
const FATHER_ENDINGS = ['', 'й', 'ь', 'а', 'я', 'о', 'и', 'у', 'е'];

/** Names that lose or change a vowel before the suffix: Павел, Лев, Пётр, Михаил. */
const FLEETING = new Set(['павл', 'льв', 'петр', 'пётр', 'михайл', 'гаврил', 'данил', 'кирилл', 'самойл', 'измайл']);
