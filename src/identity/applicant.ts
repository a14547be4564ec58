/**
 * Who of the people of a letter is the applicant (letters/README, «Who is the applicant»). In: people of the texts and
 * the display name. Out: the applicant, how sure, and the adult whom a representative stands for. Never fails.
 */

import type { Fio, Identity } from './identity.ts';
import { beginAlike, soundAlike } from './latin.ts';
import { DOUBTFUL } from './missing.ts';
import type { Person } from './person.ts';
import { mayBeOne, united } from './person.ts';
import { partKey } from './words.ts';

export interface Applicant {
  fio: Fio | null;
  source: Identity['fioSource'];
  confidence: number;
  /** The next likely person, where there is one. */
  runnerUp?: Fio | null;
  onBehalfOf: Fio | null;
  /** The applicant among the people of the text, for asking which number is his. */
  person: Person | null;
}

const REPRESENTS =
  /(?:пиш[уе]т?|обраща[юе]\S*|прошу|заявление|хлопоч\S*|подаю|действу\S*|ходатайству\S*)[^.!?\n]{0,25}(?:^|[^а-яё])(?:за|от имени|в интересах|по просьбе|вместо)(?:[^а-яё]|$)|^\s*за (?:муж|жен|мам|мат|отц|пап|баб|дед|брат|сест|супруг|теть|тещ|свек)|в интересах|по доверенности|доверенность|представля(?:ю|ем|ющ)|представител[ья]|опекун|недееспособ|сам[аи]? (?:он |она )?(?:не|уже не) (?:может|умеет|мож)|(?:по просьбе|по поручению) (?:мо[а-я]+ )?(?:муж|жен|мам|мат|отц|пап|баб|дед|брат|сест|супруг|тет|тещ|свек|сосед)|(?:муж|жена|мама|мать|отец|папа|бабушка|дедушка|дед|брат|сестра|супруга?|тетя|теща|свекровь|соседка?)[ ,][^.!?\n]{0,60} не (?:может|умеет|получа)|доверител|(?:нашего?м?у?|нашей) (?:сотрудн|работн)/imu;
const CHILD = /^(?:реб|дет|сын|доч|внук|внуч|племян|падчериц|пасын|несоверш|правну)/u;

/** A son or daughter whom one stands for by a proxy is no child. */
const GROWN_UP =
  /доверенност|военнослужащ|(?:в|из) армии|служит|на службе|совершеннолет(?!н)|по контракту|недееспособ/iu;

const SPEAKS_OF_CHILD = /(?<![а-яё])(?:реб[её]н(?:ок|ка|ку)|дочь|дочк[аиу]|сын[ауо]?|малыш[ау]?)(?![а-яё])/iu;

const NEVER = new Set(['addressee', 'place', 'quoted', 'former', 'accused', 'official']);

const isLatin = (part: string) => /[A-Za-z]/.test(part);

/** How well the display name speaks for a person. */
function displayPoints(person: Person, display: Fio | null): number {
  if (!display) return 0;
  const same = (one: string | null, other: string | null) =>
    one !== null && other !== null && (partKey(one) === partKey(other) || (isLatin(other) && soundAlike(other, one)));
  if (isLatin(display.surname ?? display.given ?? '') && same(person.fio.surname, display.surname)) return 7;
  if (same(person.fio.surname, display.surname)) return mayBeOne(person.fio, display) ? 7 : 0;
  if (same(person.fio.given, display.given) && mayBeOne(person.fio, display))
    return same(person.fio.patronymic, display.patronymic) ? 7 : 4;
  return display.surname && display.given && person.fio.given && same(person.fio.given, display.given) ? 2 : 0;
}

/**
 * Chooses the applicant.
 * @param text the folded text that the people stand in
 */
