/** How near the writer of a letter is to the ticket that it is about (contract.md, «Tickets and people»). Pure. */
import type { Authorship } from '../letter/authorship.ts';
import type { Audience } from '../register/match.ts';

/** What ties a letter to a ticket. */
export interface Ties {
  /** Is the sender's address one of the ticket's people? */
  belongs: boolean;
  /** Whose token it was that found the ticket; null where no token did. */
  token: 'of the sender' | 'of staff' | 'of another' | null;
  /** Whether that token went out to staff or to those who belong to the ticket; null where no token did. */
  audience: Audience | null;
  /** Is that token older than tokens are good for? */
  expired: boolean;
  /** Was it made with a key that is no longer the current one, and may be known to others? */
  superseded: boolean;
}

/** `elsewhere`: he holds a letter of ours to somebody of the ticket, and writes from another address. */
export type Standing = 'belongs' | 'elsewhere' | 'stranger';

/**
 * A token of ours proves that the writer got our letter to a citizen; whose address he writes from, anybody can make up
 * (domain.md §7). Nobody belongs by an address that our own mail server denies, or that others may not read out of the letter.
 * A token that was made for staff lets nobody else in, nor somebody who is of the staff no more; an old one, or one made with
 * an old key, lets in only those who belong to the ticket without it.
 */
export function standingOf(ties: Ties, { doubt }: Authorship): Standing {
  const holds = holdsLetter(ties);
  if (doubt === null && (ties.belongs || (holds && ties.token === 'of the sender'))) return 'belongs';
  return holds ? 'elsewhere' : 'stranger';
}

/**
 * Is it shown that the letter comes from the address in its From? Only such a letter lets others in and sends answers elsewhere:
 * one with a token made for its sender, or proven by our own mail server.
 */
export function provesItself(ties: Ties | null, { proven, doubt }: Authorship): boolean {
  return doubt === null && (proven || (ties !== null && holdsLetter(ties) && ties.token === 'of the sender'));
}

function holdsLetter(ties: Ties): boolean {
  return ties.audience === 'citizen' && !isOld(ties);
}

/** Does the token prove no more that its writer got a letter of ours? */
export function isOld({ expired, superseded }: Pick<Ties, 'expired' | 'superseded'>): boolean {
  return expired || superseded;
}
