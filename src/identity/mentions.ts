/**
 * Finds the names in a text. In: its words. Out: every name mention in order, in the nominative; whose they are is not
 * asked here (context.ts). Never fails.
 *
 * Anchors, surest first: a patronymic, a patronymic particle, initials beside a surname, a given name, a far-eastern surname;
 * last, a sure surname before a name that no list knows.
 */
import { jointBefore, startsLine, startsSentence } from './adjacent.ts';
import { surnameBeside } from './beside.ts';
import { easternGivenLength, isEasternSurname } from './east.ts';
import { bySurname } from './family-first.ts';
import { isGivenName, isWordToo, readGiven } from './given.ts';
import { isLatinGivenName } from './latin.ts';
import { byLatinName } from './latin-name.ts';
import { isNoName } from './lexicon.ts';
import type { Mention } from './mention.ts';
import { isFromName, mayBePatronymic, patronymicParticle, readPatronymic } from './patronymic.ts';
import { isPlainSurname } from './plain-surnames.ts';
import { Scan } from './scan.ts';
import { hasSurnameSuffix, isSurelySurname, singularOf } from './surname.ts';
import { capitalised, type Word } from './words.ts';

/**
 * Every name in a text.
 * @param hints keys of nominatives seen elsewhere: they decide between spellings that bend alike
 */
export function findMentions(words: readonly Word[], hints: ReadonlySet<string> = new Set()): Mention[] {
  const scan = new Scan(words, hints);
  for (let at = 0; at < words.length; at++) byParticle(scan, at);
  for (let at = 0; at < words.length; at++) byPatronymic(scan, at);
  for (let at = 0; at < words.length; at++) byInitials(scan, at);
  for (let at = 0; at < words.length; at++) byEasternSurname(scan, at);
  for (let at = 0; at < words.length; at++) byGivenName(scan, at);
  for (let at = 0; at < words.length; at++) byLatinName(scan, at);
  for (let at = 0; at < words.length; at++) bySurname(scan, at);
  return scan.found.sort((one, other) => one.start - other.start);
}

/** «Мехтибейли Ильгар Гейдар оглы», «Гейдар-оглы» too. */
function byParticle(scan: Scan, at: number): void {
  const word = scan.word(at);
  if (!word || !patronymicParticle(word.key) || !scan.free(at)) return;
  const father = at - 1;
  const given = at - 2;
  if (jointBefore(scan.words, father) !== 'space' || isNoName(scan.word(given)?.key ?? '')) {
    bySonOf(scan, at);
    return;
  }
  if (
    !jointBefore(scan.words, at) ||
    !jointBefore(scan.words, father) ||
    !scan.free(given) ||
    isNoName(scan.word(given)!.key)
  )
    return;
  const surname = surnameBeside(scan, given, at, true);
  const parts = {
    surname: surname === null ? null : scan.word(surname)!,
    given: [scan.word(given)!],
    patronymic: [scan.word(father)!, word],
  };
  scan.take(parts, 'patronymic', Math.min(given, surname ?? given), Math.max(at, surname ?? at));
}

/** «Асан уулу Нурбек»: among the Kyrgyz «son of Asan» stands for the surname too. */
function bySonOf(scan: Scan, at: number): void {
  const father = scan.word(at - 1);
  const given = scan.word(at + 1);
  if (!father || !given || father.shape === 'lower' || given.shape !== father.shape) return;
  if (jointBefore(scan.words, at) !== 'space' || jointBefore(scan.words, at + 1) !== 'space') return;
  if (readGiven(given.text.toLowerCase()).length === 0) return;
  const particle = scan.word(at)!;
  scan.take({ surname: joined(father, particle), given: [given], patronymic: [] }, 'patronymic', at - 1, at + 1);
}

function byPatronymic(scan: Scan, at: number): void {
  const word = scan.word(at);
  if (!word || word.shape === 'initial' || !mayBePatronymic(word.key) || !scan.free(at)) return;
  const reading = readPatronymic(word.text.toLowerCase(), word.shape === 'lower');
  if (!reading || isSurnameInFact(scan, at)) return;
  const given = at - 1;
  const joint = jointBefore(scan.words, at);
  if (joint === null || joint === 'comma' || !scan.free(given)) return;
  const name = scan.word(given)!;
  const known = readGiven(name.text.toLowerCase()).some(
    (one) => one.gender === reading.gender || one.nominative.length < 6,
  );
  if (!known && (isNoName(name.key) || name.shape !== word.shape || word.shape === 'lower')) return;
  if (
    !known &&
    scan.free(given - 1) &&
    jointBefore(scan.words, given) === 'space' &&
    readGiven(scan.word(given - 1)!.text.toLowerCase()).some((one) => one.gender === reading.gender)
  ) {
    // «Глеб Ступа Ермилович»
    scan.take({ surname: name, given: [scan.word(given - 1)!], patronymic: [word] }, 'patronymic', given - 1, at);
    return;
  }
  const first = isDoubleGiven(scan, given) ? given - 1 : given;
  const surname = surnameBeside(scan, first, at, true);
  const parts = {
    surname: surname === null ? null : scan.word(surname)!,
    given: scan.words.slice(first, given + 1),
    patronymic: [word],
  };
  scan.take(parts, 'patronymic', Math.min(first, surname ?? first), Math.max(at, surname ?? at));
}

