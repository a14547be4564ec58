/**
 * Reads a letter of the office as its reader's mail program does.
 * Enters: the bytes as sent. Leaves: what the reader sees, and what an answer to it needs. Never fails: a header that is
 * not there is empty.
 */
import { simpleParser } from 'mailparser';

export interface Received {
  /** With angle brackets. */
  messageId: string;
  /** The letter that it answers; null when it answers none. */
  inReplyTo: string | null;
  /** Message-IDs with angle brackets, oldest first. */
  references: string[];
  from: string;
  /** The same, apart; the name is the address where there is none. */
  author: { name: string; address: string };
  /** Where an answer goes: Reply-To, else From. */
  replyTo: string;
  to: string;
  subject: string;
  date: Date;
  /** The text part. */
  text: string;
  /** Names of the files that came with it. */
  files: string[];
}

/** Reads one letter. */
export async function readReceived(raw: Buffer): Promise<Received> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  const from = mail.from?.text ?? '';
  const { name, address = '' } = mail.from?.value[0] ?? { name: '' };
  return {
    messageId: mail.messageId ?? '',
    inReplyTo: mail.inReplyTo ?? null,
    references: [mail.references ?? []].flat(),
    from,
    author: { name: name || address, address },
    replyTo: mail.replyTo?.text ?? from,
    to: [mail.to ?? []]
      .flat()
      .map((one) => one.text)
      .join(', '),
    subject: mail.subject ?? '',
    date: mail.date ?? new Date(0),
    text: mail.text ?? '',
    files: mail.attachments.map(({ filename }) => filename ?? ''),
  };
}

/** The ticket number in the subject, `[ТП-2026-000123]`; null when there is none. */
export function ticketOf({ subject }: Pick<Received, 'subject'>): string | null {
  return /\[([^[\]\s]{1,20}-\d{4}-\d{1,12})\]/.exec(subject)?.[1] ?? null;
}
