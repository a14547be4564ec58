/** A letter that was taken for an operator's and not trusted, or came too late: held, nothing went out (domain.md §8). Pure. */
import { type Filled, matterOf, staffGreeting } from './letterhead.ts';
import { type ListedFile, listedFiles } from './listed-files.ts';
import { lineOf, linesOf, wordsOf } from './prose.ts';
import { stampText } from './wording.ts';

export type HeldReason =
  /** No address and no reference of ours with a token for this operator. */
  | { why: 'no-token' }
  /** The token was made for somebody else. */
  | { why: 'foreign-token' }
  /** The letter that is answered was written too long ago (`mailAuth.tokenDays`). */
  | { why: 'expired-token' }
  /** `checks`: what was found, e.g. «DKIM: нет подписи, SPF: fail». */
  | { why: 'not-authenticated'; domain: string; checks: string | null }
  /** Somebody else answered since the letter that this one answers. */
  | { why: 'collision'; other: { name: string; at: Date; text: string } }
  /** Commands below the text: which of it is for the citizen cannot be told. */
  | { why: 'command-below'; lines: readonly string[] }
  /** Files that are not sent on. */
  | { why: 'refused-files'; files: readonly ListedFile[] }
  /** Lines of our own letter in the text. */
  | { why: 'echo'; lines: readonly string[] };

/** The letter is the operator's, and so is what stands against it. */
const OWN_MISTAKES: readonly HeldReason['why'][] = ['collision', 'command-below', 'refused-files', 'echo'];
const SHOWN = 10;

export interface HeldFacts {
  office: { name: string; address: string };
  timeZone: string;
  number: string;
  /** Whom the letter is from, as the directory names him. */
  reader: { name: string };
  /** Subject of the ticket. */
  subject: string;
  receivedAt: Date;
  reason: HeldReason;
  /** The held text, without the quoted tail. */
  text: string;
}

/**
 * Told to the address of the directory, never to the one that the letter came from unless it is the same.
 * An answer «Подтверждаю» sends what was held; any other text or command goes instead of it.
 */
export function heldLetter(facts: HeldFacts): Filled {
  const { office, number, reader, reason, subject, timeZone } = facts;
  return {
    template: 'held',
    variables: {
      office: { name: office.name, address: office.address },
      footer: 'staff-only',
      number,
      reader: staffGreeting(reader.name),
      matter: matterOf(subject),
      receivedAt: stampText(facts.receivedAt, timeZone),
      why: reason.why,
      ours: OWN_MISTAKES.includes(reason.why),
      found: 'lines' in reason ? reason.lines.slice(0, SHOWN).map(lineOf) : [],
      refused: 'files' in reason ? listedFiles(reason.files).listed : [],
      domain: 'domain' in reason ? lineOf(reason.domain) : null,
      checks: 'checks' in reason && reason.checks ? lineOf(reason.checks) : null,
      ...wordsOf(facts.text),
      ...(reason.why === 'collision' ? collisionOf(facts.text, reason.other, timeZone) : { other: null, alike: false }),
    },
  };
}

/** Both answers whole. Where they share lines, those that only one of them has are marked. */
function collisionOf(text: string, other: { name: string; at: Date; text: string }, timeZone: string) {
  const mine = linesOf(text);
  const theirs = linesOf(other.text);
  const shared = new Set(theirs.map(keyOf)).intersection(new Set(mine.map(keyOf)));
  shared.delete('');
  const alike = shared.size > 0;
  const marked = (lines: string[]) =>
    alike ? lines.map((line) => (line === '' || shared.has(keyOf(line)) ? line : `+ ${line}`)) : lines;
  return {
    lines: marked(mine),
    alike,
    other: { name: lineOf(other.name), at: stampText(other.at, timeZone), lines: marked(theirs) },
  };
}

/** Lines that differ in spaces or letter case are the same. */
function keyOf(line: string): string {
  return line.toLowerCase().replace(/\s+/g, ' ').trim();
}
