/**
 * The nominative of a bent surname or unknown given name. In: word, gender, case and other spellings seen in the letter.
 * Out: the nominative, lower case. Never fails: a word that no candidate explains stays as it is (indeclinable).
 *
 * petrovich only declines from the nominative, so each candidate is declined again and kept when it gives the word.
 */
import petrovich from 'petrovich';
import type { Case, Gender } from './grammar.ts';
import { keyOf } from './words.ts';

/** Per gender and case: ending as it stands → ending of the nominative, likelier first. */
const STRIP: Record<Gender, Partial<Record<Case, readonly (readonly [string, string])[]>>> = {
  male: {
    genitive: [
      ['ского', 'ский'], ['цкого', 'цкий'], ['ного', 'ный'], ['ного', 'ной'], ['кого', 'кий'], ['гого', 'гий'], ['хого', 'хой'], ['дого', 'дой'], ['ового', 'овой'], ['евого', 'евой'],
      ['ого', 'ый'], ['ого', 'ой'], ['его', 'ий'], ['йца', 'яц'], ['ьца', 'лец'], ['ца', 'ец'], ['ья', 'ей'], ['бка', 'бок'], ['тка', 'ток'], ['дка', 'док'], ['чка', 'чок'], ['шка', 'шок'], ['жка', 'жок'], ['зка', 'зок'], ['пка', 'пок'], ['вка', 'вок'], ['а', ''], ['я', 'й'], ['я', 'ь'],
      ['ии', 'ия'], ['ы', 'а'], ['и', 'а'], ['и', 'я'],
    ],
    dative: [
      ['скому', 'ский'], ['цкому', 'цкий'], ['ному', 'ный'], ['ному', 'ной'], ['кому', 'кий'], ['овому', 'овой'], ['евому', 'евой'], ['ому', 'ый'], ['ому', 'ой'], ['ему', 'ий'],
      ['йцу', 'яц'], ['цу', 'ец'], ['ью', 'ей'], ['чку', 'чок'], ['шку', 'шок'], ['жку', 'жок'], ['зку', 'зок'], ['пку', 'пок'], ['вку', 'вок'], ['у', ''], ['ю', 'й'], ['ю', 'ь'], ['е', 'а'], ['е', 'я'], ['и', 'я'],
    ],
    instrumental: [
      ['ским', 'ский'], ['цким', 'цкий'], ['овым', 'ов'], ['евым', 'ев'], ['ёвым', 'ёв'], ['иным', 'ин'], ['ыным', 'ын'], ['ным', 'ный'], ['ным', 'ной'],
      ['ым', 'ый'], ['ым', 'ой'], ['им', 'ий'], ['йцем', 'яц'], ['цом', 'ец'], ['цем', 'ец'], ['ьем', 'ей'], ['чком', 'чок'], ['шком', 'шок'], ['жком', 'жок'], ['зком', 'зок'], ['пком', 'пок'], ['вком', 'вок'], ['ом', ''], ['ем', 'й'], ['ем', 'ь'], ['ем', ''],
      ['ой', 'а'], ['ою', 'а'], ['ей', 'я'], ['ей', 'а'],
    ],
    prepositional: [
      ['ском', 'ский'], ['цком', 'цкий'], ['ном', 'ный'], ['ном', 'ной'], ['ом', 'ой'], ['ом', 'ый'], ['ем', 'ий'], ['йце', 'яц'], ['це', 'ец'], ['ье', 'ей'],
      ['е', ''], ['е', 'й'], ['е', 'ь'], ['е', 'а'], ['е', 'я'], ['и', 'я'],
    ],
  },
  female: {
    genitive: [
      ['ской', 'ская'], ['цкой', 'цкая'], ['овой', 'ова'], ['евой', 'ева'], ['ёвой', 'ёва'], ['иной', 'ина'], ['ыной', 'ына'], ['ой', 'ая'], ['ой', 'а'], ['ей', 'яя'], ['ей', 'ая'],
      ['ии', 'ия'], ['ы', 'а'], ['и', 'а'], ['и', 'я'],
    ],
    dative: [['е', 'а'], ['е', 'я'], ['и', 'я']],
    accusative: [['скую', 'ская'], ['цкую', 'цкая'], ['ую', 'ая'], ['юю', 'яя'], ['у', 'а'], ['ю', 'я']],
    prepositional: [['е', 'а'], ['е', 'я'], ['и', 'я']],
    instrumental: [
      ['йкой', 'йка'], ['чкой', 'чка'], ['шкой', 'шка'], ['жкой', 'жка'], ['нкой', 'нка'], ['лкой', 'лка'], ['дкой', 'дка'], ['бкой', 'бка'], ['пкой', 'пка'], ['вкой', 'вка'], ['рокой', 'рока'],
      ['ою', 'а'], ['ей', 'я'], ['ей', 'а']],
  },
}; // biome-ignore format: a table

