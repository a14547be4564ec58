/**
 * Is a letter a mail system's report about delivery, and what says so?
 * In: a letter, the signs of its header fields, whether it is a person's. Out: signals; none for other letters. Never fails.
 */

import { readBounce } from './bounce.ts';
import { bounceSubject, holdsBlocks, opensAsReport, saysFailure } from './failure.ts';
import type { Letter } from './letter.ts';
import type { MachineSigns } from './machine-headers.ts';
import { awaySubject, hasMatter } from './phrasing.ts';
import { daemonName, isDaemon, isNoReply } from './sender.ts';

/** A report's own words are short. */
const REPORT_CHARS = 20_000;
/** Subjects that a mail program makes when a person passes a letter on or answers it. */
const PASSED_ON = /^\s*(?:re|fwd?|fw|на|пер(?:есл)?|отв(?:ет)?|tr|wg|aw)\s*(?:\[\d+\])?:/i;

/** A person's mail program that passes a report on keeps its parts, not its frame (RFC 6522 §3). */
export function passesReport(letter: Letter, personal: boolean): boolean {
  const type = letter.headers.find(({ name }) => name === 'content-type')?.value ?? '';
  return personal && !/^multipart\/report/i.test(type);
}

/**
 * A report about delivery: by its structure, by its sender, or by a mail system's words where more than words speaks for
 * a machine. A report that a person passes on stays that person's letter.
 */
export function bounceSigns(letter: Letter, signs: MachineSigns, personal: boolean): string[] {
  const bounce = readBounce(letter);
  if (bounce === null) return [];
  const { from, report } = letter;
  const header = (field: string) => letter.headers.find(({ name }) => name === field)?.value;
  const daemon = from !== null && isDaemon(from.address);
  const signals: string[] = [];
  if (report !== null && report.status !== '' && (daemon || !passesReport(letter, personal))) {
    signals.push(`content-type: multipart/report; ${report.type}`);
  }
  if (header('x-failed-recipients') !== undefined) signals.push('x-failed-recipients');
  const phrase = bounceSubject(letter.subject);
  if (phrase !== null && holdsBlocks(letter.split.fresh) && !isSaidByPerson(letter))
    signals.push('text: final-recipient');
  const evidence = saysSo(letter) ? systemEvidence(letter, signs) : null;
  const passedOn = personal || isPassedOn(letter);
  if (phrase !== null && (daemon || (evidence !== null && !passedOn))) signals.push(`subject: ${phrase}`);
  if (daemon) signals.push(`from: ${from.address}`);
  else if (signals.length > 0 && evidence !== null) signals.push(evidence);
  return signals;
}

/** Whoever shows such blocks to somebody passes them on or says what he wants. */
function isSaidByPerson({ subject, split }: Letter): boolean {
  return PASSED_ON.test(subject) || hasMatter(split.fresh);
}

/** Do its words alone read as a report? People write so too. */
export function saysReport(letter: Letter): boolean {
  return (
    bounceSubject(letter.subject) !== null &&
    !isPassedOn(letter) &&
    saysSo(letter) &&
    opensAsReport(letter.text) &&
    readBounce(letter)?.recipient != null
  );
}

/** What is quoted below another system's receipt was said by somebody else. */
function saysSo({ split }: Letter): boolean {
  return saysFailure(split.fresh.slice(0, REPORT_CHARS).replace(/\s+/g, ' '));
}

function isPassedOn({ subject }: Letter): boolean {
  return PASSED_ON.test(subject) || awaySubject(subject, '') !== null;
}

/** What beside the words speaks for a mail system where the sender's address does not. */
function systemEvidence({ from }: Letter, signs: MachineSigns): string | null {
  const empty = signs.weak.find((sign) => sign.startsWith('return-path'));
  if (empty !== undefined) return empty;
  if (signs.automatic[0] !== undefined) return signs.automatic[0];
  if (from === null) return 'from: missing';
  return isNoReply(from.address) ? `from: ${from.address}` : daemonName(from.name);
}
