/**
 * Lines of a signature: contacts, names, closing phrases. In: a line. Out: what it is. Never fails; every pattern is bounded.
 * A label counts only with its value right behind it: «Телефон горячей линии: 8 800 …» is a sentence for the reader.
 */
import { fold } from '../identity/fold.ts';

const LABEL =
  /^(?:(?:раб|рабочий|моб|мобильный|гор|городской|служ|служебный|контактный|прямой|внутр|внутренний)\.? )?(?:телефон(?:\/факс)?|тел(?:\.?\/факс)?|моб(?:ильный)?|сот(?:овый)?|факс|доб(?:авочный)?|т|м|phone|tel|mob(?:ile)?|cell|fax|office|whats ?app|telegram|телеграм|tg|viber|вайбер|max|skype|e-?mail|mail|почта|эл\.? ?почта|электронная почта|сайт|web|site|каб(?:инет)?|комн(?:ата)?|room)(?![\p{L}])\.? ?[:№-]? ?(.{1,120})$/iu;
const PLACE = /^(?:(?:почтовый |наш )?адрес ?: .{0,120}\d|\d{6}, .{2,120})/iu;
const PHONE = /^[+(]{0,2}\d[\d ()-]{4,20}(?:[, ]{0,2}(?:доб|вн|ext)[. ]{0,2}\d{1,6})?$/iu;
const EXTENSION = /^\d{1,6}$/;
const ADDRESS = /^<?[\w.+-]{1,64}@[\w.-]{1,255}>?(?: ?<mailto:[^<>\s]{1,320}>)?$/iu;
const LINK = /^(?:https?:\/\/|www\.)\S{1,300}$/i;
const HOST = /^(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,10}\/?$/i;
const NICKNAME = /^@[\w.]{2,40}$/;
const VALUES = [PHONE, EXTENSION, ADDRESS, LINK, HOST, NICKNAME];

const VALEDICTION =
  /^(?:с (?:(?:глубоким|искренним|большим) )?уважением|с наилучшими(?: пожеланиями)?|всего (?:доброго|наилучшего|хорошего)|best regards|kind regards|regards|sincerely)(?![\p{L}])/iu;
const POSTSCRIPT = /^(?:p\. ?s|ps(?![a-z])|з\. ?ы)/iu;
const BOILERPLATE = /конфиденциальн|предназначен|адресат|confidential|intended|распечат|берегите|environment/iu;
const SENTENCE_WORDS = 6;
const LONGEST = 90;

/** Is the whole line one contact or several: phones, addresses, links, a room? */
export function isContactLine(line: string): boolean {
  const text = plain(line);
  if (text === '' || text.length > 300) return false;
  return PLACE.test(text) || text.split(/ ?[|·•;] ?|, (?!вн|ext)/u).every(isContact);
}

/** «С уважением» and the like, with whatever follows on the line. */
export function isValediction(line: string): boolean {
  return VALEDICTION.test(plain(line));
}

/** Does the line say something to its reader, as no line of a signature does? */
export function speaks(line: string): boolean {
  const text = plain(line);
  if (BOILERPLATE.test(text)) return false;
  if (POSTSCRIPT.test(text) || text.endsWith(':') || text.length > LONGEST) return true;
  return /[.!?…]$/u.test(text) && text.split(' ').length >= SENTENCE_WORDS;
}

/** Is the line a name of this person, perhaps with a position behind a comma: «Петрова А.С.», «Анна, специалист»? */
export function namesPerson(line: string, person: string): boolean {
  const own = words(person);
  const [head = ''] = plain(line).split(/[,(|]| - /u);
  const said = words(head);
  const whole = said.filter((word) => word.length > 1);
  if (whole.length === 0 || said.length > own.length) return false;
  return said.every((word) => own.some((part) => (word.length === 1 ? part.startsWith(word) : part === word)));
}

/** The line without the contacts at its end: «Анна Петрова, тел. 123-45-67». */
export function withoutContacts(line: string): string {
  const pieces = line.split(/((?<!\s)\s*[,;|·•]\s+)/u);
  let kept = pieces.length;
  while (kept > 1 && isContact(plain(pieces[kept - 1]!))) kept -= 2;
  return pieces.slice(0, kept).join('');
}

function isContact(text: string): boolean {
  const value = LABEL.exec(text)?.[1] ?? text;
  return value === text
    ? VALUES.some((one) => one !== EXTENSION && one.test(value))
    : VALUES.some((one) => one.test(value));
}

function plain(line: string): string {
  return fold(line).trim().replace(/ {2,}/g, ' ');
}

function words(text: string): string[] {
  return (
    fold(text)
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/\p{L}+(?:-\p{L}+)*/gu) ?? []
  );
}
