/** Tells the citizen of a later day and why (domain.md §9: an extension needs a reason and tells the new date). Pure. */
import { citizenHead, type Filled, matterOf, type ToCitizen } from './letterhead.ts';
import { lineOf } from './prose.ts';
import { dayText } from './wording.ts';

export interface ExtendedFacts extends ToCitizen {
  /** Subject of the ticket as the citizen wrote it. */
  subject: string;
  dueBefore: Date;
  dueAt: Date;
  reason: string;
  /** The citizen was asked for something: until it comes, the day moves on. */
  waiting?: boolean;
}

/** `dueAt` may also be the earlier of the two: staff correct a day they gave. */
export function extendedLetter(facts: ExtendedFacts): Filled {
  const { timeZone } = facts;
  return {
    template: 'extended',
    variables: {
      ...citizenHead(facts),
      matter: matterOf(facts.subject),
      later: facts.dueAt > facts.dueBefore,
      dueBefore: dayText(facts.dueBefore, timeZone),
      dueDay: dayText(facts.dueAt, timeZone),
      reason: lineOf(facts.reason),
      waiting: facts.waiting ?? false,
    },
  };
}