/** «Фукс Артур Отто Вильгельмович»: two given names between a surname and the patronymic. */
function isDoubleGiven(scan: Scan, given: number): boolean {
  const isTitle = (at: number) => scan.free(at) && scan.word(at)!.shape === 'title' && !isNoName(scan.word(at)!.key);
  return (
    isTitle(given - 1) &&
    isTitle(given - 2) &&
    jointBefore(scan.words, given) === 'space' &&
    jointBefore(scan.words, given - 1) === 'space' &&
    isGivenName(scan.word(given)!.key) &&
    isGivenName(scan.word(given - 1)!.key) &&
    !hasSurnameSuffix(scan.word(given - 1)!.key) &&
    !isGivenName(scan.word(given - 2)!.key) &&
    (hasSurnameSuffix(scan.word(given - 2)!.key) ||
      isPlainSurname(scan.word(given - 2)!.key) ||
      !startsSentence(scan.words, given - 2))
  );
}

/** «Григорович Анна Петровна», «Ольга Рабинович»: shaped like a patronymic, and a surname. */
function isSurnameInFact(scan: Scan, at: number): boolean {
  const word = scan.word(at)!;
  const reading = readPatronymic(word.text.toLowerCase())!;
  const after = scan.word(at + 2);
  if (
    after &&
    jointBefore(scan.words, at + 1) &&
    jointBefore(scan.words, at + 2) &&
    readPatronymic(after.text.toLowerCase(), after.shape === 'lower')
  )
    return true;
  const before = scan.word(at - 1);
  const readings = before && jointBefore(scan.words, at) ? readGiven(before.text.toLowerCase()) : [];
  if (readings.length === 0) return false;
  if (!readings.some((one) => one.gender === reading.gender)) return reading.gender === 'male';
  return !isFromName(reading.nominative) && !(scan.free(at - 2) && surnameBeside(scan, at - 1, at, false) !== null);
}

/** «Иванов И.И.», «И. И. Иванов», «Иванов И.» */
function byInitials(scan: Scan, at: number): void {
  if (!scan.free(at) || scan.word(at)!.shape !== 'initial') return;
  const second =
    scan.free(at + 1) && scan.word(at + 1)!.shape === 'initial' && jointBefore(scan.words, at + 1) === 'space'
      ? at + 1
      : at;
  const initials = { given: [scan.word(at)!], patronymic: second > at ? [scan.word(second)!] : [] };
  const fits = (place: number) =>
    scan.free(place) &&
    !isNoName(scan.word(place)!.key) &&
    (/^(?:title|upper)$/.test(scan.word(place)!.shape) || (place < at && isSurelySurname(scan.word(place)!.key))) &&
    scan.word(place)!.key.length > 1;
  const before = at - 1;
  const after = second + 1;
  const follows = jointBefore(scan.words, after) === 'space' && fits(after);
  const precedes = jointBefore(scan.words, at) === 'space' && fits(before);
  const name = scan.word(before)?.key ?? '';
  const isGiven = isGivenName(name) || (scan.word(before)?.latin === true && isLatinGivenName(name));
  if (precedes && second === at && !follows && isGiven && !hasSurnameSuffix(name)) {
    scan.take({ surname: null, given: [scan.word(before)!], patronymic: [] }, 'given', before, at);
    return;
  }
  if (precedes && !(follows && startsLine(scan.words, at) && !hasSurnameSuffix(scan.word(before)!.key))) {
    scan.take({ surname: scan.word(before)!, ...initials }, 'initials', before, second);
  } else if (follows && (second > at || hasSurnameSuffix(scan.word(after)!.key))) {
    scan.take({ surname: scan.word(after)!, ...initials }, 'initials', at, after);
  }
}

