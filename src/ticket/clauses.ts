/**
 * What a short letter says, clause by clause, without the courtesies around it. In: the new text. Out: its clauses, each in
 * lower case, ё as е, words alone. Never fails; every pattern is bounded.
 *
 * Greetings, closing phrases, signatures, names and what telephones add say nothing of the matter.
 */
import { fold } from '../identity/fold.ts';
import { isGivenName, isWordToo } from '../identity/given.ts';
import { readPatronymic } from '../identity/patronymic.ts';
import { hasSurnameSuffix } from '../identity/surname.ts';
import { isMobileSignature } from '../letter/mobile.ts';
import { oneOfWhole } from './any-of.ts';
import { isContactLine } from './contact-line.ts';

export interface Clause {
  words: string;
  /** Ends with a question mark. */
  asks: boolean;
}

/** More than anybody needs to say thank you. */
const MOST_CHARS = 3000;

/** Words that begin a new thought where no sign stands before them. */
const TURNS = /(?<=[а-яa-z0-9]) (?=(?:но|однако|зато|хотя|а вот|только вот|but|however)(?![а-яa-z]))/gu;
const SIGNS = /([?!.,;:…\n()«»"“”/|]+|\s[-–—]+\s|\p{Extended_Pictographic}+)/u;

/** Their full stops end no clause. */
const INITIALS = /(?<!\p{L})(\p{Lu})\. ?/gu;

const NAMES = '(?: [а-яa-z]+){0,4}';
const GREETINGS = oneOfWhole(
  `(?:еще раз )?(?:здравствуйте|здравствуй|здрасте|здрасьте|приветствую|привет|салам|салют|хай)(?: вам| всем)?${NAMES}`,
  `(?:еще раз )?(?:добрый|доброе|доброго|добрая|доброй) (?:день|дня|вечер|вечера|утро|утра|ночи|времени суток|времени)${NAMES}`,
  `доброго времени суток${NAMES}`,
  `(?:глубоко)?уважаем(?:ый|ая|ые|ое)${NAMES}`,
  `дорог(?:ой|ая|ие)${NAMES}`,
  'мил(?:ая|ые|ый)(?: [а-я]+){1,2}',
  '(?:коллеги|друзья|девушки|девочки|ребята|господа|товарищи)',
  `(?:hello|hi|dear|good (?:morning|afternoon|evening|day))${NAMES}`,
);
const CLOSINGS = oneOfWhole(
  `(?:с|c) (?:[а-я]+ ){0,2}(?:уважением|почтением|признательностью|благодарностью|пожеланиями|приветом)${NAMES}`,
  `(?:желаю|желаем|всего|всех|вам|и вам|и|а вам)?(?: вам| всем)? ?(?:всего )?(?:самого )?(?:доброго|хорошего|лучшего|светлого|наилучшего|благ)${NAMES}`,
  `(?:всего|всем) (?:вам )?(?:доброго|хорошего|самого доброго|наилучшего)${NAMES}`,
  `до свидания${NAMES}`,
  'до связи',
  `(?:хорошего|доброго|прекрасного|приятного|отличного|удачного)(?: вам| всем)? (?:дня|вечера|утра|настроения|отдыха|рабочего дня)${NAMES}`,
  `(?:удачи|успехов|здоровья|счастья|мира|добра|терпения|крепкого здоровья|долгих лет)${NAMES}`,
  `(?:желаю|желаем)(?: вам| всем)? (?:[а-я]+ ?){1,6}`,
  '(?:дай|пошли) (?:вам )?бог (?:[а-я]+ ?){1,6}',
  '(?:храни|спаси|благослови) (?:вас|тебя|вам)? ?(?:бог|господь|господи|всех)(?: [а-я]+){0,3}',
  '(?:будьте|берегите|не болейте|не хворайте)(?: [а-я]+){0,4}',
  `с (?:наступающим|наступившим|праздником|новым годом|рождеством|днем)${NAMES}`,
  `(?:искренне|всегда) ваш[а-я]*${NAMES}`,
  `(?:ваш[аи]?|пишет) (?:бабушка|бабуля|дедушка|пенсионерка|пенсионер|благодарная|благодарный)${NAMES}`,
  `(?:best|kind|warm|with best|with kind) (?:regards|wishes)${NAMES}`,
  `(?:regards|sincerely|sincerely yours|yours sincerely|cheers)${NAMES}`,
  'have a (?:nice|good|great|lovely) (?:day|evening|weekend)',
);
/** Below it stand a name, a position, an address. */
const SIGNED =
  /^(?:(?:с|c) (?:[а-я]+ ){0,2}(?:уважением|почтением|пожеланиями)|(?:best|kind|warm)? ?regards|sincerely)/u;
const SIGNATURE_LINE = /^\s*(?:--|—|__)\s*$/u;
const SIGNATURE_WORDS = 7;

/** The clauses that say something. */
export function clausesOf(text: string): Clause[] {
  const clauses: Clause[] = [];
  let signed = false;
  for (const line of linesOf(text)) {
    if (SIGNATURE_LINE.test(line)) signed = true;
    const pieces = line.split(SIGNS);
    for (let at = 0; at < pieces.length; at += 2) {
      const said = pieces[at]!;
      const words = keyText(said);
      if (words === '' || GREETINGS.test(words)) continue;
      const closes = CLOSINGS.test(words);
      signed ||= SIGNED.test(words);
      if (closes || isPerson(said, words)) continue;
      if (signed && words.split(' ').length <= SIGNATURE_WORDS && !SPEAKS.test(words)) continue;
      clauses.push({ words, asks: (pieces[at + 1] ?? '').includes('?') });
    }
  }
  return clauses;
}

/** Somebody who speaks below his signature speaks all the same. */
const SPEAKS =
  /(?<![а-я])(?:не|нет|ни|ничего|прошу|почему|как|когда|где|но|еще|опять|работает|помогите|спасибо)(?![а-я])/u;

/** Long lines that a mail program broke are one. */
function linesOf(text: string): string[] {
  return text
    .slice(0, MOST_CHARS)
    .split(/\r\n|\r|\n/)
    .filter((line) => !isMobileSignature(line.trim()) && !isContactLine(line))
    .join('\n')
    .replace(/(?<=[а-яёa-z,] ?)\n(?=[а-яёa-z])/gu, ' ')
    .replace(/,\s{1,3}(?=(?:что|чтобы|за то|как вас|как вы|как мне)(?![а-яё]))/gu, ' ')
    .split('\n')
    .map((line) => fold(line).replace(INITIALS, '$1 ').replace(TURNS, '. '));
}

/** Letters and digits, one space between words. */
export function keyText(text: string): string {
  return fold(text)
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^а-яa-z0-9]+/gu, ' ')
    .trim();
}

