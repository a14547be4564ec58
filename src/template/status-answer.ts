/** Answer to «Статус обращения»: dates, status, next step; no name and nothing else of a person (domain.md §7). Pure. */
import type { Item } from '../identity/missing.ts';
import type { Status } from '../ticket/status.ts';
import { type AnsweredFile, filesOf } from './answered-files.ts';
import { citizenHead, type Filled, type Letterhead } from './letterhead.ts';
import { type Prospect, prospectOf } from './prospect.ts';
import { momentText } from './wording.ts';

export interface StatusAnswerFacts extends Letterhead, Prospect {
  receivedAt: Date;
  status: Status;
  /** Last change of status; the time of registration when there was none. */
  changedAt: Date;
  missing: readonly Item[];
  /** СНИЛС was given and its check digits do not serve. */
  snilsInvalid: boolean;
  /** What came with the question. */
  files?: readonly AnsweredFile[];
  /** The antivirus scanner found something in the letter outside its files. */
  infectedBeyondFiles?: boolean;
  /** What became of what the letter told besides; null or absent when it only asked. */
  news?: { operatorTold: boolean; completed: boolean } | null;
}

/** The day due stands only where the clock runs. */
export function statusAnswerLetter(facts: StatusAnswerFacts): Filled {
  const { timeZone } = facts;
  return {
    template: 'status-answer',
    variables: {
      ...citizenHead({ ...facts, applicant: null }),
      ...prospectOf(facts.status, facts, timeZone),
      receivedAt: momentText(facts.receivedAt, timeZone),
      changedAt: momentText(facts.changedAt, timeZone),
      missing: { fio: facts.missing.includes('fio'), snils: facts.missing.includes('snils') },
      snilsInvalid: facts.snilsInvalid,
      files: filesOf(facts.files ?? []),
      infectedBeyondFiles: facts.infectedBeyondFiles ?? false,
      news: facts.news ?? null,
    },
  };
}
