/**
 * The line by which a mail program introduces a quote: «12 марта 2026 г., в 10:15, Служба <…> написал(а):».
 * In: lines and where to look. Out: how many lines it takes, 0 when there is none. Never fails.
 * The forms are those of the programs used in Russia, in Russian and English, and of their neighbours' languages; what
 * makes a form is the order of date, time, address and verb, so that a program not listed is mostly read as well.
 */

import type { Address } from './letter.ts';
import { isMarked } from './quote-mark.ts';

/** No language writes its months in other ways than by a word. */
const DAY_FIRST =
  '\\d{1,2}(?:st|nd|rd|th|-?го)?[.,]?[\\s-]{1,3}(?:de\\s|of\\s)?\\p{L}{3,12}\\.?,?[\\s-]{1,3}(?:de\\s)?\\d{2,4}';
const MONTH_FIRST = '\\p{L}{3,12}\\.?[\\s-]\\d{1,2}(?:st|nd|rd|th)?,?[\\s-]{1,3}\\d{2,4}';
const FIGURES =
  '\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}|\\d{4}[./-]\\d{1,2}[./-]\\d{1,2}|\\d{4}年\\d{1,2}月\\d{1,2}日|\\d{1,2}-\\p{L}{3,4}\\.?-\\d{2,4}';
const DAY = `(?:${FIGURES}|${DAY_FIRST}|${MONTH_FIRST})(?!\\d)`;
const HOUR = '\\d{1,2}[:.]\\d{2}(?!\\d)';
const WEEKDAY =
  '(?:(?:пн|вт|ср|чт|пт|сб|вс|нд|понед|вторн|вівт|сред|серед|четв|пятн|п.ятн|субб|субот|воскр|неділ)\\p{L}{0,8}|[a-zà-žß]{2,13})';
const LEAD =
  '(?:on|at|в|во|вкл\\.?|у|на|в (?:письме|сообщении) от|le|am|el|il|em|op|den|dnia|dne|dňa|w dniu|på|pe|la|a)';

/** An attribution begins with a date or a time, perhaps after a preposition and the day of the week. */
const START = new RegExp(`^\\[?(?:${LEAD}\\s)?(?:${WEEKDAY}[.,]{0,2}\\s)?(?:${DAY}|${HOUR})`, 'iu');
const DATE = new RegExp(`(?<![\\d.])(?:${DAY})`, 'iu');
const TIME = new RegExp(`(?<![\\d.])${HOUR}(?![.]\\d)`);
const ADDRESS = /[^\s<>@"(]{1,64}@[^\s<>@"):]{1,255}/;

const RUSSIAN_VERB = '(?:на)?писал(?:\\(-?а\\)|[аио])?|написано|пишет';
const FOREIGN_VERB =
  'wrote|writes|said|schrieb|geschrieben|schreef|geschreven|a écrit|escribió|escreveu|ha scritto|skrev|napisał(?:\\(a\\)|a)?|pisze|napsal(?:\\(a\\)|a)?|написав(?:\\(ла\\)|\\(-ла\\))?|пише|піша|напісаў|жазды|yazdı|yazıb|yozdi|kirjoitti|kirjutas|rakstīja|rašė|ezt írta|a scris|napísal(?:\\(a\\))?|je napisa(?:o|la|o/la)|写道';
