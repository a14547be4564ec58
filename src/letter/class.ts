/**
 * Who or what wrote a letter: decides whether it may be answered (RFC 3834).
 * In: a letter, the office's own addresses. Out: the class with the signals that decided. Never fails.
 * Order of trust: structure (reports), header fields, the sender's address, phrasing last.
 */

import { bounceSigns, passesReport } from './bounce-signs.ts';
import type { Address, FilePart, Letter } from './letter.ts';
import { type MachineSigns, machineSigns } from './machine-headers.ts';
import { isOurs } from './own.ts';
import { awaySubject, awayText, hasMatter, stateSubject, thanksText } from './phrasing.ts';
import { isDaemon, isNoReply, isNotifier, isPostmaster, isRobot } from './sender.ts';

export type LetterClass = 'human' | 'automatic' | 'bounce' | 'list';

export interface Classification {
  class: LetterClass;
  /** May an automatic letter go to its sender? Never for machines, no-reply senders, ourselves, or without a sender. */
  answerable: boolean;
  /** What decided, `header: value` or a phrase, strongest first. */
  signals: string[];
}

export interface OwnAddresses {
  ownAddresses: readonly string[];
}

/** RFC 7489 §7.2.1.1: an aggregate report on our domain. */
const DMARC_REPORT = /^(?:\[[^\]]{1,40}\]\s*)?report domain: .{1,255}\bsubmitter: /i;

/** RFC 5546 §1.4: an answer to an invitation; an invitation itself is a person's letter. */
function isCalendarAnswer(file: FilePart): boolean {
  if (file.declared !== 'text/calendar' && file.declared !== 'application/ics') return false;
  const text = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, Math.min(file.bytes.byteLength, 4096));
  return /^METHOD:\s*(?:REPLY|COUNTER|DECLINECOUNTER)/im.test(text.toString('latin1'));
}

function automaticSignals(letter: Letter, signs: MachineSigns, own: readonly string[], personal: boolean): string[] {
  const signals: string[] = [];
  const kind = letter.report?.type ?? 'unknown';
  if (kind !== 'unknown' && kind !== 'embedded' && !passesReport(letter, personal)) {
    signals.push(`content-type: multipart/report; ${kind}`);
  }
  signals.push(...signs.automatic);
  if (letter.files.some(isCalendarAnswer)) signals.push('content-type: text/calendar; method=reply');
  if (DMARC_REPORT.test(letter.subject.slice(0, 1000))) signals.push('subject: report domain');
  const address = letter.from?.address ?? '';
  if (isOurs(address, own)) signals.push('from: our own address');
  else if (isRobot(address) || (isDaemon(address) && !isAdministrator(letter, signs))) signals.push(`from: ${address}`);
  else if (isNoReply(address) && !isForm(letter, own)) signals.push(`from: ${address}`);
  return signals;
}

/** Some providers add a way to unsubscribe to everything they send, people's letters with a matter among it. */
function isAddedOnTheWay(letter: Letter, signs: MachineSigns): boolean {
  const added = signs.list.every((sign) =>
    /^(?:list-unsubscribe|feedback-id|x-(?:mailru|postmaster)-msgtype)/.test(sign),
  );
  return added && signs.human.length > 0 && signs.weak.length === 0 && hasMatter(letter.split.fresh);
}

/** RFC 2142 §5: a person reads the box of the postmaster, and may write from it about a matter of his own. */
function isAdministrator({ from, split }: Letter, signs: MachineSigns): boolean {
  return isPostmaster(from?.address ?? '') && hasMatter(split.fresh) && signs.weak.length === 0;
}

/** A form of a site sends people's letters from its own box; the person stands in Reply-To, with a matter. */
function isForm(letter: Letter, own: readonly string[]): boolean {
  return hasMatter(letter.split.fresh) && letter.replyTo.some((one) => one.address !== '' && mayBeAnswered(one, own));
}

/**
 * Phrasing decides only together with a weak sign, or where nothing at all speaks for a person; against a person's mail
 * program subject and text must agree. What a person passes on is not said by him.
 */
function phraseSignals(letter: Letter, signs: MachineSigns): string[] {
  const { fresh, forwarded } = letter.split;
  if (hasMatter(fresh) || forwarded !== null) return [];
  // Exchange asks for no automatic answers on letters of people too.
  const weak = signs.weak.some((sign) => !sign.startsWith('x-auto-response-suppress'));
  const text = awayText(fresh) ?? (weak ? thanksText(fresh) : null);
  const subject = awaySubject(letter.subject, fresh) ?? (weak || text !== null ? stateSubject(letter.subject) : null);
  const found = [subject && `subject: ${subject}`, text && `text: ${text}`];
  const phrases = found.filter((phrase) => phrase !== null);
  if (phrases.length === 0) return [];
  if (weak) return [...phrases, ...signs.weak];
  const unspoken = signs.human.length === 0 || phrases.length > 1;
  return unspoken && letter.files.length === 0 ? phrases : [];
}

/** Who wrote this letter, and may it be answered? Rules: RFC 3834 §2, domain.md §10, contract.md «Made exact». */
export function classify(letter: Letter, context: OwnAddresses): Classification {
  const ownAddresses = context.ownAddresses.map((address) => address.toLowerCase());
  const signs = machineSigns(letter.headers, ownAddresses);
  const personal = signs.human.length > 0 || hasMatter(letter.split.fresh);
  const machine = (name: LetterClass, signals: string[]) => ({ class: name, answerable: false, signals });

  const bounce = bounceSigns(letter, signs, personal);
  if (bounce.length > 0) return machine('bounce', bounce);
  const bulk = signs.weak.filter((sign) => sign.startsWith('precedence'));
  const replied = signs.automatic.some((sign) => sign.startsWith('auto-submitted: auto-replied'));
  // A list's own word goes before `auto-generated`, which mailing programs say too.
  if (signs.list.length > 0 && !replied && !isAddedOnTheWay(letter, signs)) {
    return machine('list', [...signs.list, ...bulk, ...signs.automatic]);
  }
  const automatic = automaticSignals(letter, signs, ownAddresses, personal);
  if (automatic.length > 0) return machine('automatic', [...automatic, ...signs.weak]);
  const phrases = phraseSignals(letter, signs);
  if (phrases.length > 0) return machine('automatic', phrases);
  // Some corporate servers put these on everything: a person's mail program, or his matter, outweighs them.
  if (!personal && bulk.length > 0) {
    const answers = letter.inReplyTo.length > 0 && !bulk.some((sign) => sign.includes('list'));
    return machine(answers ? 'automatic' : 'list', bulk);
  }
  const empty = signs.weak.filter((sign) => sign.startsWith('return-path'));
  if (!personal && empty.length > 0) return machine('automatic', empty);
  if (!personal && isNotifier(letter.from?.address ?? ''))
    return machine('automatic', [`from: ${letter.from?.address}`]);

  const target =
    letter.from === null ? undefined : (letter.replyTo.find(({ address }) => address !== '') ?? letter.from);
  return { class: 'human', answerable: mayBeAnswered(target, ownAddresses), signals: [...signs.human, ...signs.weak] };
}

/** RFC 3834 §2: an answer goes only where a person can read it. */
function mayBeAnswered(target: Address | undefined, ownAddresses: readonly string[]): boolean {
  const address = target?.address ?? '';
  return address.includes('@') && !isNoReply(address) && !isDaemon(address) && !isOurs(address, ownAddresses);
}
