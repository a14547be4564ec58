/**
 * Whose is a СНИЛС? In: the numbers of a text and its people. Out: the applicant's and the others. Never fails.
 */
import type { Judged } from './context.ts';
import { readGiven } from './given.ts';
import type { Person } from './person.ts';
import type { SnilsMention } from './snils.ts';
import { partKey } from './words.ts';

export interface OwnedSnils extends SnilsMention {
  /** Greater: likelier the applicant's; below zero: somebody else's. */
  claim: number;
}

const MINE =
  /(?:мо[йяюеи]|моего|моем|у меня(?: самого| самой)?|свой|своего|сво[её]м|личный|заявителя|настоящ[а-яё]+|правильн[а-яё]+|верный|действительн[а-яё]+|исправленн[а-яё]+|на самом деле|правильно|верно)(?:[^а-яё\d]|$)[^\d]{0,30}$/iu;
/** Of the one spoken about: «её», «мужа», «доверителя». */
const THEIRS =
  /(?:(?:^|[^а-яё])(?:его|е[её]|их|ему|ей)(?= (?:снилс|номер|страхов|лично|пенсион)|[\s:—-]*$)|реб[её]нка|сын[ау]?|сыновн\S+|доч(?:ери|ка|ки|ь)|муж[ау]?|жен[ыае]?|супруг[аиу]?|мам[ыае]|матери|мать|пап[ыае]|отц[ау]|отец|бабушк[иае]|дедушк[иае]|дед[ау]?|внук[ау]?|внучк[иае]|брат[ау]?|сестр[ыае]|т[её]щ[иае]|тест[яю]|свекров[иь]|свекра|т[её]т[иея]|дяд[иея]|сотрудни\S+|работни\S+|доверител\S+|подопечн\S+|соседк?[аиу]|детей|несовершеннолетн\S+)(?:[^а-яё\d][^\d]{0,40})?$/iu;
/** Nobody's: a sample, a stranger's, a wrong or an old one. */
const UNFIT =
  /(?:образ[ец]ц?\S*|пример\S*|например|чуж\S+|не мой|не мо[её]|другого человека|посторонн\S+|(?:сначала|сперва) (?:вбил|вв[её]л|указал|написал|набрал)[а-яё]*|неправильн\S+|неверн\S+|ошибочн\S+|стар(?:ый|ого)|вместо|(?<![а-яё])был(?![а-яё]))(?:[^а-яё\d][^\d]{0,40})?$/iu;
