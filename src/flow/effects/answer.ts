/** The automatic answer to a citizen's letter: what became of it, what was accepted, what is missing (domain.md §2). */
import { additionLetter, type Filled, type ReceiptFacts, receiptLetter } from '../../template/receipt.ts';
import type { Status } from '../../ticket/status.ts';
import type { Reply } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { post } from './post.ts';
import type { FiledFile } from './thread.ts';

/** The ticket as the answer tells of it. */
export interface AnsweredTicket {
  id: number;
  keyId: number;
  number: string;
  status: Status;
  missing: ('fio' | 'snils')[];
  dueAt: Date;
}

/** Answers the letter that opened a ticket. */
export async function answerNew(
  registration: Registration,
  ticket: AnsweredTicket,
  files: FiledFile[],
  reply: Reply,
): Promise<void> {
  await answer(registration, ticket, receiptLetter(factsOf(registration, ticket, files)), reply);
}

/** Answers a letter that joined a ticket. @param completed it brought the last thing that was missing */
export async function answerAddition(
  registration: Registration,
  ticket: AnsweredTicket,
  files: FiledFile[],
  reply: Reply,
  completed: boolean,
): Promise<void> {
  await answer(registration, ticket, additionLetter({ ...factsOf(registration, ticket, files), completed }), reply);
}

function factsOf({ desk, letter, findings }: Registration, ticket: AnsweredTicket, files: FiledFile[]): ReceiptFacts {
  const { fio, snilsValid } = findings.identity;
  return {
    office: desk.office,
    timeZone: desk.office.timeZone,
    number: ticket.number,
    receivedAt: new Date(letter.received_at),
    status: ticket.status,
    dueAt: ticket.dueAt,
    applicant: fio,
    files,
    missing: ticket.missing,
    snilsInvalid: snilsValid === false,
    textTooLong: findings.text.length > desk.maxText,
    limits: { ...desk.rules.files, maxText: desk.maxText },
  };
}

async function answer(
  registration: Registration,
  { id, keyId }: AnsweredTicket,
  filled: Filled,
  reply: Reply,
): Promise<void> {
  if (reply.do === 'none') return;
  const { messageId, references } = registration.findings.letter;
  await post(registration, {
    ticketId: id,
    keyId,
    purpose: 'receipt',
    to: reply.to,
    filled,
    automatic: 'auto-replied',
    inReplyTo: messageId,
    references,
    counted: true,
    held: reply.do === 'hold',
  });
}
