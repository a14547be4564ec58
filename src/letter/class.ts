/**
 * Who or what wrote a letter: decides whether it may be answered (RFC 3834).
 * In: a letter, the office's own addresses, the header fields of its spam filter. Out: the class with the signals that
 * decided. Never fails.
 * Only structure makes a machine (contract.md, «Who is a machine»): reports, header fields, a no-reply address. What words
 * and other addresses say is doubt: the letter is a person's, and nothing is answered by itself.
 */

import { bounceSigns, passesReport } from './bounce-signs.ts';
import { doubtsOf, phrasesOf } from './doubt.ts';
import { personBehindForm } from './form.ts';
import type { Address, FilePart, Letter } from './letter.ts';
import { type MachineSigns, machineSigns } from './machine-headers.ts';
import { isOurs } from './own.ts';
import { hasMatter } from './phrasing.ts';
import { isDaemon, isNoReply, isPostmaster } from './sender.ts';
import { spamMark } from './spam.ts';

export type LetterClass = 'human' | 'automatic' | 'bounce' | 'list';

export interface Classification {
  class: LetterClass;
  /** May an automatic letter go to its sender? Never for machines, no-reply senders, ourselves, in doubt, or without a sender. */
  answerable: boolean;
  /** A person's letter that reads like a machine's: it changes only what it really brings. */
  doubtful: boolean;
  /** Set aside by the mark of the office's own filter, and by nothing else. */
  spam: boolean;
  /** What decided, `header: value` or a phrase, strongest first. */
  signals: string[];
}

export interface Surroundings {
  ownAddresses: readonly string[];
  /** Header fields in which the office's own filter tells of spam. */
  spamHeaders: readonly string[];
}

/** RFC 7489 §7.2.1.1: an aggregate report on our domain, by its subject and the name of its file. */
const DMARC_SUBJECT = /^(?:\[[^\]]{1,40}\]\s*)?report domain: .{1,255}\bsubmitter: /i;
const DMARC_FILE = /^[^!]{1,255}![^!]{1,255}!\d{1,12}!\d{1,12}(?:![^!]{1,255})?\.(?:zip|gz|xml|xml\.gz)$/i;

/** RFC 5546 §1.4: an answer to an invitation; an invitation itself is a person's letter. */
function isCalendarAnswer(file: FilePart): boolean {
  if (file.declared !== 'text/calendar' && file.declared !== 'application/ics') return false;
  const text = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, Math.min(file.bytes.byteLength, 4096));
  return /^METHOD:\s*(?:REPLY|COUNTER|DECLINECOUNTER)/im.test(text.toString('latin1'));
}

function isDmarcReport({ subject, files }: Letter): boolean {
  return DMARC_SUBJECT.test(subject.slice(0, 1000)) && files.some(({ name }) => DMARC_FILE.test(name ?? ''));
}

function automaticSignals(letter: Letter, signs: MachineSigns, own: readonly string[], personal: boolean): string[] {
  const signals: string[] = [];
  const kind = letter.report?.type ?? 'unknown';
  if (kind !== 'unknown' && kind !== 'embedded' && !passesReport(letter, personal)) {
    signals.push(`content-type: multipart/report; ${kind}`);
  }
  signals.push(...signs.automatic);
  if (letter.files.some(isCalendarAnswer)) signals.push('content-type: text/calendar; method=reply');
  if (isDmarcReport(letter)) signals.push('subject: report domain');
  if (personBehindForm(letter, own) !== null) return signals;
  const address = letter.from?.address ?? '';
  if (isOurs(address, own)) signals.push('from: our own address');
  else if (isNoReply(address) || (isDaemon(address) && !isAdministrator(letter))) signals.push(`from: ${address}`);
  return signals;
}

/** RFC 2142 §5: a person reads the box of the postmaster, and may write from it about a matter of his own. */
function isAdministrator({ from, split }: Letter): boolean {
  return isPostmaster(from?.address ?? '') && hasMatter(split.fresh);
}

/** Who wrote this letter, and may it be answered? Rules: RFC 3834 §2, domain.md §10, contract.md «Who is a machine». */
export function classify(letter: Letter, { ownAddresses, spamHeaders }: Surroundings): Classification {
  const own = ownAddresses.map((address) => address.toLowerCase());
  const signs = machineSigns(letter, own);
  const personal = signs.human.length > 0 || hasMatter(letter.split.fresh);
  const machine = (name: LetterClass, signals: string[], spam = false): Classification => ({
    class: name,
    answerable: false,
    doubtful: false,
    spam,
    signals,
  });

  const bounce = bounceSigns(letter, signs, personal);
  if (bounce.length > 0) return machine('bounce', bounce);
  const automatic = automaticSignals(letter, signs, own, personal);
  const list = listSigns(signs);
  const replied = signs.automatic.some((sign) => sign.startsWith('auto-submitted: auto-replied'));
  // A list's own word goes before `auto-generated`, which mailing programs say too.
  if (list.length > 0 && !replied) return machine(kindOfList(letter, signs, list), [...list, ...automatic]);
  if (automatic.length > 0) return machine('automatic', [...automatic, ...list, ...signs.weak]);
  const spam = spamMark(letter.headers, spamHeaders);
  if (spam !== null) return machine('automatic', [spam], true);

  const behind = personBehindForm(letter, own);
  const doubts = doubtsOf(letter, signs, behind);
  const target = behind ?? (letter.from && (letter.replyTo.find(({ address }) => address !== '') ?? letter.from));
  return {
    class: 'human',
    answerable: doubts.length === 0 && mayBeAnswered(target, own),
    doubtful: doubts.length > 0,
    spam: false,
    signals: [...doubts, ...signs.human, ...signs.weak.filter((sign) => !doubts.includes(sign))],
  };
}

/** Some corporate servers put Precedence on everything: a person's mail program outweighs it. */
function listSigns({ list, human }: MachineSigns): string[] {
  return human.length > 0 ? list.filter((sign) => !isPrecedence(sign)) : list;
}

/** What only says that it is not urgent, and answers a letter or reads so, is an automatic answer. */
function kindOfList(letter: Letter, signs: MachineSigns, list: readonly string[]): LetterClass {
  const plain = list.every((sign) => isPrecedence(sign) && !sign.includes('list'));
  return plain && (letter.inReplyTo.length > 0 || phrasesOf(letter, signs).length > 0) ? 'automatic' : 'list';
}

function isPrecedence(sign: string): boolean {
  return sign.startsWith('precedence:');
}

/** RFC 3834 §2: an answer goes only where a person can read it. */
function mayBeAnswered(target: Address | null, own: readonly string[]): boolean {
  const address = target?.address ?? '';
  return address.includes('@') && !isNoReply(address) && !isDaemon(address) && !isOurs(address, own);
}