export function chooseApplicant(
  people: readonly Person[],
  subject: readonly Person[],
  display: Fio | null,
  text: string,
): Applicant {
  const own = ranked(people, display);
  const named = own.filter((entry) => entry.person.fio.surname !== null);
  const candidates = named.filter((entry) => entry.person.role === 'own' || entry.person.role === 'plain');
  const relatives = named.filter((entry) => entry.person.role === 'kin' || entry.person.role === 'represented');
  const deputy = candidates.find((entry) => entry.person.relation === 'представитель');
  const [best, second] = deputy
    ? [deputy, candidates.find((entry) => entry !== deputy)]
    : firstSignatory(parentFirst(candidates, relatives, text), display);
  const nameless = own.find(
    (entry) =>
      entry.person.fio.surname === null &&
      (entry.person.role === 'own' ||
        (entry.person.role === 'plain' &&
          entry.person.mentions.some((mention) => mention.signs || (mention.closing && mention.leadsLine)))),
  );

  const displayed = display?.surname && display.given ? display : null;
  if (best && best.points >= 3) {
    const disagrees =
      displayed !== null &&
      best.person.role === 'plain' &&
      best.points < 5 &&
      isLatin(displayed.surname ?? '') === isLatin(best.person.fio.surname ?? '') &&
      !mayBeOne(displayed, best.person.fio);
    if (!disagrees)
      return found(best, second, candidates, deputy && second ? [second, ...relatives] : relatives, display, text);
  }
  const fromSubject = ranked(subject, display).find(
    (entry) =>
      entry.person.fio.surname &&
      entry.person.fio.given &&
      !NEVER.has(entry.person.role) &&
      entry.person.role !== 'kin',
  );
  if (fromSubject && (!displayed || mayBeOne(displayed, fromSubject.person.fio))) {
    return {
      fio: completed(fromSubject.person.fio, display),
      source: 'subject',
      confidence: 0.8,
      onBehalfOf: null,
      person: fromSubject.person,
    };
  }
  const signed = people.some(
    ({ fio, role, mentions }) =>
      fio.surname === null && (role === 'own' || mentions.some((mention) => mention.signs && !mention.bent)),
  );
  const relative = relatives.find(
    ({ person }) =>
      REPRESENTS.test(text) ||
      (signed && person.fio.patronymic !== null && relatives.length === 1 && named.length === 1) ||
      person.mentions.some((mention) => mention.numbered || mention.leadsLine || mention.anchor === 'label'),
  );
  if (
    displayed &&
    (!nameless || mayBeOne(displayed, nameless.person.fio)) &&
    !(relative && !nameless && REPRESENTS.test(text))
  ) {
    const both = nameless ? united(nameless.person.fio, displayed) : displayed;
    return {
      fio: both,
      source: nameless ? 'combined' : 'display_name',
      confidence: nameless ? 0.8 : 0.7,
      onBehalfOf: representedBy(relatives, text),
      person: nameless?.person ?? null,
    };
  }
  if (relative)
    return {
      fio: relative.person.fio,
      source: sourceOf(relative.person),
      confidence: 0.65,
      onBehalfOf: null,
      person: relative.person,
    };
  const [lone, another] = candidates;
  if (
    lone?.person.fio.given &&
    !another &&
    nameless?.person.role !== 'own' &&
    !lone.person.mentions.some(({ told }) => told)
  )
    return {
      fio: lone.person.fio,
      source: sourceOf(lone.person),
      confidence: 0.6,
      onBehalfOf: null,
      person: lone.person,
    };
  if (nameless) {
    const fio = completed(nameless.person.fio, display);
    return {
      fio,
      source: fio.surname ? 'combined' : sourceOf(nameless.person),
      confidence: 0.6,
      onBehalfOf: null,
      person: nameless.person,
    };
  }
  if (display?.given && wordIn(text, display.given))
    return { fio: display, source: 'display_name', confidence: 0.6, onBehalfOf: null, person: null };
  return { fio: null, source: null, confidence: 0, onBehalfOf: null, person: null };
}

/** Does the word stand in the text, however it is written? */
function wordIn(text: string, word: string): boolean {
  const key = text.toLowerCase();
  const at = key.indexOf(word.toLowerCase());
  return at >= 0 && !/[а-яёa-z]/u.test(`${key[at - 1] ?? ''}${key[at + word.length] ?? ''}`);
}

interface Entry {
  person: Person;
  points: number;
}

function ranked(people: readonly Person[], display: Fio | null): Entry[] {
  return people
    .filter((person) => !NEVER.has(person.role))
    .map((person) => ({ person, points: person.points + displayPoints(person, display) }))
    .sort((one, other) => other.points - one.points);
}

/** «Мама: … Сын: …»: both are named by kinship, so the parent writes for the child; also when only a word names the child. */
function parentFirst(candidates: Entry[], relatives: Entry[], text: string): Entry[] {
  if (candidates.some((entry) => entry.person.role === 'own' || entry.points >= 6)) return candidates;
  const child = relatives.find((entry) => entry.person.relation && CHILD.test(entry.person.relation));
  const parent = relatives.find(
    (entry) =>
      entry !== child && /^(?:мам|мат|пап|отец|родител|бабушк|дедушк|опекун)/u.test(entry.person.relation ?? ''),
  );
  const forChild = child !== undefined || (SPEAKS_OF_CHILD.test(text) && !REPRESENTS.test(text));
  if (parent && forChild && (child || parent.person.mentions.some(({ closing, bent }) => closing && !bent)))
    return [{ ...parent, points: parent.points + 20 }, ...candidates];
  return candidates;
}