/** Women's surnames in -овая, -евая: adjectives, though they look like Иванова in the genitive. */
const ADJECTIVES = new Set('яров садов полев боров дворов лугов берегов лесов грозов мостов боев дубов'.split(' '));
/** Surnames in -ской, -цкой, -ной that keep the stress on the ending; without a second mention -ский, -ный are likelier. */
const STRESSED =
  /^(?:шахов|лугов|трубец|донс|крам|город|бережн|толст|хуторн|лановн|чудн|озерн|степн|черн|холодн|соляр|верхов|полевс|морс|сухоп|кривоше|подгорн|сосн|дальн)/u;

/** Surnames that are never bent, though a part of them looks like an ending. */
const FIXED =
  /(?:[а-яё]ко|[иы]х|[ая]го|ово|швили|дзе|оглы|кызы|заде|[иа]ди|аки|пуло|[иу]а)$|^(?:дюма|тома|золя|петипа|дега|перро|родионо)$/u;
/** Against the spelling: «ця» for «ца». */
const MISSPELT = /[цжшчщ][яю]$|[её]ец$/u;

/**
 * @param word lower case
 * @param part which rules of petrovich apply
 * @param hints nominatives known from elsewhere (keys): decide between Бережной and Бережный
 * @param seen words of the letter (keys), in whatever case: another one among them decides too
 */
export function nominativeOf(
  word: string,
  gender: Gender,
  of: Case,
  part: 'first' | 'last',
  hints: ReadonlySet<string>,
  seen: ReadonlySet<string> = NONE,
): string {
  if (of === 'nominative') return word;
  if (word.includes('-'))
    return word
      .split('-')
      .map((half) => nominativeOf(half, gender, of, part, hints, seen))
      .join('-');
  const fitting = candidates(word, gender, of).filter((candidate) => fits(candidate, word, gender, of, part));
  const hinted =
    fitting.find((candidate) => hints.has(keyOf(candidate))) ??
    (hints.has(keyOf(word)) ? word : undefined) ??
    (fitting.length > 1
      ? fitting.find((candidate) => keyOf(candidate) !== keyOf(word) && seen.has(keyOf(candidate)))
      : undefined);
  if (hinted !== undefined) return hinted;
  if (FIXED.test(word) || (gender === 'female' && word.length < 5 && word.endsWith('ой'))) return word;
  return preferred(fitting) ?? word;
}

const NONE: ReadonlySet<string> = new Set();

function candidates(word: string, gender: Gender, of: Case): string[] {
  const table = STRIP[gender];
  const rows = [
    ...(table[of] ?? []),
    ...(of === 'accusative' && gender === 'male'
      ? ([...(table.genitive ?? []), ['у', 'а'], ['ю', 'я'], ['ую', 'ая']] as const)
      : []),
    ...(gender === 'female' && of !== 'genitive' && of !== 'accusative' ? (table.genitive ?? []).slice(0, 11) : []),
  ];
  const found: string[] = [];
  for (const [ending, original] of rows) {
    if (!word.endsWith(ending) || word.length - ending.length < 1) continue;
    const stem = word.slice(0, word.length - ending.length);
    if (gender === 'female' && original === 'ова' && ADJECTIVES.has(`${stem}ов`)) found.push(`${stem}овая`);
    if (gender === 'female' && original === 'ева' && ADJECTIVES.has(`${stem}ев`)) found.push(`${stem}евая`);
    found.push(stem + original);
  }
  return found;
}

/** Names that lose a vowel are judged by that alone: petrovich does not know Заяц and Соловей. */
function fits(candidate: string, word: string, gender: Gender, of: Case, part: 'first' | 'last'): boolean {
  if (MISSPELT.test(candidate)) return false;
  if (/ия$/u.test(candidate) && /ии$/u.test(word)) return candidate.length > 5;
  if (gender === 'male' && candidate !== word && /(?:яц|[^её]ец|ей)$/u.test(candidate)) return candidate.length > 3;
  return keyOf(petrovich[gender][part][of](candidate)) === keyOf(word);
}

function preferred(fitting: string[]): string | undefined {
  const stressed = fitting.find((candidate) => /ой$/u.test(candidate) && STRESSED.test(candidate));
  return stressed ?? fitting[0];
}
