/** The automatic answer to a letter: rendered, composed, and laid in the outbox as bytes that no retry will change. */
import { randomBytes } from 'node:crypto';
import { addDelivery } from '../../register/outbox.ts';
import { composeLetter } from '../../smtp/compose.ts';
import { additionLetter, type Filled, type ReceiptFacts, receiptLetter } from '../../template/receipt.ts';
import { makeMessageId } from '../../ticket/message-id.ts';
import type { Status } from '../../ticket/status.ts';
import { bounceToken, withToken } from '../../ticket/subaddress.ts';
import type { Reply } from '../decide.ts';
import type { Registration } from '../registration.ts';
import type { FiledFile } from './thread.ts';

/** The ticket as the answer tells of it. */
export interface AnsweredTicket {
  id: number;
  number: string;
  status: Status;
  missing: ('fio' | 'snils')[];
  dueAt: Date;
}

/** Answers the letter that opened a ticket. @returns outbox rows to send now */
export function answerNew(
  registration: Registration,
  ticket: AnsweredTicket,
  files: FiledFile[],
  reply: Reply,
): Promise<number[]> {
  return answer(registration, ticket, receiptLetter(factsOf(registration, ticket, files)), reply);
}

/** Answers a letter that joined a ticket. @param completed it brought the last thing that was missing */
export function answerAddition(
  registration: Registration,
  ticket: AnsweredTicket,
  files: FiledFile[],
  reply: Reply,
  completed: boolean,
): Promise<number[]> {
  return answer(registration, ticket, additionLetter({ ...factsOf(registration, ticket, files), completed }), reply);
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
  { tx, desk, findings, key, now }: Registration,
  ticket: AnsweredTicket,
  filled: Filled,
  reply: Reply,
): Promise<number[]> {
  if (reply.do === 'none') return [];
  const { office } = desk;
  const tokenKey = desk.register.keys.current('token');
  const messageId = makeMessageId(
    {
      ticketId: ticket.id,
      recipient: reply.to,
      purpose: 'receipt',
      nonce: randomBytes(8),
      domain: office.address.slice(office.address.lastIndexOf('@') + 1),
    },
    tokenKey,
  );
  const bytes = composeLetter({
    from: desk.sender,
    to: reply.to,
    ...desk.renderer.render(filled.template, filled.variables),
    messageId,
    date: now,
    inReplyTo: findings.letter.messageId,
    references: findings.letter.references,
    automatic: 'auto-replied',
  });
  const suppressed = reply.do === 'hold';
  const row = await addDelivery(
    tx,
    { ticketId: ticket.id, purpose: 'receipt', recipient: reply.to, messageId, bytes, suppressed },
    (outboxId) => (office.subaddress ? withToken(office.address, bounceToken(outboxId, tokenKey)) : office.address),
    key,
    now.getTime(),
  );
  return suppressed ? [] : [row];
}
