/** The letter that tells a citizen of a new status when nothing else is written to him (domain.md §6). Enters: facts. Pure. */
import type { Status } from '../ticket/status.ts';
import { type Change, changeOf } from './change.ts';
import { citizenHead, type Filled, matterOf, type ToCitizen } from './letterhead.ts';
import { type Prospect, prospectOf } from './prospect.ts';

export interface StatusChangedFacts extends ToCitizen, Prospect {
  /** Subject of the ticket as the citizen wrote it. */
  subject: string;
  change: Change & { after: Exclude<Status, 'registered'> };
  /** Closed because the citizen did not answer what he was asked. */
  unanswered?: boolean;
}

/** One source; the sentences differ by the new status, and by whether the ticket had been finished before. */
export function statusChangedLetter(facts: StatusChangedFacts): Filled {
  const { change, timeZone } = facts;
  return {
    template: 'status-changed',
    variables: {
      ...citizenHead(facts),
      ...prospectOf(change.after, facts, timeZone),
      matter: matterOf(facts.subject),
      change: changeOf(change, timeZone),
      unanswered: facts.unanswered ?? false,
    },
  };
}
