/**
 * Names that only their introduction shows: «Меня зовут Диалло Мамаду». In: folded text, words, names found already.
 * Out: further mentions. Never fails.
 */
import { jointBefore } from './adjacent.ts';
import { compose } from './compose.ts';
import { isGivenName } from './given.ts';
import { byPosition } from './labels.ts';
import { isNoName } from './lexicon.ts';
import type { Mention } from './mention.ts';
import { isPlainSurname } from './plain-surnames.ts';
import { hasSurnameSuffix } from './surname.ts';
import { keyOf, type Word } from './words.ts';

const INTRODUCTION =
  /(?:(?:меня зовут|зовут меня|мо[её] имя|my name(?: is)?)(?: по-русски| официально| полностью| правильно| in russian)?|моя фамилия|(?:в паспорте|по паспорту)(?: я)?|(?:новая|нынешняя|теперь|сейчас)(?: моя)? фамилия|фамили[юя](?: с [А-ЯЁ][а-яё-]{1,30})? на|(?:теперь|ныне|стала)(?: я)?|(?:^|[.!?\n] ?)я(?=[ ,])|(?<=[а-яё] )я(?=, ?[А-ЯЁ]))[ ,:-]{1,4}[«"]?/giu;

/** «раскольников моя фамилия» */
const SURNAME_BEFORE =
  /(?<![а-яё-])([а-яё]{3,20}(?:-[а-яё]{2,20})?)(?:,? [—-]? ?(?:это )?моя фамилия| ?[—,-] ?это (?:и есть )?я(?![а-яё]))/giu;

/** «Верста я, Олег Поликарпович»: any capitalised word that leads to «я» */
const I_AM_SURNAME = /(?<=^|[.!?\n,] ?)([А-ЯЁ][а-яё]{2,20}(?:-[А-ЯЁ][а-яё]{2,20})?) я(?=[,.!])/gu;

/** Capitalised words after an introduction where no known name stands. */
export function introducedMentions(
  text: string,
  words: readonly Word[],
  found: readonly Mention[],
  hints: ReadonlySet<string>,
): Mention[] {
  const mentions: Mention[] = [];
  for (const told of text.matchAll(SURNAME_BEFORE)) {
    const surname = words.find((word) => word.start === told.index);
    const fits = surname && (surname.shape === 'title' || hasSurnameSuffix(surname.key) || isPlainSurname(surname.key));
    const taken = found.some(
      ({ start, end, fio }) => fio.given && surname && start < surname.end && surname.start < end,
    );
    if (fits && !taken && !isNoName(surname.key))
      mentions.push({
        ...compose({ surname, given: [], patronymic: [] }, null, hints),
        anchor: 'introduced',
        start: surname.start,
        end: surname.end,
      });
  }
  for (const told of text.matchAll(I_AM_SURNAME)) {
    const surname = words.find((word) => word.start === told.index);
    const fits = surname && !isNoName(surname.key) && !isGivenName(surname.key);
    const leads = found.some(({ start, end, fio }) => !fio.surname && start > told.index && end < told.index + 80);
    if (fits && (leads || hasSurnameSuffix(surname.key) || isPlainSurname(surname.key)))
      mentions.push({
        ...compose({ surname, given: [], patronymic: [] }, null, hints),
        anchor: 'introduced',
        start: surname.start,
        end: surname.end,
      });
  }
  for (const introduction of text.matchAll(INTRODUCTION)) {
    const place = introduction.index + introduction[0].length;
    const at = words.findIndex((word) => word.start >= place);
    const first = words[at];
    if (
      !first ||
      first.start > place + 1 ||
      found.some((mention) => mention.start < first.end + 30 && mention.end > first.start && mention.fio.surname)
    )
      continue;
    const named = [first];
    while (named.length < 4 && jointBefore(words, at + named.length) === 'space') named.push(words[at + named.length]!);
    const capital = named.slice(0, countCapital(named));
    if (capital.length < 2 && !hasSurnameSuffix(first.key)) continue;
    const last = capital.at(-1);
    if (!last || capital.some((word) => isNoName(word.key))) continue;
    const asked = /на[ ,:-]{1,4}[«"]?$/u.test(introduction[0]) ? 'accusative' : null;
    const parts =
      capital.length === 1
        ? { surname: first, given: [], patronymic: [] }
        : ordered(capital, new Set(found.map((mention) => keyOf(mention.fio.surname ?? ''))));
    mentions.push({ ...compose(parts, asked, hints), anchor: 'introduced', start: first.start, end: last.end });
  }
  return mentions;
}

function countCapital(named: readonly Word[]): number {
  const until = named.findIndex((word) => word.shape === 'lower' || word.shape === 'initial');
  return until < 0 ? named.length : until;
}

/** Given name first, as people introduce themselves, unless the first word is shaped like a surname. */
function ordered(named: Word[], surnames: ReadonlySet<string>): ReturnType<typeof byPosition> {
  const parts = byPosition(named);
  const [first, second, third] = named;
  if (surnames.has(first!.key)) return parts;
  if (third && isGivenName(first!.key) && !isGivenName(third.key))
    return { surname: third, given: [first!, second!], patronymic: [] };
  if (named.length === 2 && parts.surname === first && hasSurnameSuffix(second!.key) && !hasSurnameSuffix(first!.key)) {
    return { surname: second!, given: [first!], patronymic: [] };
  }
  return parts;
}
