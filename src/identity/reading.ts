/** One text of a letter, read: its names, people and СНИЛС. In: the text. Out: what stands in it. Never fails. */
import { judge } from './context.ts';
import { fold } from './fold.ts';
import { introducedMentions } from './introduced.ts';
import { labelledMentions } from './labels.ts';
import type { Mention } from './mention.ts';
import { findMentions } from './mentions.ts';
import { readPatronymic } from './patronymic.ts';
import { type Person, personsOf } from './person.ts';
import { findSnils, type SnilsMention } from './snils.ts';
import { capitalised, keyOf, wordsOf } from './words.ts';

export interface Reading {
  /** Folded. */
  text: string;
  people: Person[];
  numbers: SnilsMention[];
}

/** Names beyond this place of a text are not looked for; numbers are. */
const LONGEST = 20_000;

/**
 * Reads one text.
 * @param hints keys of nominatives known from elsewhere (display name)
 */
export function readText(raw: string, hints: ReadonlySet<string>): Reading {
  const text = fold(raw);
  const named = text.slice(0, LONGEST).replace(FORMER_WITHIN, (_, word: string) => ` (${'·'.repeat(word.length)}) `);
  const words = wordsOf(named);
  const all = findMentions(words, hints);
  const labelled = labelledMentions(named, words, hints).map((label) => withGiven(named, label, all));
  const free = all.filter((mention) => !labelled.some((label) => overlap(label, mention)));
  const surnames = toldSurnames(named);
  const known = [...labelled, ...free].map((mention) => withPatronymic(named, withSurname(surnames, mention)));
  const introduced = introducedMentions(named, words, known, hints).map((mention) => withSurname(surnames, mention));
  const mentions = [...known.filter((mention) => !introduced.some((other) => overlap(other, mention))), ...introduced];
  return { text, people: personsOf(judge(named, mentions)), numbers: findSnils(text) };
}

/** «Петрова (Лужина) Анна», «Петрова (ранее Лужина) Анна»: not the name in force, and it parts the words of the one that is. */
const FORMER_WITHIN = / \(((?:[а-яё. ]{3,20} )?[А-ЯЁ][а-яё-]{1,30})\) (?=[А-ЯЁ][а-яё])/gu;
const PATRONYMIC_AFTER =
  /^[ ,;(\n-]{1,4}(?:(?:а |и )?(?:(?:по )?отчеств[оу]|по батюшке)(?: моё| мое)?[ :-]{1,3}|(?<=\())([а-яё-]{5,25})/iu;

/** «Петров Азамат, отчество Русланович», «Клавдия, а по батюшке Ермолаевна», «Анна Рогалик (Андреевна)» */
function withPatronymic(text: string, mention: Mention): Mention {
  if (mention.fio.patronymic !== null || mention.fio.given === null) return mention;
  const told = PATRONYMIC_AFTER.exec(text.slice(mention.end, mention.end + 60));
  const reading = told?.[1] ? readPatronymic(told[1].toLowerCase()) : null;
  const patronymic = reading ? capitalised(reading.nominative) : null;
  return patronymic && patronymic !== mention.fio.surname
    ? { ...mention, fio: { ...mention.fio, patronymic } }
    : mention;
}

const TOLD_SURNAME =
  /(?:^|[^а-яёa-z])(?:фамилия|surname|family name|last name)(?: is)? ?[:—-]{0,2} ?([А-ЯЁA-Z][а-яёa-z-]{1,30})|([А-ЯЁA-Z][а-яёa-z-]{1,30})(?: ?[—-] ?| )(?:(?:это|is|is my) )?(?:моя )?(?:фамилия|surname|family name)(?![а-яё])/giu;

/** Words said to be the surname: «где Абебе это фамилия». */
function toldSurnames(text: string): ReadonlySet<string> {
  if (!/фамилия|surname|family name|last name/iu.test(text)) return NOTHING;
  return new Set([...text.matchAll(TOLD_SURNAME)].map((told) => keyOf(told[1] ?? told[2] ?? '')));
}
const NOTHING: ReadonlySet<string> = new Set();

/** Puts surname and given name in their places where the letter says which is which. */
function withSurname(told: ReadonlySet<string>, mention: Mention): Mention {
  const { surname, given, patronymic } = mention.fio;
  if (!surname && given && patronymic && told.has(keyOf(patronymic)))
    return { ...mention, fio: { surname: patronymic, given, patronymic: null } };
  if (!surname || !given || patronymic || told.has(keyOf(surname)) || !told.has(keyOf(given))) return mention;
  return { ...mention, fio: { surname: given, given: surname, patronymic } };
}

const CALLED = /(?:зовут|звать|имя)(?: меня)?[ :,—-]{1,4}$/iu;

/** «Моя фамилия Иванова, звать Анна, отчество Петровна»: the part between two labels that has none. */
function withGiven(text: string, label: Mention, all: readonly Mention[]): Mention {
  if (label.fio.given !== null) return label;
  const inside = all.find(
    ({ fio, start, end }) =>
      start > label.start &&
      end < label.end &&
      fio.given &&
      !fio.surname &&
      CALLED.test(text.slice(label.start, start)),
  );
  return inside ? { ...label, fio: { ...label.fio, given: inside.fio.given } } : label;
}

function overlap(one: Mention, other: Mention): boolean {
  return one.start < other.end && other.start < one.end;
}
