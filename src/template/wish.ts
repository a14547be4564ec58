/**
 * The answer to a wish: «Принять», «Отказать», «Закрыть обращение» (domain.md §7). It is the receipt of that
 * letter and the news of the new status in one; where nothing can be done it says why and what can. Pure.
 */
import type { Status } from '../ticket/status.ts';
import { changeOf } from './change.ts';
import type { Filled } from './letterhead.ts';
import { prospectOf } from './prospect.ts';
import { type ReceiptFacts, variablesOf } from './receipt.ts';

/** `status` is the one after the letter. */
export interface WishFacts extends ReceiptFacts {
  wish: 'accept' | 'refuse' | 'close';
  /** Status before the letter; the same as `status` when the wish could not be fulfilled. */
  before: Status;
  /** A solution refused without saying why is asked about. */
  reasonGiven: boolean;
  /** So many days after closing a letter opens the ticket again. */
  reopenDays: number;
}

const REASONS: Record<WishFacts['wish'], string> = {
  accept: 'вы приняли решение',
  refuse: 'вы не приняли решение',
  close: 'вы попросили закрыть обращение',
};

/** Fulfilled when the status is another one afterwards. */
export function wishLetter(facts: WishFacts): Filled {
  const { wish, before, status, receivedAt, timeZone } = facts;
  return {
    template: 'wish',
    variables: {
      ...variablesOf(facts),
      ...prospectOf(status, facts, timeZone),
      // As in every receipt: what an unproved sender wrote is not sent back to the address he gave.
      matter: null,
      wish,
      change: changeOf({ at: receivedAt, before, after: status, reason: REASONS[wish] }, timeZone),
      reasonGiven: facts.reasonGiven,
    },
  };
}
