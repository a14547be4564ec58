/**
 * The letters that answer a citizen's letter at once: receipt of a new ticket, and of an addition to one (domain.md §2, §7).
 * Enters: facts. Leaves: the variables of the templates, every value ready to be shown. Pure. Of the citizen's data only the
 * name in the greeting goes back, and the names of the files.
 */
import type { FileRules } from '../attachment/verdict.ts';
import type { Item } from '../identity/missing.ts';
import type { Lack } from '../ticket/lack.ts';
import { STATUS_TITLES, type Status } from '../ticket/status.ts';
import { type AnsweredFile, filesOf } from './answered-files.ts';
import { changeOf } from './change.ts';
import { citizenHead, type Filled, type ToCitizen } from './letterhead.ts';
import { limitsOf } from './prospect.ts';
import { countText, dayText, listText, momentText } from './wording.ts';

/** Why a letter that names an earlier ticket opened a new one. */
export interface Origin {
  /** The earlier ticket, which the sender belongs to. */
  number: string;
  /** Closed too long ago to be opened again; asked again about a finished one; a decision appealed against. */
  because: 'closed-long-ago' | 'repeat' | 'appeal';
  /** So many days after closing a letter would have opened it again. */
  reopenDays: number;
}

export interface ReceiptFacts extends ToCitizen {
  receivedAt: Date;
  status: Status;
  dueAt: Date;
  files: readonly AnsweredFile[];
  /** The antivirus scanner found something in the letter outside its files. */
  infectedBeyondFiles?: boolean;
  missing: readonly Item[];
  /** What the ticket goes on without, and why; null or absent when nothing lacks or it is waited for. */
  without?: { items: readonly Item[]; because: Lack } | null;
  /** СНИЛС was given and its check digits do not serve. */
  snilsInvalid: boolean;
  /** More new text than counts; it is kept whole all the same. */
  textTooLong: boolean;
  limits: FileRules & { maxText: number };
  /** Null or absent for a matter of its own, and always for somebody who does not belong to the ticket he names. */
  origin?: Origin | null;
}

/** What of the citizen's data a letter can set right. */
export type Correctable = 'fio' | 'snils' | 'inn' | 'phone';

export interface AdditionFacts extends ReceiptFacts {
  /** This letter brought the last thing that was missing. */
  completed: boolean;
  /** It brought something else, and the ticket goes on all the same. */
  handedOver?: boolean;
  /** Status before the letter; absent: the same. A finished ticket that is in work again is told of as reopened. */
  before?: Status;
  /** The operator who has the ticket was told of the letter. */
  operatorTold?: boolean;
  /** «Повторное» about a ticket that is still open. */
  repeated?: boolean;
  /** What the letter put in the place of something given earlier. */
  corrected?: readonly Correctable[];
}

/** The answer to a letter that opened a ticket. */
export function receiptLetter(facts: ReceiptFacts): Filled {
  return { template: 'receipt', variables: variablesOf(facts) };
}

/** The answer to a letter that joined a ticket. */
export function additionLetter(facts: AdditionFacts): Filled {
  const { before = facts.status, receivedAt: at, status: after } = facts;
  return {
    template: 'addition',
    variables: {
      ...variablesOf(facts),
      completed: facts.completed,
      // What an unproved sender wrote is not sent back to the address he gave.
      matter: null,
      change: changeOf({ at, before, after, reason: reasonOf(facts) }, facts.timeZone),
      operatorTold: facts.operatorTold ?? false,
      repeated: facts.repeated ?? false,
      corrected: correctedText(facts.corrected ?? []),
    },
  };
}

/** «ФИО и СНИЛС»; empty when nothing was corrected. */
export function correctedText(items: readonly Correctable[]): string {
  return listText(items.map((item) => CORRECTED[item]));
}

function reasonOf({ completed, handedOver }: AdditionFacts): string {
  if (completed) return COMPLETED;
  return handedOver ? ANSWERED : WROTE_AGAIN;
}

const COMPLETED = 'вы прислали всё, чего не хватало';
const ANSWERED = 'вы ответили на наше письмо';
const WROTE_AGAIN = 'вы написали нам снова';

const CORRECTED: Record<Correctable, string> = {
  fio: 'ФИО',
  snils: 'СНИЛС',
  inn: 'ИНН',
  phone: 'телефон',
};

const NOT_FOUND: Record<Item, string> = { fio: 'полного имени', snils: 'номера СНИЛС' };

/** «Полного имени и номера СНИЛС». */
function withoutText(items: readonly Item[]): string {
  return listText(items.map((item) => NOT_FOUND[item]));
}

/** What all answers to a letter hold. */
export function variablesOf(facts: ReceiptFacts) {
  const { limits, timeZone, origin } = facts;
  return {
    ...citizenHead(facts),
    receivedAt: momentText(facts.receivedAt, timeZone),
    status: facts.status,
    statusTitle: STATUS_TITLES[facts.status],
    dueDay: dayText(facts.dueAt, timeZone),
    missing: { fio: facts.missing.includes('fio'), snils: facts.missing.includes('snils') },
    snilsInvalid: facts.snilsInvalid,
    without: facts.without ? { because: facts.without.because, what: withoutText(facts.without.items) } : null,
    maxText: facts.textTooLong ? countText(limits.maxText, ['знак', 'знака', 'знаков']) : null,
    files: filesOf(facts.files),
    infectedBeyondFiles: facts.infectedBeyondFiles ?? false,
    limits: limitsOf(limits),
    origin: origin ? { ...origin, reopenTerm: countText(origin.reopenDays, ['дня', 'дней', 'дней']) } : null,
  };
}