/** Of several who sign below each other, the first, unless something says more of another. */
function firstSignatory(candidates: Entry[], display: Fio | null): Entry[] {
  const [best] = candidates;
  if (!best || best.person.role === 'own' || displayPoints(best.person, display) > 0) return candidates;
  const signed = (entry: Entry) =>
    entry.person.mentions.find((mention) => mention.closing && mention.leadsLine)?.start ?? Number.POSITIVE_INFINITY;
  if (signed(best) === Number.POSITIVE_INFINITY) return candidates;
  const first = candidates.reduce((one, other) => (signed(other) < signed(one) ? other : one));
  return first.person.fio.given === null ? candidates : [first, ...candidates.filter((entry) => entry !== first)];
}

function found(
  best: Entry,
  second: Entry | undefined,
  others: readonly Entry[],
  relatives: Entry[],
  display: Fio | null,
  text: string,
): Applicant {
  const twin = isLatin(best.person.fio.surname ?? '') ? cyrillicTwin(best, others) : undefined;
  if (twin) return found(twin, undefined, [], relatives, display, text);
  const margin = second ? best.points - second.points : 10;
  const doubtful = second !== undefined && areAlike(best, second, display);
  const certainty = 0.55 + Math.min(0.3, Math.max(0, best.points) / 50) + Math.min(0.14, Math.max(0, margin) / 70);
  return {
    fio: completed(best.person.fio, display),
    source: sourceOf(best.person),
    confidence: doubtful ? DOUBTFUL : Math.round(certainty * 100) / 100,
    runnerUp: second?.person.fio ?? null,
    onBehalfOf: representedBy(
      relatives.filter((entry) => entry.person !== best.person),
      text,
    ),
    person: best.person,
  };
}

/** The same name in Cyrillic, where the letter gives it too: «WANG LIMING» beside «Ван Лимин». */
function cyrillicTwin(latin: Entry, others: readonly Entry[]): Entry | undefined {
  const { surname, given } = latin.person.fio;
  const alike = (one: string | null, other: string | null) =>
    one !== null && other !== null && !isLatin(other) && beginAlike(one, other);
  return others.find(({ person: { fio } }) => alike(surname, fio.surname) && alike(given, fio.given));
}

/** Both are said to write, or neither is and neither signs, and the sender's name is of neither: then it is a guess. */
function areAlike(best: Entry, second: Entry, display: Fio | null): boolean {
  const plain = (entry: Entry) => entry.person.role === 'plain' && displayPoints(entry.person, display) === 0;
  const signs = (entry: Entry) => entry.person.mentions.some((mention) => mention.closing && mention.leadsLine);
  const bothWrite = [best, second].every(({ person }) => person.role === 'own' && displayPoints(person, display) === 0);
  if (bothWrite && best.points - second.points <= 2) return true;
  return (
    best.points - second.points <= 2 &&
    plain(best) &&
    plain(second) &&
    !(
      signs(best) &&
      second.person.mentions.every((mention) => mention.start > best.person.mentions[0]!.start && mention.closing)
    )
  );
}

/** Adds from the display name what the text leaves out or abbreviates, when both can be one person. */
function completed(fio: Fio, display: Fio | null): Fio {
  if (!display) return fio;
  const halves = (fio.given === null && display.surname === null) || (fio.surname === null && display.given === null);
  if (halves || mayBeOne(fio, display)) return united(fio, display);
  const initial = fio.given?.endsWith('.') && display.surname === null && fio.given[0] === display.given?.[0];
  return initial ? united(fio, { ...display, patronymic: null }) : fio;
}

function representedBy(relatives: readonly Entry[], text: string): Fio | null {
  const adult = relatives.find(
    ({ person }) =>
      (!CHILD.test(person.relation ?? '') || GROWN_UP.test(text)) &&
      (person.role === 'represented' || REPRESENTS.test(text)),
  );
  return adult?.person.fio ?? null;
}

function sourceOf(person: Person): 'body' | 'signature' {
  const best = person.mentions.reduce((one, other) => (other.points > one.points ? other : one));
  return best.closing ? 'signature' : 'body';
}
