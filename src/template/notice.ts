/** Something happened to a ticket that an operator has, had, or gets: told to him in one letter, varied by what it is. Pure. */
import { STATUS_TITLES, type Status } from '../ticket/status.ts';
import { changeOf } from './change.ts';
import { type Filled, staffHead, type ToStaff } from './letterhead.ts';
import { type ListedFile, listedFiles } from './listed-files.ts';
import { lineOf, wordsOf } from './prose.ts';
import { type Correctable, correctedText } from './receipt.ts';
import { stampText } from './wording.ts';

/** What the citizen did by a letter. */
export interface CitizenEvent {
  what: 'wrote' | 'accepted' | 'refused' | 'closed';
  /** The citizen's words: an addition, the reason of a refusal. */
  text: string;
  files: readonly ListedFile[];
  /** What the antivirus scanner found in the letter outside its files. */
  infections?: readonly string[];
  /** Statuses before and after the letter; the same when it changed nothing. */
  before: Status;
  after: Status;
  /** «Повторное» about this ticket, which is still open. */
  repeated: boolean;
  /** The letter reads like an automatic answer: its sender was answered nothing. */
  doubtful: boolean;
  corrected: readonly Correctable[];
  /** The address that he wrote from, where the ticket does not know it. */
  elsewhere?: string;
}

export type NoticeEvent =
  | CitizenEvent
  /** The decision is appealed against: the new ticket has gone to a senior. */
  | { what: 'appealed'; appeal: string; text: string }
  /** A new ticket goes on with this one: asked again after it was finished, or written long after closing. */
  | { what: 'continued'; by: string }
  /** A letter of ours came back: nothing goes to the address until the citizen writes. */
  | { what: 'unreachable'; address: string; status: string | null; permanent: boolean; response: string | null }
  /** A letter of ours reached nobody: one to a colleague, by his name, or (`to` null) an answer to the citizen. */
  | { what: 'undelivered'; to: string | null; response: string | null }
  /** Told to both: to the one who has it now by his assignment too. */
  | { what: 'reassigned'; from: string | null; to: string; by: string | null; reason: string | null; mine: boolean }
  /** A colleague answered or changed the ticket. */
  | { what: 'handled'; by: string; text: string | null; before: Status; after: Status }
  /** A stranger's letter named this number; it has become a ticket of its own. */
  | { what: 'related'; other: string }
  /** A complaint about one of the staff, and nobody else could have it. */
  | { what: 'complaint' }
  /** Too many letters from one sender or one organisation: held back from now on, beginning with this ticket. */
  | { what: 'flood'; whose: string; limit: number };

export interface NoticeFacts extends ToStaff {
  at: Date;
  status: Status;
  dueAt: Date;
  event: NoticeEvent;
}

/** One source; what stands in it differs by `event.what`. */
export function noticeLetter(facts: NoticeFacts): Filled {
  const { event, timeZone } = facts;
  const left = event.what === 'reassigned' && !event.mine;
  return {
    template: 'notice',
    variables: {
      ...staffHead(facts, left ? 'staff-only' : 'staff'),
      at: stampText(facts.at, timeZone),
      status: facts.status,
      statusTitle: STATUS_TITLES[facts.status],
      dueMoment: stampText(facts.dueAt, timeZone),
      what: event.what,
      change: 'before' in event ? changeOf({ ...event, at: facts.at, reason: null }, timeZone) : null,
      repeated: 'repeated' in event && event.repeated,
      doubtful: 'doubtful' in event && event.doubtful,
      corrected: 'corrected' in event ? correctedText(event.corrected) : '',
      elsewhere: 'elsewhere' in event && event.elsewhere ? lineOf(event.elsewhere) : null,
      mine: event.what === 'reassigned' && event.mine,
      event: shown(event),
      ...wordsOf('text' in event ? (event.text ?? '') : ''),
      ...('files' in event ? listedFiles(event.files, event.infections) : listedFiles([])),
    },
  };
}

/** Everything that somebody else worded, in one line. */
function shown(event: NoticeEvent): object {
  return Object.fromEntries(
    Object.entries(event)
      .filter(([name]) => name !== 'text' && name !== 'files' && name !== 'infections' && name !== 'corrected')
      .map(([name, value]) => [name, typeof value === 'string' ? lineOf(value) : value]),
  );
}
