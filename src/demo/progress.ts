/**
 * What has become of each letter so far, asked of the register that the service writes: the rows of the demo's table.
 * A letter that was delivered twice stands in the table twice, so rows are matched in the order of delivery.
 */
import { isSnilsValid } from '../identity/snils.ts';
import { standing } from '../register/counts.ts';
import { type LetterView, listLetters } from '../register/letter-views.ts';
import type { Register } from '../register/register.ts';
import { showTicket, type TicketDetails } from '../register/views.ts';
import type { Errand } from './round.ts';
import type { DemoRow } from './row.ts';
import { operatorBy } from './staff.ts';

/** Where one letter stands, and whether there is nothing more to come of it. */
export interface Progress {
  rows: DemoRow[];
  /** Every sample is settled in the register, and all that was to be sent is sent. */
  settled: boolean;
}

/** Rows of all samples, then of the letters that somebody sent to the running demo. */
export async function progressOf(register: Register, errands: readonly Errand[]): Promise<Progress> {
  const letters = await Array.fromAsync(listLetters(register, null));
  const rows: DemoRow[] = [];
  const { outbox } = await standing(register.db);
  let settled = !outbox.some(({ state }) => state === 'queued');
  for (const { sample, messageId, answer } of errands) {
    const at = letters.findIndex((letter) => letter.messageId !== null && letter.messageId === messageId);
    const letter = at < 0 ? null : letters.splice(at, 1)[0]!;
    settled &&= letter !== null && letter.state !== 'stored';
    rows.push(await rowOf(register, sample.caption, letter, expectedOf(sample.answered, answer !== null)));
  }
  for (const letter of letters) {
    if (letter.state === 'stored') continue;
    rows.push(await rowOf(register, letter.subject || 'A letter of yours', letter, 'unknown'));
  }
  return { rows, settled };
}

/** What the post office knows of a letter's answer. */
type Expected = 'answered' | 'not yet' | 'no answer' | 'unknown';

function expectedOf(due: boolean, there: boolean): Expected {
  if (!due) return 'no answer';
  return there ? 'answered' : 'not yet';
}

async function rowOf(
  register: Register,
  caption: string,
  letter: LetterView | null,
  expected: Expected,
): Promise<DemoRow> {
  const ticket = letter?.ticket ? await showTicket(register, letter.ticket) : null;
  const entry = ticket?.thread.find(({ messageId }) => messageId === letter?.messageId);
  const snils = ticket?.applicant.snils ?? null;
  return {
    letter: caption,
    ticket: letter?.ticket ?? null,
    status: ticket?.status ?? null,
    operator: operatorBy(ticket?.operator ?? null)?.name.split(' ')[0] ?? null,
    found: {
      fio: ticket?.applicant.fio ?? null,
      snils,
      snilsValid: snils === null ? null : isSnilsValid(snils),
      phone: ticket?.applicant.phone ?? null,
    },
    files: (entry?.attachments ?? []) as DemoRow['files'],
    answer: answerOf(letter, ticket, expected, entry !== undefined),
  };
}

/** @param inThread does the letter stand in the ticket's thread? A note of the staff does not, nor a letter that is held */
function answerOf(
  letter: LetterView | null,
  ticket: TicketDetails | null,
  expected: Expected,
  inThread: boolean,
): DemoRow['answer'] {
  if (!letter || letter.state === 'stored') return { state: 'due', note: null };
  if (letter.state === 'set-aside') return { state: 'never', note: WHY_NOT[letter.class ?? ''] ?? null };
  if (expected === 'no answer') return { state: 'never', note: 'the same letter again' };
  const sent = expected === 'answered' || (expected === 'unknown' && lastAccepted(ticket));
  if (!sent) return { state: 'due', note: null };
  return { state: 'sent', note: inThread ? askedFor(letter, ticket) : 'to the operator only' };
}

/** What the receipt asked for when the letter opened its ticket, though it may have been sent since. */
function askedFor(letter: LetterView, ticket: TicketDetails | null): string | null {
  if (!ticket || ticket.messageId !== letter.messageId) return null;
  const opening = ticket.events.find(({ what }) => what === 'registered')?.after as { missing?: string[] } | null;
  const missing = (opening?.missing ?? []).map((item) => ITEMS[item] ?? item);
  return missing.length > 0 ? `asks for the ${missing.join(' and the ')}` : null;
}

function lastAccepted(ticket: TicketDetails | null): boolean {
  return ticket?.deliveries.at(-1)?.state === 'accepted';
}

const ITEMS: Record<string, string> = { fio: 'full name', snils: 'SNILS' };

const WHY_NOT: Record<string, string> = {
  automatic: 'a machine wrote it',
  bounce: 'a bounce',
  list: 'a mailing list',
};
