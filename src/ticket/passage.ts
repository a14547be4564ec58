/**
 * What a citizen's wish does to a ticket (domain.md §6, §7; contract.md, «Statuses»). In: the wish, where the ticket
 * stands, the time. Out: one outcome. Total and pure. That the citizen belongs to the ticket is settled before.
 *
 * Whatever the outcome, the letter stays in a thread: of this ticket, or of the new one that `open-linked` names.
 */
import type { Intent } from './intent.ts';
import type { Status } from './status.ts';

export interface Standing {
  status: Status;
  /** Null unless it is closed. */
  closedAt: Date | null;
  /** What still lacks when this letter is counted in; empty: complete, or nothing was asked that can be checked. */
  missing: readonly string[];
}

export type Outcome =
  /** One more entry. `status` is the one the ticket has afterwards; `repeated` marks «Повторное». */
  | { do: 'append'; status: Status; repeated: boolean }
  | { do: 'answer-status' }
  | { do: 'close'; why: 'accepted' | 'wished' }
  /** Back to work. */
  | { do: 'reopen'; why: 'refused' | 'written-again' }
  /** A new ticket, linked. An appeal is of kind «обжалование» and goes to a senior; the old ticket stays as it is. */
  | { do: 'open-linked'; why: 'repeated' | 'appeal' | 'late' }
  /** The wish cannot be met now: an entry without any change, and the citizen is told why and what to do. */
  | { do: 'cannot'; wish: 'accept' | 'refuse' | 'close'; why: Obstacle };

/** Why a wish cannot be met: no answer yet, the answer was a refusal, the ticket is closed already. */
export type Obstacle = 'not-answered-yet' | 'answered-with-refusal' | 'closed-already';

const DAY_MS = 86_400_000;

/**
 * What follows from a letter of somebody who belongs to the ticket.
 * @param reopenDays so many days after closing a letter still reopens the ticket
 */
export function wishOutcome(intent: Intent, ticket: Standing, now: Date, reopenDays: number): Outcome {
  switch (intent) {
    case 'status':
      return { do: 'answer-status' };
    case 'appeal':
      return { do: 'open-linked', why: 'appeal' };
    case 'repeat':
      return isFinished(ticket.status) ? { do: 'open-linked', why: 'repeated' } : entry(ticket, true);
    case 'close':
      return ticket.status === 'closed' ? cannot('close', 'closed-already') : { do: 'close', why: 'wished' };
    case 'accept':
      return accepted(ticket);
    case 'refuse':
      return refused(ticket, now, reopenDays);
    case 'new':
    case 'reply':
      return ticket.status === 'closed' ? afterClosing(ticket, now, reopenDays) : entry(ticket, false);
  }
}

/** Has the office said its last word? A repeated question then needs a ticket with a due day of its own. */
function isFinished(status: Status): boolean {
  return status === 'resolved' || status === 'rejected' || status === 'closed';
}

/** What was asked for has come: the ticket moves on (domain.md §7, «add something»). */
function entry({ status, missing }: Standing, repeated: boolean): Outcome {
  const completed = status === 'awaiting_info' && missing.length === 0;
  return { do: 'append', status: completed ? 'in_progress' : status, repeated };
}

function accepted(ticket: Standing): Outcome {
  switch (ticket.status) {
    case 'resolved':
      return { do: 'close', why: 'accepted' };
    case 'awaiting_info':
      // «Подтверждаю» answers what we asked; there is no solution that could be meant.
      return entry(ticket, false);
    case 'closed':
      return cannot('accept', 'closed-already');
    case 'rejected':
      return cannot('accept', 'answered-with-refusal');
    case 'registered':
    case 'in_progress':
      return cannot('accept', 'not-answered-yet');
  }
}

function refused(ticket: Standing, now: Date, reopenDays: number): Outcome {
  switch (ticket.status) {
    case 'resolved':
      return { do: 'reopen', why: 'refused' };
    case 'awaiting_info':
      return entry(ticket, false);
    case 'closed':
      return afterClosing(ticket, now, reopenDays);
    case 'rejected':
      return cannot('refuse', 'answered-with-refusal');
    case 'registered':
    case 'in_progress':
      return cannot('refuse', 'not-answered-yet');
  }
}

/** Within the term a letter brings the ticket back, later it opens a new one (domain.md §6). */
function afterClosing({ closedAt }: Standing, now: Date, reopenDays: number): Outcome {
  const late = closedAt !== null && now.getTime() - closedAt.getTime() > reopenDays * DAY_MS;
  return late ? { do: 'open-linked', why: 'late' } : { do: 'reopen', why: 'written-again' };
}

function cannot(wish: 'accept' | 'refuse' | 'close', why: Obstacle): Outcome {
  return { do: 'cannot', wish, why };
}
