/**
 * The letter to somebody who wrote about a ticket that he is not shown to be of: that his letter arrived, and nothing of the
 * ticket (contract.md, «Tickets and people»). Enters: facts. Leaves: variables of the templates. Pure.
 */
import { citizenHead, type Filled, type Letterhead } from './letterhead.ts';
import { momentText } from './wording.ts';

export interface ArrivalFacts extends Letterhead {
  receivedAt: Date;
}

/** Neither greets by name nor tells a status, a day or a file. */
export function arrivalLetter(facts: ArrivalFacts): Filled {
  return {
    template: 'arrival',
    variables: {
      ...citizenHead({ ...facts, applicant: null }),
      receivedAt: momentText(facts.receivedAt, facts.timeZone),
    },
  };
}