function byGivenName(scan: Scan, at: number): void {
  const word = scan.word(at)!;
  if (!scan.free(at) || word.shape === 'initial' || word.latin || word.key.length < 2) return;
  if (word.shape === 'lower' && !scan.besideSureSurname(at)) return;
  const readings = readGiven(word.text.toLowerCase());
  if (readings.length === 0 || isNoName(word.key)) return;
  const surname = surnameBeside(scan, at, at, false);
  if (surname === null) {
    const clear = word.shape !== 'lower' && !(isWordToo(word.key) && startsSentence(scan.words, at));
    if (clear && readings.some((one) => one.cases.includes('nominative') || !startsSentence(scan.words, at))) {
      scan.take({ surname: null, given: [word], patronymic: [] }, 'given', at, at);
    }
    return;
  }
  const beside = scan.word(surname)!;
  if (surname === at - 1 && isSecondGiven(scan, at + 1)) {
    const first = isFamilyBefore(scan, at - 1) ? at - 2 : at - 1;
    const family = first < at - 1 ? joined(scan.word(first)!, beside) : beside;
    scan.take({ surname: family, given: [word, scan.word(at + 1)!], patronymic: [] }, 'given', first, at + 1);
    return;
  }
  if (surname > at && isGivenName(beside.key) && !hasSurnameSuffix(beside.key) && isForeignSurname(scan, surname + 1)) {
    scan.take({ surname: scan.word(surname + 1)!, given: [word, beside], patronymic: [] }, 'given', at, surname + 1);
    return;
  }
  const [given, family] = isGivenFirst(scan, at, surname) ? [word, beside] : [beside, word];
  const single = singularOf(family.text.toLowerCase());
  const person = single ? { ...family, text: capitalised(single) } : family;
  scan.take({ surname: person, given: [given], patronymic: [] }, 'given', Math.min(at, surname), Math.max(at, surname));
}

/** «Рахмани Ахмад Шах», «Гарсия Мигель Анхель»: one more name before the line or the clause ends, and no surname. */
function isSecondGiven(scan: Scan, at: number): boolean {
  const word = scan.word(at);
  const after = scan.word(at + 1);
  return (
    !!word &&
    scan.free(at) &&
    jointBefore(scan.words, at) === 'space' &&
    word.shape === 'title' &&
    !word.latin &&
    word.key.length > 2 &&
    !isNoName(word.key) &&
    !hasSurnameSuffix(word.key) &&
    (!after || jointBefore(scan.words, at + 1) !== 'space') &&
    readPatronymic(word.text.toLowerCase()) === null
  );
}

/** «Гарсия Лопес Мигель Анхель»: does the surname begin one word earlier? */
function isFamilyBefore(scan: Scan, at: number): boolean {
  const word = scan.word(at - 1);
  return (
    !!word &&
    scan.free(at - 1) &&
    word.shape === 'title' &&
    jointBefore(scan.words, at) === 'space' &&
    !isNoName(word.key) &&
    !startsSentence(scan.words, at - 1)
  );
}

/** A surname of two words. */
function joined(one: Word, other: Word): Word {
  return { ...one, text: `${one.text} ${other.text}`, key: `${one.key} ${other.key}`, end: other.end };
}

/** After two given names: «Ибрагим Мамаду Диалло». */
function isForeignSurname(scan: Scan, at: number): boolean {
  const word = scan.word(at);
  return (
    !!word &&
    jointBefore(scan.words, at) === 'space' &&
    scan.free(at) &&
    /^(?:title|upper)$/.test(word.shape) &&
    !isNoName(word.key) &&
    !isGivenName(word.key) &&
    !readPatronymic(word.text.toLowerCase())
  );
}

/** Of two words that both may be given names: is the one at hand the given name? */
function isGivenFirst(scan: Scan, at: number, beside: number): boolean {
  const other = scan.word(beside)!;
  const word = scan.word(at)!;
  if (!isGivenName(other.key) || hasSurnameSuffix(other.key) || isEasternSurname(other.key)) return true;
  if (isEasternSurname(word.key)) return false;
  if (isWordToo(other.key) !== isWordToo(word.key)) return isWordToo(other.key);
  return at > beside;
}

/** «Нгуен Ван Тхань», «Чжан Вэй» */
function byEasternSurname(scan: Scan, at: number): void {
  const word = scan.word(at)!;
  if (!scan.free(at) || word.shape === 'lower' || word.shape === 'initial' || !isEasternSurname(word.key)) return;
  const before = scan.word(at - 1);
  if (
    before &&
    before.shape === word.shape &&
    jointBefore(scan.words, at) === 'space' &&
    readGiven(before.text.toLowerCase()).length > 0
  )
    return;
  const length = easternGivenLength(scan.words, at);
  if (length === 0 || !scan.free(at + length)) return;
  scan.take(
    { surname: word, given: scan.words.slice(at + 1, at + 1 + length), patronymic: [] },
    'eastern',
    at,
    at + length,
  );
}
