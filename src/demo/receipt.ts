/**
 * Reads a letter of ours as the citizen's mail program reads it.
 * Enters: the bytes as sent. Leaves: what the citizen sees, and what an answer to it needs. Never fails: a header that is
 * not there is empty.
 */
import { simpleParser } from 'mailparser';

export interface Receipt {
  /** With angle brackets. */
  messageId: string;
  /** The letter that it answers; null when it answers none. */
  inReplyTo: string | null;
  /** Message-IDs with angle brackets, oldest first. */
  references: string[];
  from: string;
  to: string;
  subject: string;
  date: Date;
  /** The text part. */
  text: string;
}

/** Reads one of our letters. */
export async function readReceipt(raw: Buffer): Promise<Receipt> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  return {
    messageId: mail.messageId ?? '',
    inReplyTo: mail.inReplyTo ?? null,
    references: [mail.references ?? []].flat(),
    from: mail.from?.text ?? '',
    to: [mail.to ?? []]
      .flat()
      .map((one) => one.text)
      .join(', '),
    subject: mail.subject ?? '',
    date: mail.date ?? new Date(0),
    text: mail.text ?? '',
  };
}

/** The ticket number in the subject, `[ТП-2026-000123]`; null when there is none. */
export function ticketOf(receipt: Receipt): string | null {
  return /\[([^[\]\s]{1,20}-\d{4}-\d{1,12})\]/.exec(receipt.subject)?.[1] ?? null;
}
