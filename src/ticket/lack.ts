/**
 * Why an operator has a ticket although something required of its applicant is missing (domain.md §3): nobody is asked for ever.
 * In: what is missing, what the citizen says of it, whether he can be asked. Out: a reason, or null where he is asked. Pure.
 */
import type { Item } from '../identity/missing.ts';

export type Lack =
  /** He says that he has none. */
  | 'says-none'
  /** He was asked, and answered without it. */
  | 'asked-once'
  /** Nobody could ask him. */
  | 'not-asked'
  /** Another office passed his letter on: it is not the one to be asked. */
  | 'by-office';

export interface Opening {
  missing: readonly Item[];
  hasNone: readonly Item[];
  byOffice: boolean;
}

/** A letter that opens a ticket. @param mayAsk does he get an automatic answer? */
export function lackAtFirst({ missing, hasNone, byOffice }: Opening, mayAsk: boolean): Lack | null {
  if (missing.length === 0) return null;
  if (byOffice) return 'by-office';
  if (missing.every((item) => hasNone.includes(item))) return 'says-none';
  return mayAsk ? null : 'not-asked';
}

/** A letter that answers. */
export function lackAfterAnswer(missing: readonly Item[], hasNone: readonly Item[]): Lack | null {
  if (missing.length === 0) return null;
  return missing.every((item) => hasNone.includes(item)) ? 'says-none' : 'asked-once';
}
