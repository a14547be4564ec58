/**
 * Names written into a form: «Фамилия: … Имя: … Отчество: …», «ФИО: …», also over several lines and table cells.
 * In: folded text and its words. Out: name mentions with anchor `label`. Never fails.
 */
import { jointBefore } from './adjacent.ts';
import { compose } from './compose.ts';
import { isEasternSurname } from './east.ts';
import { readGiven } from './given.ts';
import { isNoName } from './lexicon.ts';
import type { Mention } from './mention.ts';
import { readPatronymic } from './patronymic.ts';
import { keyOf, type Word } from './words.ts';

const OF_WHOM = '(?: ?\\(?(?:мо[яей]|заявителя|гражданина|пользователя|по паспорту|по мужу|по отцу|полностью)\\)?)?';
/** «Фамилия жалобщика: …», but not somebody else's; only before a colon. */
const OF_ANY =
  '(?: (?!реб|сын|доч|муж|жен|мат|мам|отц|пап|баб|дед|супруг|довер|подоп|опека|сотруд|специал|операт|врач|руков|работ|пацие|друг|сосед|как|начал)[а-я]{3,15}(?= ?[:=|])| контактного лица(?= ?[:=|]))?';
const PART = new RegExp(`(?<![а-я])(фамилия|имя|отчество)${OF_WHOM}${OF_ANY}(?: ?[:=|-] ?\\n? ?| {1,4}|\\n)`, 'gu');
/** «Прежняя фамилия …» is not the one in force. */
const NOT_IN_FORCE = /(?:прежн|стар|девич|бывш|добрачн|был)[а-я]* $/u;
/** «кабинет на имя …» is a sentence, no form. */
const IN_SENTENCE = /(?:^|[^а-я])(?:на|под|во)(?: мо[ей])? $/u;
const WHOLE = new RegExp(
  `(?<![а-я.])(?:ф\\.? ?и\\.? ?о\\.?|фамилия,? имя,?(?: и)?(?: ?\\(?отчество\\)?)?(?: \\(?при наличии\\)?)?|имя,? (?:и )?фамилия|имя,? отчество,? фамилия|заявитель|отправитель|от кого|клиент|пользователь|full name)${OF_WHOM}${OF_ANY}(?: ?[:=|-] ?\\n? ?| {2,}|\\n| (?=[а-я]))`,
  'gu',
);

/** Names given under labels, in order. */
export function labelledMentions(text: string, words: readonly Word[], hints: ReadonlySet<string>): Mention[] {
  const key = text.toLowerCase().replaceAll('ё', 'е');
  return [...partByPart(key, words, hints), ...inOne(key, words, hints)];
}