const VERB = `(?:${RUSSIAN_VERB}|${FOREIGN_VERB})`;
const ENDS_WITH_VERB = new RegExp(`(?<!\\p{L})${VERB}\\s?[:：]$`, 'iu');
/** Only programs say «пользователь … написал» and «написал(а)»; in other languages nobody tells a Russian office stories. */
const ENDS_AS_PROGRAMS_DO = new RegExp(
  `(?:пользователь\\s.{1,120}\\s(?:${RUSSIAN_VERB})|(?<!\\p{L})(?:${FOREIGN_VERB}|(?:на)?писал\\(а\\)))\\s?[:：]$`,
  'iu',
);
const ENDS_WITH_ADDRESS = /@[^\s<>@]{1,255}?[>\])]{0,2}\s?:$/;
/** Old Gmail: «2013/10/2 Служба <support@example.ru>», with no colon. */
const ENDS_WITH_BRACKETED = /<[^\s<>@]{1,64}@[^\s<>@]{1,255}>$/;
const THE_BAT = /^(?:вы писали|you wrote)(?=\s).{5,80}:$|^в (?:письме|сообщении) от .{5,60}\s(?:вы|ты) писали?:$/i;
/** Thunderbird: «12.03.2026 10:15, Служба пишет:». */
const AFTER_COMMA = /\d{1,2}:\d{2}[^,]{0,40},\s.{2,120}:$/;
/** Name first, with or without a date: «Служба <support@example.ru> writes:». */
const NAMED = new RegExp(
  `^[^<>]{0,80}[<(\\[](?:mailto:)?[^\\s<>@]{1,64}@[^\\s<>@]{1,255}[>)\\]][^<>]{0,60}(?:\\s|(?=写))${VERB}(?:\\s[^<>]{0,60})?\\s?[:：]$`,
  'iu',
);
/** Mutt and older Russian ones: «* Служба <support@example.ru> [12 Мар 2026 10:15]:». */
const STARRED = /^\*\s.{1,120}@.{1,120}\[.{8,40}\]\s?:$/;
/** Zoho, iNotes: «---- Вкл. Чт, 12 мар. 2026 10:15:34 +0300 Служба <…> написал(а) ----». */
const DASHED = /^[-‐–—]{3,}\s?(.{6,300}?)\s?[-‐–—]{3,}$/;
/** GroupWise: «>>> Служба <support@example.ru> 12.03.2026 10:15 >>>». */
const ARROWED = /^>{2,3}\s(.{6,200})\s>{2,3}$/;

/** Horde and a few others name only the person. */
const QUOTING = /^(?:цитирую|цитирование|quoting|zitat von|citando|citát|en réponse à)\s.{2,120}:$/iu;
const NAME_AND_VERB = new RegExp(`^[^:!?]{2,100}\\s(?:(?:на)?писал\\(а\\)|пишет|${FOREIGN_VERB})\\s?[:：]$`, 'iu');
const VERB_AND_DATE = new RegExp(`^[^:!?]{2,100}\\s${VERB},?\\s(?:[^\\d]{0,40}\\s)?(?:${DAY})[^a-zа-я]{0,30}:$`, 'iu');
/** Who says so tells a story of his own: «мне пришло письмо с адреса …». */
const STORY =
  /(?<!\p{L})(?:я|мне|меня|мной|мы|нам|нас|вам|вас|ваш(?:а|и|е|его|ему|ей|им|у)?)(?!\p{L})|(?<!\p{L})(?:при(?:шл|ход|ш[её]л)|получ(?:ил|ен|аю)|отправ(?:ил|лял|лен|ляю)|обра(?:тил|щал)|звонил|поступ(?:ил|ает)|направ(?:ил|лял|лен)|пис(?:ал[аи]?|ьмо)\s(?:на|с|от|в)(?!\p{L}))/iu;

/** Lines are folded at about 76 characters, so an attribution takes a few at most. */
const MAX_LINES = 5;
const MAX_CHARS = 500;

/** Does the whole text name date and writer as programs do? */
function isAttribution(text: string): boolean {
  const colon = text.endsWith(':') || text.endsWith('：');
  if (colon && THE_BAT.test(text)) return DATE.test(text) || TIME.test(text);
  if (!DATE.test(text)) return false;
  if (colon && ENDS_AS_PROGRAMS_DO.test(text)) return true;
  if (STORY.test(text)) return false;
  if (!colon) return ENDS_WITH_BRACKETED.test(text);
  if (ENDS_WITH_VERB.test(text)) return ADDRESS.test(text) || AFTER_COMMA.test(text);
  return ENDS_WITH_ADDRESS.test(text) && TIME.test(text);
}

/** Does a name with its address stand before the verb? */
function isNamed(text: string): boolean {
  return NAMED.test(text) && !STORY.test(text);
}