const INTRODUCTION =
  /^\s*(?:(?:это|я|вас беспокоит|пишет(?: вам)?|к вам обращается|меня зовут|от|заявитель|заявительница)[ :—-]+)/iu;

/** «Ирина Павловна», «Петров С. И.», «вера ларионова»: nothing but a name. */
function isPerson(said: string, words: string): boolean {
  const parts = said.replace(INTRODUCTION, '').match(/\p{L}[\p{L}’'-]*\.?/gu) ?? [];
  if (parts.length === 0 || parts.length > 4 || /\d/.test(words)) return false;
  const capitals = parts.every((part) => /^\p{Lu}/u.test(part));
  const isInitial = (part: string) => /^\p{Lu}\.?$/u.test(part);
  if (parts.length > 1 && capitals && parts.some(isInitial)) return true;
  const keys = parts.map((part) => keyText(part));
  if (!keys.some(isName)) return false;
  const written = capitals && parts.some((part) => /\p{Ll}/u.test(part));
  return keys.length === 1
    ? written || !isWordToo(keys[0]!)
    : keys.every((key) => isName(key) || hasSurnameSuffix(key));
}

function isName(key: string): boolean {
  return !NO_NAMES.has(key) && (isGivenName(key) || readPatronymic(key, true) !== null);
}

/** Foreign given names that are Russian words. */
const NO_NAMES = new Set(['сам', 'сама', 'да', 'ли', 'май', 'рад', 'рада', 'бог', 'всё', 'все']);
