/**
 * What makes a person's letter look like a machine's: an address, the words of automatic answers, marks of mailings.
 * In: a letter, the signs of its header fields, its correspondent. Out: why it is doubted, strongest first. Never fails.
 */
import { saysReport } from './bounce-signs.ts';
import type { Address, Letter } from './letter.ts';
import type { MachineSigns } from './machine-headers.ts';
import { awaySubject, awayText, hasMatter, stateSubject, thanksText, wayOut } from './phrasing.ts';
import { soundsAutomatic } from './sender.ts';

/** @param behindForm who filled in the form, where the letter is one: what the site writes around his words says nothing of him */
export function doubtsOf(letter: Letter, signs: MachineSigns, behindForm: Address | null): string[] {
  if (behindForm !== null) return machineName(behindForm);
  return [
    ...phrasesOf(letter, signs),
    ...reported(letter, signs),
    ...mailing(letter, signs),
    ...machineName(letter.from),
    ...(isPersonal(letter, signs) ? [] : signs.weak.filter((sign) => sign.startsWith('return-path'))),
  ];
}

function machineName(sender: Address | null): string[] {
  return sender !== null && soundsAutomatic(sender.address) ? [`from: ${sender.address}`] : [];
}

function isPersonal({ split }: Letter, { human }: MachineSigns): boolean {
  return human.length > 0 || hasMatter(split.fresh);
}

/**
 * Phrasing counts only together with a weak sign, or where nothing at all speaks for a person; against a person's mail
 * program subject and text must agree. What a person passes on is not said by him.
 */
export function phrasesOf(letter: Letter, signs: MachineSigns): string[] {
  const { fresh, forwarded } = letter.split;
  if (hasMatter(fresh) || forwarded !== null) return [];
  // Exchange asks for no automatic answers on letters of people too.
  const weak = [...signs.weak, ...signs.list].some((sign) => !sign.startsWith('x-auto-response-suppress'));
  const text = awayText(fresh) ?? (weak ? thanksText(fresh) : null);
  const subject = awaySubject(letter.subject, fresh) ?? (weak || text !== null ? stateSubject(letter.subject) : null);
  const found = [subject && `subject: ${subject}`, text && `text: ${text}`].filter((phrase) => phrase !== null);
  const unspoken = signs.human.length === 0 || found.length > 1;
  return weak || (unspoken && letter.files.length === 0) ? found : [];
}

/** A mail system's words about a letter that was not delivered, where only they speak for one. */
function reported(letter: Letter, signs: MachineSigns): string[] {
  return isPersonal(letter, signs) || !saysReport(letter) ? [] : ['text: opens as a report'];
}

/** A mailing whose list does not name itself: a service sends it, and its words let its readers go. People's letters ask or answer. */
function mailing(letter: Letter, signs: MachineSigns): string[] {
  const exit = signs.mass.length > 0 ? wayOut(letter.split.fresh) : null;
  return exit === null || isPersonal(letter, signs) || letter.inReplyTo.length > 0
    ? []
    : [`text: ${exit}`, ...signs.mass];
}
