/** The operator asks the citizen for something; the ticket waits and its clock stands (domain.md §8 `#запросить`, §9). Pure. */
import type { Status } from '../ticket/status.ts';
import { changeOf } from './change.ts';
import { citizenHead, type Filled, matterOf, type ToCitizen } from './letterhead.ts';
import { type Prospect, prospectOf } from './prospect.ts';
import { type Signed, signedBy } from './signed.ts';
import { dayText } from './wording.ts';

export interface RequestFacts extends ToCitizen, Prospect, Signed {
  /** Subject of the ticket as the citizen wrote it. */
  subject: string;
  at: Date;
  /** Status before; afterwards it is `awaiting_info`. */
  before: Status;
  /** Of what is asked for, that which we can explain by ourselves. */
  missing: readonly ('fio' | 'snils')[];
  /** СНИЛС was given and its check digits do not serve. */
  snilsInvalid: boolean;
  /** The last day on which the case waits; null when it waits without end. */
  waitsUntil: Date | null;
}

/** `text` is what the operator asks for, in his words; it may be empty when `missing` says all. */
export function requestLetter(facts: RequestFacts): Filled {
  const { timeZone, waitsUntil } = facts;
  const change = { at: facts.at, before: facts.before, after: 'awaiting_info', reason: null } as const;
  return {
    template: 'request',
    variables: {
      ...citizenHead(facts, 'answer'),
      ...prospectOf('awaiting_info', facts, timeZone),
      ...signedBy(facts, facts.office.address),
      matter: matterOf(facts.subject),
      change: changeOf(change, timeZone),
      missing: { fio: facts.missing.includes('fio'), snils: facts.missing.includes('snils') },
      snilsInvalid: facts.snilsInvalid,
      waitsUntil: waitsUntil === null ? null : dayText(waitsUntil, timeZone),
    },
  };
}
