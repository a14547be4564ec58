/**
 * The sender's display name as a person's name. In: the name from the From header. Out: what of a name it tells, or null
 * (nicknames, offices, families). Never fails.
 */
import { cyrillicLookAlikes, fold } from './fold.ts';
import { isGivenName } from './given.ts';
import type { Fio } from './identity.ts';
import { isLatinGivenName } from './latin.ts';
import { isNoName } from './lexicon.ts';
import { findMentions } from './mentions.ts';
import { fullness } from './person.ts';
import { hasSurnameSuffix } from './surname.ts';
import { wordsOf } from './words.ts';

/** Reads a display name. Names are expected in the nominative. */
export function readDisplayName(name: string): Fio | null {
  const text = fold(name)
    .replace(/^["'«\s]+|["'»\s]+$/gu, '')
    .replace(/\s*\([^)]*\)/gu, '');
  if (text.length < 2 || text.length > 80 || /[@_\d]/.test(text)) return null;
  const words = wordsOf(text);
  if (words.length === 0 || words.length > 5) return null;
  const mentions = findMentions(words).sort((one, other) => fullness(other.fio) - fullness(one.fio));
  const [best] = mentions;
  if (best && covers(words.length, text, best.start, best.end)) return best.fio;
  const [first, second] = words;
  if (words.length === 2 && first && second && second.key.length === 1) {
    if (isLatinGivenName(first.key) || findMentions([first]).length > 0)
      return { surname: null, given: first.text, patronymic: null };
    if (hasSurnameSuffix(first.key))
      return { surname: first.text, given: `${cyrillicLookAlikes(second.text)}.`, patronymic: null };
  }
  const [only] = words;
  if (words.length === 1 && only?.shape === 'title' && isSurname(only.key))
    return { surname: only.text, given: null, patronymic: null };
  if (words.length === 1 && only && isLatinGivenName(only.key) && only.shape === 'title' && !isNoName(only.key)) {
    return { surname: null, given: only.text, patronymic: null };
  }
  return null;
}

/** Only to be put together with a given name from the text. */
function isSurname(key: string): boolean {
  return (
    key.length > 4 &&
    /(?:[оеё]ва?|[иы]на|ск(?:ий|ая)|енко|чук|швили|ян|дзе)$/u.test(key) &&
    !isNoName(key) &&
    !isGivenName(key)
  );
}

/** Is the name nearly all of the text, so that it is not «Мама двойняшек Ольга» or a firm's name? */
function covers(count: number, text: string, start: number, end: number): boolean {
  const inside = text
    .slice(start, end)
    .split(/[\s.]+/u)
    .filter(Boolean).length;
  return (
    count - inside <= 1 &&
    !/(?:ооо|оао|зао|ао|мбоу|family|семья|служба|отдел|магазин|шоп|центр|клуб|сош|школ|лице[йя]|гимнази|[а-я]{1,2}б?[од]оу|сад(?![а-я])|тсж|снт|библиотек|больниц|поликлиник|администраци|бюро|совхоз|колхоз|завод|фабрик|университет|колледж|институт|интернат)/iu.test(
      text,
    )
  );
}
