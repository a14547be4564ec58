/**
 * What a citizen's wish does to a ticket (domain.md §6, §7; contract.md, «Statuses»). In: the wish, where the ticket
 * stands, the time. Out: one outcome. Total and pure. That the citizen belongs to the ticket is settled before.
 *
 * Whatever the outcome, the letter stays in a thread: of this ticket, or of the new one that `open-linked` names.
 */
import type { Wish } from './intent.ts';
import type { Status } from './status.ts';

/** A letter as far as it moves a ticket. */
export interface Said extends Wish {
  /** Files, or something that was asked for: more than words. */
  brings: boolean;
}

export interface Standing {
  status: Status;
  /** Null unless it is closed. */
  closedAt: Date | null;
}

export type Outcome =
  /** One more entry. `status` is the one the ticket has afterwards; `repeated` marks «Повторное»; `asksStatus`: tell him that too. */
  | { do: 'append'; status: Status; repeated: boolean; asksStatus: boolean }
  /** Thanks: stands in the thread, changes nothing, causes no letter. */
  | { do: 'note' }
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
export function wishOutcome(said: Said, ticket: Standing, now: Date, reopenDays: number): Outcome {
  if (isCourtesy(said, ticket.status)) return { do: 'note' };
  // Who sends something along has more to say than that all is well.
  const intent = said.brings && !said.named && said.attitude !== null ? 'reply' : said.intent;
  const late = isLate(ticket, now, reopenDays);
  switch (intent) {
    case 'status':
      return said.saysMore || said.brings ? askedAndWritten(ticket, late) : { do: 'answer-status' };
    case 'appeal':
      return said.named ? { do: 'open-linked', why: 'appeal' } : disagrees(ticket);
    case 'repeat':
      if (ticket.status === 'resolved' && !said.named) return { do: 'reopen', why: 'written-again' };
      return isFinished(ticket.status) ? { do: 'open-linked', why: 'repeated' } : { ...entry(ticket), repeated: true };
    case 'close':
      return ticket.status === 'closed' ? cannot('close', 'closed-already') : { do: 'close', why: 'wished' };
    case 'accept':
      return accepted(said, ticket);
    case 'refuse':
      return refused(said, ticket, late);
    case 'new':
    case 'reply':
      return ticket.status === 'closed' ? afterClosing(late) : written(ticket);
  }
}

/** «Спасибо» wants nothing; «Хорошо» answers a question where we asked one, and says as little where we did not. */
function isCourtesy({ attitude, brings, intent }: Said, status: Status): boolean {
  if (brings || intent !== 'reply') return false;
  return attitude === 'thanks' || ((attitude === 'nod' || attitude === 'hopeful') && isFinished(status));
}

/** Has the office said its last word? A repeated question then needs a ticket with a due day of its own. */
function isFinished(status: Status): boolean {
  return status === 'resolved' || status === 'rejected' || status === 'closed';
}

/**
 * The citizen was asked once: with whatever he answers, the ticket goes on (domain.md §3). Solved, and he has something to
 * say: it is not solved (domain.md §7).
 */
function written(ticket: Standing): Outcome {
  return ticket.status === 'resolved' ? { do: 'reopen', why: 'written-again' } : entry(ticket);
}

/** Disagrees with an answer without calling it an appeal: there may be nothing yet that could be appealed against. */
function disagrees(ticket: Standing): Outcome {
  if (ticket.status === 'resolved') return { do: 'reopen', why: 'refused' };
  return isFinished(ticket.status) ? { do: 'open-linked', why: 'appeal' } : entry(ticket);
}

/** How it stands, and news: both are heard. */
function askedAndWritten(ticket: Standing, late: boolean): Outcome {
  if (ticket.status !== 'closed') return { ...entry(ticket), asksStatus: true };
  return late
    ? { do: 'open-linked', why: 'late' }
    : { do: 'append', status: 'in_progress', repeated: false, asksStatus: true };
}

function entry({ status }: Standing): Extract<Outcome, { do: 'append' }> {
  const moves = status === 'awaiting_info' || status === 'resolved';
  return { do: 'append', status: moves ? 'in_progress' : status, repeated: false, asksStatus: false };
}

function accepted({ attitude, named }: Said, ticket: Standing): Outcome {
  const settled = attitude === 'settled' && !named;
  switch (ticket.status) {
    case 'resolved':
      return { do: 'close', why: 'accepted' };
    case 'closed':
      return cannot('accept', 'closed-already');
    case 'awaiting_info':
      // «Подтверждаю» answers what we asked; there is no solution that could be meant.
      return settled ? { do: 'close', why: 'wished' } : entry(ticket);
    case 'rejected':
      return settled ? { do: 'close', why: 'wished' } : cannot('accept', 'answered-with-refusal');
    case 'registered':
    case 'in_progress':
      if (settled) return { do: 'close', why: 'wished' };
      return named ? cannot('accept', 'not-answered-yet') : entry(ticket);
  }
}

function refused({ named }: Said, ticket: Standing, late: boolean): Outcome {
  switch (ticket.status) {
    case 'resolved':
      return { do: 'reopen', why: 'refused' };
    case 'awaiting_info':
      return entry(ticket);
    case 'closed':
      return afterClosing(late);
    case 'rejected':
      return cannot('refuse', 'answered-with-refusal');
    case 'registered':
    case 'in_progress':
      // «Не помогло» is what he tells of his trouble, unless he says it in our own word.
      return named ? cannot('refuse', 'not-answered-yet') : entry(ticket);
  }
}

function isLate({ closedAt }: Standing, now: Date, reopenDays: number): boolean {
  return closedAt !== null && now.getTime() - closedAt.getTime() > reopenDays * DAY_MS;
}

/** Within the term a letter brings the ticket back, later it opens a new one (domain.md §6). */
function afterClosing(late: boolean): Outcome {
  return late ? { do: 'open-linked', why: 'late' } : { do: 'reopen', why: 'written-again' };
}

function cannot(wish: 'accept' | 'refuse' | 'close', why: Obstacle): Outcome {
  return { do: 'cannot', wish, why };
}
