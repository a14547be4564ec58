/** An operator's answer in the office's template; when it comes with a new status, that too, so that one letter goes. Pure. */
import type { Status } from '../ticket/status.ts';
import { type Change, changeOf } from './change.ts';
import { citizenHead, type Filled, matterOf, type ToCitizen } from './letterhead.ts';
import { type Prospect, prospectOf } from './prospect.ts';
import { type Signed, signedBy, withoutAddress } from './signed.ts';

export interface AnswerFacts extends ToCitizen, Prospect, Signed {
  /** Subject of the ticket as the citizen wrote it. */
  subject: string;
  /** Status after the answer. */
  status: Status;
  /** The change that came with it; null when the status stayed. */
  change: Change | null;
}

/** Not automatic: the footer says that a person wrote it. */
export function answerLetter(facts: AnswerFacts): Filled {
  const { change, office, operator } = facts;
  const reason = change?.reason ? withoutAddress(change.reason, operator.address, office.address) : null;
  return {
    template: 'answer',
    variables: {
      ...citizenHead(facts, 'answer'),
      ...prospectOf(facts.status, facts, facts.timeZone),
      ...signedBy(facts, office.address),
      matter: matterOf(facts.subject),
      change: changeOf(change && { ...change, reason }, facts.timeZone),
    },
  };
}
