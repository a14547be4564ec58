/** A letter that was taken for an operator's and not trusted, or came too late: held, nothing went out (domain.md §8). Pure. */
import type { Filled } from './letterhead.ts';

export type HeldReason =
  /** No address and no reference of ours with a token for this operator. */
  | { why: 'no-token' }
  /** The token was made for somebody else, or long ago. */
  | { why: 'foreign-token' }
  | { why: 'expired-token' }
  /** `checks`: what was found, e.g. «DKIM: нет подписи, SPF: fail». */
  | { why: 'not-authenticated'; domain: string; checks: string | null }
  | { why: 'not-in-directory'; address: string }
  | { why: 'unknown-ticket' }
  /** Somebody else answered since the letter that this one answers. */
  | { why: 'collision'; other: { name: string; at: Date; text: string } };

export interface HeldFacts {
  office: { name: string; address: string };
  timeZone: string;
  /** Null when no ticket could be told. */
  number: string | null;
  /** Whom the letter is from, as the directory names him; null for somebody who is not in it. */
  reader: { name: string } | null;
  /** Subject of the ticket; null with the number. */
  subject: string | null;
  receivedAt: Date;
  reason: HeldReason;
  /** The held text, without the quoted tail. */
  text: string;
}

export function heldLetter(facts: HeldFacts): Filled {
  return { template: 'held', variables: facts };
}
