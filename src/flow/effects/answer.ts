/** The automatic answer to a citizen's letter: what became of it, what was accepted, what is missing (domain.md §2). */
import { DOUBTFUL, type Item } from '../../identity/missing.ts';
import { recordEvents } from '../../register/events.ts';
import type { Filled } from '../../template/letterhead.ts';
import {
  type AdditionFacts,
  additionLetter,
  type Origin,
  type ReceiptFacts,
  receiptLetter,
} from '../../template/receipt.ts';
import type { Lack } from '../../ticket/lack.ts';
import type { Status } from '../../ticket/status.ts';
import type { Registration } from '../registration.ts';
import type { Reply } from '../reply.ts';
import { type Post, post } from './post.ts';
import { foundBeyondFiles } from './scanned.ts';
import type { FiledFile } from './thread.ts';

/** The ticket as the answer tells of it. */
export interface AnsweredTicket {
  id: number;
  keyId: number;
  number: string;
  status: Status;
  missing: Item[];
  lacks: Lack | null;
  byOffice: boolean;
  dueAt: Date;
}

/** Answers the letter that opened a ticket. @param origin the earlier ticket of the same person that it goes on with */
export async function answerNew(
  registration: Registration,
  ticket: AnsweredTicket,
  files: FiledFile[],
  reply: Reply,
  origin: Origin | null,
): Promise<void> {
  const filled = receiptLetter({ ...factsOf(registration, ticket, files), origin });
  await sendAnswer(registration, ticket, 'receipt', filled, reply);
}

/** Answers a letter that joined a ticket. */
export async function answerAddition(
  registration: Registration,
  ticket: AnsweredTicket,
  files: FiledFile[],
  reply: Reply,
  addition: Omit<AdditionFacts, keyof ReceiptFacts>,
): Promise<void> {
  const filled = additionLetter({ ...factsOf(registration, ticket, files), ...addition });
  await sendAnswer(registration, ticket, 'receipt', filled, reply);
}

/** What the answer to a letter tells of the letter and its ticket. */
export function factsOf(
  { desk, letter, findings, notes }: Registration,
  ticket: AnsweredTicket,
  files: FiledFile[],
): ReceiptFacts {
  const { fio, fioConfidence, snilsValid } = findings.identity;
  return {
    office: desk.office,
    timeZone: desk.office.timeZone,
    number: ticket.number,
    receivedAt: new Date(letter.received_at),
    status: ticket.status,
    dueAt: ticket.dueAt,
    applicant: fioConfidence > DOUBTFUL && !ticket.byOffice ? fio : null, // nobody is greeted by another's name
    files,
    infectedBeyondFiles: foundBeyondFiles(notes),
    // Asked for only where it is waited for.
    missing: ticket.status === 'awaiting_info' ? ticket.missing : [],
    without: ticket.lacks && { items: ticket.missing, because: ticket.lacks },
    snilsInvalid: snilsValid === false,
    textTooLong: findings.text.length > desk.maxText,
    limits: { ...desk.rules.files, maxText: desk.maxText },
  };
}

/** Sends the automatic answer to the letter in hand, or holds it back, as was decided. */
export async function sendAnswer(
  registration: Registration,
  { id, keyId }: Pick<AnsweredTicket, 'id' | 'keyId'>,
  purpose: 'receipt' | 'status',
  filled: Filled,
  reply: Reply,
  { proves = true }: Pick<Post, 'proves'> = {},
): Promise<void> {
  if (reply.do === 'none') return;
  if (reply.do === 'hold') {
    const { tx, letter, now } = registration;
    const event = { ticketId: id, letterId: letter.id, at: now.getTime(), who: 'service', what: 'answer held back' };
    await recordEvents(tx, [{ ...event, after: { heldFor: reply.why } }]);
  }
  const { messageId, references } = registration.findings.letter;
  await post(registration, {
    ticketId: id,
    keyId,
    purpose,
    to: reply.to,
    filled,
    automatic: 'auto-replied',
    inReplyTo: messageId,
    references,
    counted: true,
    proves,
    held: reply.do === 'hold',
  });
}