/** One line that needs no date at its beginning to be told. */
function isSigned(line: string): boolean {
  const dashed = DASHED.exec(line)?.[1];
  if (dashed !== undefined) {
    return ENDS_WITH_VERB.test(dashed.replace(/\s?:?$/, ':')) && (DATE.test(dashed) || ADDRESS.test(dashed));
  }
  const arrowed = ARROWED.exec(line)?.[1];
  if (arrowed !== undefined) return ADDRESS.test(arrowed) || DATE.test(arrowed);
  if (!/[:：]$/.test(line)) return false;
  return isNamed(line) || STARRED.test(line) || (QUOTING.test(line) && ADDRESS.test(line));
}

const lineAt = (lines: readonly string[], at: number) => (lines[at] ?? '').replace(/\s+/g, ' ').trim();

/** Has the line what an attribution may begin with? */
function mayBegin(line: string): boolean {
  return START.test(line) || (line.includes('@') && /[<([]/.test(line)) || /^(?:вы писали|you wrote)\s/i.test(line);
}

/** How many lines from `at` on are one attribution; 0 when none begins there. */
export function attributionLength(lines: readonly string[], at: number): number {
  const raw = lines[at] ?? '';
  if (raw.length > MAX_CHARS) return 0;
  const first = lineAt(lines, at);
  if (isMarked(first) && !first.startsWith('>>')) return 0;
  if (isSigned(first)) return 1;
  // GroupWise marks the first of the lines only.
  const begun = first.replace(/^>{3}\s/, '');
  if (!mayBegin(begun)) return 0;
  const dated = !begun.includes('@') || START.test(begun);
  let joined = '';
  for (let count = 1; count <= MAX_LINES; count++) {
    if ((lines[at + count - 1]?.length ?? 0) > MAX_CHARS) return 0;
    const line = count === 1 ? begun : lineAt(lines, at + count - 1);
    if (line === '' || isMarked(line)) return 0;
    if (count > 1 && beginsAnew(line, joined)) return 0;
    // An address is broken within its brackets.
    joined = joined === '' ? line : joined.endsWith('<') ? joined + line : `${joined} ${line}`;
    if (joined.length > MAX_CHARS) return 0;
    if (dated ? isAttribution(joined) : isNamed(joined)) return ended(lines, at, count, joined);
  }
  return 0;
}

/** A line that is an attribution by itself does not go on with the one above, unless that one has the date. */
function beginsAnew(line: string, above: string): boolean {
  if (START.test(line) && isAttribution(line)) return true;
  return isSigned(line) && !/^[<([]/.test(line) && !(DATE.test(above) && TIME.test(above));
}

/** An attribution without a colon may still be followed by its verb. */
function ended(lines: readonly string[], at: number, count: number, joined: string): number {
  if (joined.endsWith(':') || joined.endsWith('：')) return count;
  const next = lineAt(lines, at + count);
  return next.length < 40 && ENDS_WITH_VERB.test(` ${next}`) ? count + 1 : count;
}

/** How many lines from `at` on introduce the marked quote right below them, in words that would not be enough without it. */
export function introductionLength(lines: readonly string[], at: number): number {
  for (let count = 1; count <= 2; count++) {
    const last = lines[at + count - 1] ?? '';
    if (last.length > MAX_CHARS) return 0;
    if (!last.includes(':')) continue;
    const joined = count === 1 ? lineAt(lines, at) : `${lineAt(lines, at)} ${lineAt(lines, at + 1)}`;
    if (joined.endsWith(':')) return isIntroduction(joined) ? count : 0;
  }
  return 0;
}

function isIntroduction(line: string): boolean {
  if (line.length > 200 || STORY.test(line)) return false;
  return (
    QUOTING.test(line) || NAME_AND_VERB.test(line) || VERB_AND_DATE.test(line) || (DATE.test(line) && START.test(line))
  );
}

/** Who an attribution says wrote the quoted letter; null where it gives no address. */
export function attributedTo(attribution: string): Address | null {
  const found = /(?:^|[,\s])([^,<>:]{0,80}?)\s*[<[(]([^\s<>@]{1,64}@[^\s<>@\])]{1,255})[>\])]/.exec(
    attribution.slice(0, MAX_CHARS),
  );
  if (found?.[2] === undefined) return null;
  const name = (found[1] ?? '')
    .replace(/["«»]/g, '')
    .replace(/^\s*(?:от|пользователь)\s+/i, '')
    .trim();
  return { address: found[2], name: /\d{1,2}:\d{2}/.test(name) ? '' : name };
}