/** The index of the first word that starts at or after a place. */
function wordFrom(words: readonly Word[], place: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.start < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function partByPart(key: string, words: readonly Word[], hints: ReadonlySet<string>): Mention[] {
  const found: Mention[] = [];
  let open: { surname: Word | null; given: Word[]; patronymic: Word[]; start: number; end: number } | null = null;
  const close = () => {
    if (open && (open.surname || open.given.length > 0) && open.end - open.start < 400) {
      found.push({ ...compose(open, null, hints), anchor: 'label', start: open.start, end: open.end });
    }
    open = null;
  };
  for (const label of key.matchAll(PART)) {
    const place = label.index + label[0].length;
    const at = wordFrom(words, place);
    const word = words[at];
    if (!word || word.start - place > 3 || isNoName(word.key)) continue;
    if (word.shape === 'lower' && label[0].endsWith(' ') && !/[:=|-]/.test(label[0])) continue;
    const before = key.slice(Math.max(0, label.index - 14), label.index);
    if (NOT_IN_FORCE.test(before) || (IN_SENTENCE.test(before) && !/[:=|]/.test(label[0]))) continue;
    const values = [word, ...followers(words, at)];
    if (label[1] === 'фамилия' || open === null) {
      if (label[1] === 'фамилия' && open?.surname === null && open.end > label.index - 60) open.surname = word;
      else {
        close();
        open = { surname: null, given: [], patronymic: [], start: word.start, end: word.end };
      }
    }
    if (open === null) continue;
    if (label[1] === 'фамилия') open.surname = word;
    else if (label[1] === 'отчество')
      open.patronymic = values
        .slice(0, 2)
        .filter((value, place) => place === 0 || /^(?:оглы|кызы|угли|кизи|улы)/u.test(value.key));
    else if (
      values.length > 1 &&
      !open.surname &&
      (isEasternSurname(word.key) || readGiven(word.text.toLowerCase()).length === 0)
    ) {
      Object.assign(open, byPosition(values));
    } else {
      open.given = [word];
      const second = values[1];
      if (second && readPatronymic(second.text.toLowerCase())) open.patronymic = [second];
    }
    open.end = word.end;
  }
  close();
  return found;
}

/** Up to three words of the same line after a word. */
function followers(words: readonly Word[], at: number): Word[] {
  const following: Word[] = [];
  for (let next = at + 1; next <= at + 3; next++) {
    if (jointBefore(words, next) !== 'space' || isNoName(words[next]!.key)) break;
    following.push(words[next]!);
  }
  return following;
}

/** After «ФИО» any capitalised words count, known or not: surname, given name, patronymic. */
function inOne(key: string, words: readonly Word[], hints: ReadonlySet<string>): Mention[] {
  const found: Mention[] = [];
  for (const label of key.matchAll(WHOLE)) {
    const place = label.index + label[0].length;
    const at = wordFrom(words, place);
    const first = words[at];
    if (!first || first.start - place > 3 || isNoName(first.key) || first.shape === 'initial') continue;
    const line = [first, ...followersOverLines(words, at)];
    const named = line.filter((word) => word.shape !== 'lower' || /^(?:оглы|кызы|угли|кизи|улы)$/u.test(word.key));
    if (named.length < 2 || named.length > 5 || named.some((word) => word.shape === 'initial')) continue;
    const last = named.at(-1)!;
    found.push({ ...compose(byPosition(named), null, hints), anchor: 'label', start: first.start, end: last.end });
  }
  return found;
}

function followersOverLines(words: readonly Word[], at: number): Word[] {
  const following: Word[] = [];
  for (let next = at + 1; next <= at + 4; next++) {
    const joint = jointBefore(words, next);
    const word = words[next];
    if (
      !word ||
      isNoName(word.key) ||
      (joint !== 'space' &&
        !(
          joint === 'line' &&
          (readPatronymic(word.text.toLowerCase()) || readGiven(word.text.toLowerCase()).length > 0)
        ))
    )
      break;
    following.push(word);
  }
  return following;
}

/** Surname first, unless a known given name or the patronymic's place says otherwise. */
export function byPosition(named: readonly Word[]): { surname: Word | null; given: Word[]; patronymic: Word[] } {
  const particle = named.findIndex((word) => /^(?:оглы|оглу|кызы|кизи|гызы|угли|улы|уулу)$/u.test(word.key));
  if (particle >= 3) return { surname: named[0]!, given: [named[1]!], patronymic: [named[2]!, named[particle]!] };
  const patronymic = named.findIndex((word, place) => place > 0 && readPatronymic(word.text.toLowerCase()) !== null);
  if (patronymic === 1 && named[2]) return { surname: named[2], given: [named[0]!], patronymic: [named[1]!] };
  if (patronymic === 1) return { surname: null, given: [named[0]!], patronymic: [named[1]!] };
  if (patronymic === 2) return { surname: named[0]!, given: [named[1]!], patronymic: [named[2]!] };
  const isGiven = (word: Word) => readGiven(word.text.toLowerCase()).length > 0 && keyOf(word.text).length > 1;
  const [first, second] = named;
  if (named.length === 2 && isGiven(first!) && !isGiven(second!))
    return { surname: second!, given: [first!], patronymic: [] };
  const [, , third] = named;
  if (named.length === 3 && isGiven(third!) && !isEasternSurname(first!.key))
    return { surname: first!, given: [second!], patronymic: [third!] };
  return { surname: first!, given: named.slice(1), patronymic: [] };
}
