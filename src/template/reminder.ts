/** Reminds the citizen, once, of what he was asked for (domain.md §3, §9). Enters: facts. Leaves: variables. Pure. */
import type { Item } from '../identity/missing.ts';
import { citizenHead, type Filled, matterOf, type ToCitizen } from './letterhead.ts';
import { linesOf } from './prose.ts';
import { type Prospect, prospectOf } from './prospect.ts';
import { dayText } from './wording.ts';

export interface ReminderFacts extends ToCitizen, Prospect {
  /** Subject of the ticket as the citizen wrote it. */
  subject: string;
  receivedAt: Date;
  /** What one of the staff asked for, in his words; null when the service asked. */
  asked: string | null;
  missing: readonly Item[];
  /** СНИЛС was given and its check digits do not serve. */
  snilsInvalid: boolean;
  /** The day on which the ticket is closed; null when it waits without end. */
  waitsUntil: Date | null;
}

/** Says again what is needed, so that no other letter has to be looked for. */
export function reminderLetter(facts: ReminderFacts): Filled {
  const { timeZone, waitsUntil } = facts;
  return {
    template: 'reminder',
    variables: {
      ...citizenHead(facts),
      ...prospectOf('awaiting_info', facts, timeZone),
      matter: matterOf(facts.subject),
      receivedDay: dayText(facts.receivedAt, timeZone),
      lines: facts.asked === null ? [] : linesOf(facts.asked),
      missing: { fio: facts.missing.includes('fio'), snils: facts.missing.includes('snils') },
      snilsInvalid: facts.snilsInvalid,
      waitsUntil: waitsUntil === null ? null : dayText(waitsUntil, timeZone),
    },
  };
}
