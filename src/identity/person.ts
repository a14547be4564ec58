/**
 * The people of a letter: mentions of one person put together. In: judged mentions. Out: persons, fullest name each.
 * Never fails.
 */
import type { Judged, Role } from './context.ts';
import type { Fio } from './identity.ts';
import { keyOf, partKey } from './words.ts';

export interface Person {
  fio: Fio;
  mentions: Judged[];
  /** The role of the mention that says most: `own` before all others. */
  role: Role;
  relation: string | null;
  points: number;
}

/** Are two parts the same, or one the initial of the other, or one unknown? */
function fits(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return true;
  const first = partKey(one);
  const second = partKey(other);
  if (first === second) return true;
  if (isHalf(one, other) || isHalf(other, one)) return true;
  const initial = one.endsWith('.') || other.endsWith('.');
  return initial && first[0] === second[0];
}

/** «Ырыс» of Ырыс-оол, «Римская» of Римская-Корсакова. */
function isHalf(half: string, whole: string): boolean {
  return whole.length > half.length + 1 && half.length > 2 && keyOf(whole).startsWith(`${keyOf(half)}-`);
}

/** May two names be one person's? They must share a surname, or a given name that nothing contradicts. */
export function mayBeOne(one: Fio, other: Fio): boolean {
  if (isWithin(one, other) || isWithin(other, one)) return true;
  if (!fits(one.surname, other.surname) || !fits(one.given, other.given) || !fits(one.patronymic, other.patronymic))
    return false;
  if (one.surname !== null && other.surname !== null) return true;
  if (expands(one, other) || expands(other, one)) return true;
  return one.given !== null && other.given !== null && !one.given.endsWith('.') && !other.given.endsWith('.');
}

/** «Артур Отто», taken for given name and surname, of «Фукс Артур Отто Вильгельмович». */
function isWithin(two: Fio, whole: Fio): boolean {
  if (!two.surname || !two.given || two.patronymic || !whole.given?.includes(' ')) return false;
  return partKey(whole.given) === partKey(two.given) + partKey(two.surname);
}

/** «Конев С. Я. (Станислав Янович)»: two initials told in full. */
function expands(short: Fio, full: Fio): boolean {
  return (
    !!short.given?.endsWith('.') && !!short.patronymic?.endsWith('.') && !!full.patronymic && full.surname === null
  );
}

/** The fuller of each part; of equal ones the form with ё. */
export function united(one: Fio, other: Fio): Fio {
  if (isWithin(other, one)) return one;
  if (isWithin(one, other)) return other;
  return {
    surname: fuller(one.surname, other.surname),
    given: fuller(one.given, other.given),
    patronymic: fuller(one.patronymic, other.patronymic),
  };
}

function fuller(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  if (one.endsWith('.') !== other.endsWith('.')) return one.endsWith('.') ? other : one;
  if (isHalf(one, other)) return other;
  return /ё/u.test(other) && partKey(one) === partKey(other) ? other : one;
}

/** Puts the mentions of a text together by person, in order of first appearance. */
export function personsOf(mentions: readonly Judged[]): Person[] {
  const persons: Person[] = [];
  const bySureness = [...mentions].sort(
    (one, other) => fullness(other.fio) - fullness(one.fio) || one.start - other.start,
  );
  for (const mention of bySureness) {
    const known = persons.find(
      (person) =>
        mayBeOne(person.fio, mention.fio) &&
        (mention.fio.surname !== null || mention.fio.patronymic !== null || mention.role === 'own' || mention.closing),
    );
    if (known) {
      known.fio = united(known.fio, mention.fio);
      known.mentions.push(mention);
    } else {
      persons.push({
        fio: mention.fio,
        mentions: [mention],
        role: mention.role,
        relation: mention.relation,
        points: mention.points,
      });
    }
  }
  for (const person of persons) settle(person);
  joinHalves(persons);
  return persons.sort((one, other) => first(one) - first(other));
}

/** «Моя фамилия Эрендженова, зовут Кермен Санджиевна»: two halves that the author gives of himself. */
function joinHalves(persons: Person[]): void {
  const surname = persons.find((person) => person.role === 'own' && person.fio.surname && !person.fio.given);
  const given =
    persons.find((person) => person.role === 'own' && !person.fio.surname && person.fio.given) ??
    persons.find((person) => person.role === 'plain' && !person.fio.surname && person.mentions.some(signs));
  if (!surname || !given) return;
  surname.fio = united(surname.fio, given.fio);
  surname.mentions.push(...given.mentions);
  persons.splice(persons.indexOf(given), 1);
}

function signs(mention: Judged): boolean {
  return mention.closing && !mention.bent && mention.fio.given !== null;
}

function first(person: Person): number {
  return Math.min(...person.mentions.map((mention) => mention.start));
}

function settle(person: Person): void {
  const best = person.mentions.reduce((one, other) => (other.points > one.points ? other : one));
  const telling = person.mentions.filter(({ fio }) => fio.surname !== null || fio.patronymic !== null);
  const deciding =
    person.mentions.find((mention) => mention.role === 'own') ??
    person.mentions.find((mention) => mention.role === 'plain' && mention.points >= 6) ??
    (telling.length > 0 ? telling : person.mentions).find((mention) => !WEAK.has(mention.role)) ??
    person.mentions.find((mention) => mention.role === 'plain' && !mention.bent) ??
    person.mentions.find((mention) => mention.role === 'quoted') ??
    best;
  person.role = deciding.role;
  person.relation = deciding.relation;
  const others =
    person.role === 'own' || person.role === 'plain' ? best.points : Math.min(best.points, deciding.points);
  person.points = Math.max(others, deciding.points) + Math.min(2, person.mentions.length - 1);
}

/** Roles that one other mention of the same person outweighs: a name quoted or greeted may still be the author's. */
const WEAK = new Set<Role>(['plain', 'addressee', 'quoted']);

/** How much of a name is there: initials count half. */
export function fullness(fio: Fio): number {
  return [fio.surname, fio.given, fio.patronymic].reduce(
    (sum, part) => sum + (part === null ? 0 : part.endsWith('.') ? 1 : 2),
    0,
  );
}