/** «исправить … на …»: the first is not to be kept */
const TO_BE_CHANGED = /(?:исправ|замен|помен|смен)[а-яё]{2,4} (?:[а-яё]+ ){0,3}$/iu;
const OTHERS_AFTER =
  /^[ ,(—-]*(?:это )?(?:\(?не мой|чужой|реб[её]нка|сына|дочери|мужа|жены|мамы|отца|бабушки|дедушки|образец|пример)/iu;
const MINE_AFTER =
  /^[ ,(—-]*(?:это )?(?:мой|мо[её])(?![а-яё])(?!\s*(?:снилс|номер)?[\s:№—-]*\d)|^ ?\((?:я|мой|заявител[ья]|мо[её])[^а-яё]/iu;
/** «… (муж)» */
const OTHERS_IN_BRACKETS =
  /^ ?\((?:это )?(?:не мой|чуж|реб[её]н|сын|доч|муж|жен|супруг|мам|мат|пап|отец|отц|баб|дед|брат|сестр|внук|внуч|образец|пример|стар)/iu;
/** «не …, а …» */
const NOT_THIS = /(?:^|[^а-яё])не[ :]*$/iu;
const TAKEN_BACK =
  /^[ ,.…;!(—-]*(?:это )?(?:я )?(?:[а-яё]+ )?(?:ой|тьфу|стоп|не то(?![а-яё])|перепута|упс|извин|прост|точнее|вернее|нет|опечат|ошиб|неправильн|неверн|не так|не тот|виноват|поправ|зачеркн)/iu;

/**
 * Claims of the applicant to the numbers of a text.
 * @param people people of this text; the applicant among them
 */
export function claims(
  text: string,
  numbers: readonly SnilsMention[],
  people: readonly Person[],
  applicant: Person | null,
): OwnedSnils[] {
  return numbers.map((number, place) => {
    const earlier = numbers[place - 1];
    const later = numbers[place + 1];
    const from = Math.max(0, number.start - 110, earlier ? earlier.end : 0);
    const paragraph = text.slice(from, number.start);
    const line = paragraph.slice(paragraph.lastIndexOf('\n') + 1);
    const after = text.slice(number.end, number.end + 50);
    return {
      ...number,
      claim: claim(
        number,
        line,
        after,
        ownerBefore(text, number, people, from, applicant),
        applicant,
        later !== undefined,
      ),
    };
  });
}

/** «СНИЛС Эрика …»: of somebody called otherwise than the applicant. */
function isOfNamed(clause: string, applicant: Person | null): boolean {
  const name = /снилс ([А-ЯЁ][а-яё]{2,14})[\s:—-]*$/u.exec(clause.replace(/СНИЛС|Снилс/u, 'снилс'))?.[1];
  if (!name) return false;
  const own = applicant?.fio.given ? partKey(applicant.fio.given) : null;
  const bent = readGiven(name.toLowerCase()).filter((reading) => reading.cases.includes('genitive'));
  return bent.length > 0 && bent.every((reading) => partKey(reading.nominative) !== own);
}

/** Those of the numbers that do not follow the name of somebody else on their line. */
export function notOfOthers<Number extends { start: number; mine: boolean; inn: string }>(
  text: string,
  numbers: readonly Number[],
  people: readonly Person[],
  applicant: Person | null,
): Number[] {
  return numbers.filter((number) => {
    if (number.mine || number.inn.length === 10) return true;
    const owner = ownerBefore(text, number, people, Math.max(0, number.start - 110), applicant);
    return owner === null || owner === applicant;
  });
}

function claim(
  number: SnilsMention,
  line: string,
  after: string,
  owner: Person | null,
  applicant: Person | null,
  isFollowed: boolean,
): number {
  const clause = line.split(/[.;!?](?=\s)/u).at(-1)!;
  if (isFollowed && TAKEN_BACK.test(after)) return -4;
  if (applicant?.relation === 'представитель' && /представител[ья][^\d]{0,20}$/iu.test(clause)) return 8;
  if (applicant?.relation === 'представитель' && /(?:заявител|доверител)[^\d]{0,20}$/iu.test(clause)) return -6;
  if (isOfNamed(clause, applicant)) return -6;
  if (OTHERS_IN_BRACKETS.test(after)) return -6;
  if (NOT_THIS.test(line) || (TO_BE_CHANGED.test(line) && /^ на /u.test(after))) return -6;
  if (MINE_AFTER.test(after)) return isSpokenOf(applicant) ? -6 : 8;
  const mine = MINE.exec(clause);
  const unfit = UNFIT.exec(clause);
  const theirs = THEIRS.exec(clause);
  if (isSpokenOf(applicant) && !unfit && (mine || theirs))
    return theirs && (!mine || theirs.index > mine.index) ? 8 : -6;
  const others = unfit && theirs && unfit.index < theirs.index ? theirs : (unfit ?? theirs);
  if (mine && (!others || mine.index > others.index)) return 8;
  if (!isFollowed && OTHERS_AFTER.test(after)) return -6;
  const since = others ? number.start - (clause.length - others.index) : -1;
  if (others && owner?.mentions.every(({ start, end }) => start > number.start || end <= since)) return -6;
  if (owner && owner === applicant) return 6 + (number.valid ? 1 : 0);
  if (others) return -6;
  if (owner && owner !== applicant && owner.fio.surname) return -5;
  return (number.labelled ? 2 : 1) + (number.valid ? 1 : 0);
}

/** Short lines without sentences and without an empty line between: one person's entries in a form. */
function isOneForm(between: string): boolean {
  return /^[ ,.;]{0,3}\n(?:[^\n.!?]{2,40}[:—-][^\n.!?]{0,30}\n?){1,4}$/u.test(between);
}

/** Is the applicant the one whose matter another brings forward, so that «мой» is the other's and «её» his? */
function isSpokenOf(applicant: Person | null): boolean {
  return applicant?.role === 'kin' || applicant?.role === 'represented';
}

/** The person named last before a number, if no other number stands between and the name is near enough. */
function ownerBefore(
  text: string,
  number: { start: number },
  people: readonly Person[],
  from: number,
  applicant: Person | null,
): Person | null {
  let nearest: { person: Person; mention: Judged } | null = null;
  for (const person of people) {
    if (person.fio.surname === null) continue;
    for (const mention of person.mentions) {
      const counts = mention.end <= number.start && mention.start >= from && !NOBODY.has(mention.role);
      if (counts && mention.end > (nearest?.mention.end ?? -1)) nearest = { person, mention };
    }
  }
  if (!nearest || nearest.person === applicant) return nearest?.person ?? null;
  const breaks = text.slice(nearest.mention.end, number.start).match(/[.!?)]\s+(?=[А-ЯЁ])|\n/gu)?.length ?? 0;
  if (isOneForm(text.slice(nearest.mention.end, number.start))) return nearest.person;
  const cared = nearest.mention.role === 'kin' || nearest.mention.role === 'represented';
  const sentences = text.slice(nearest.mention.end, number.start).match(/[.!?]\s+(?=[А-ЯЁ])/gu)?.length ?? 0;
  return breaks <= (cared && sentences === 0 ? 1 : 0) ? nearest.person : null;
}

const NOBODY = new Set(['place', 'addressee', 'quoted', 'former', 'accused', 'official']);
