/**
 * Turns the parts of an outgoing letter into the bytes that are stored in the outbox and sent as they are.
 * Enters: addresses, subject, both texts, a fixed Message-ID and date. Leaves: an RFC 5322 letter with CRLF lines, ASCII
 * unless an address itself is not. Equal parts give equal bytes: the MIME boundary is derived from the Message-ID. Everything that came from a
 * citizen (subject, Message-IDs) is taken as hostile: it can add no header and no recipient.
 */
import { createHash } from 'node:crypto';
import { encode, wrap } from 'nodemailer/lib/base64';
import MailComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import { type Enclosure, withFiles } from './enclosure.ts';
import { repeatable, threadOf } from './thread.ts';

/** A mailbox with the name that people see; the name may be empty. */
export interface Mailbox {
  name: string;
  address: string;
}

export interface LetterParts {
  from: Mailbox;
  /** Address of the one recipient. */
  to: string;
  /** Where answers go when that is not `from`: the office's address with a ticket's token. */
  replyTo?: string | null;
  subject: string;
  text: string;
  html: string;
  /** With angle brackets. Fixed for the life of the letter, over every retry. */
  messageId: string;
  date: Date;
  /** Message-ID of the letter that is answered; null when none. */
  inReplyTo: string | null;
  /** Its References, oldest first. */
  references: readonly string[];
  /** RFC 3834 §5: an answer to a letter, a letter of our own accord, or not automatic at all. */
  automatic: 'auto-replied' | 'auto-generated' | null;
  enclosures?: readonly Enclosure[];
  /** Files will be put behind it later, by withFiles(). */
  filesFollow?: boolean;
}

/**
 * Composes a letter (RFC 5322, 2045, 3834 §3.1).
 * Every leaf travels as base64: Cyrillic is half the size it has in quoted-printable.
 * Synchronous, so that it can stand inside the transaction that gives the ticket its number.
 */
export function composeLetter(parts: LetterParts): Buffer {
  const enclosures = parts.enclosures ?? [];
  const filesFollow = parts.filesFollow === true || enclosures.length > 0;
  const letter = assembled(parts, filesFollow);
  return enclosures.length === 0 ? letter : withFiles(letter, enclosures);
}

/** @param mixed for files to follow */
function assembled(parts: LetterParts, mixed: boolean): Buffer {
  const inReplyTo = repeatable(parts.inReplyTo);
  const composer = new MailComposer({
    from: parts.from,
    to: { name: '', address: parts.to },
    ...(parts.replyTo && { replyTo: { name: '', address: parts.replyTo } }),
    subject: parts.subject,
    text: canonical(parts.text),
    html: canonical(parts.html),
    messageId: parts.messageId,
    date: parts.date,
    ...(inReplyTo && { inReplyTo }),
    references: threadOf(parts.references, inReplyTo),
    headers: parts.automatic === null ? {} : automaticHeaders(parts.automatic),
    // In the place of the files: the library makes no multipart/mixed without one.
    attachments: mixed ? [{ filename: 'x', content: '' }] : [],
    encoding: 'base64',
    textEncoding: 'base64',
    boundaryPrefix: '--_priemnaya',
    baseBoundary: createHash('sha256').update(parts.messageId).digest('hex').slice(0, 24),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const tree = composer.compile();
  if (mixed) tree.childNodes.pop();
  return Buffer.from(assemble(tree));
}

/** RFC 3834 §5 for everybody who reads standards; the second one for Exchange, which otherwise answers receipts. */
function automaticHeaders(automatic: 'auto-replied' | 'auto-generated'): Record<string, string> {
  return { 'Auto-Submitted': automatic, 'X-Auto-Response-Suppress': 'All' };
}

/**
 * Writes the MIME tree out (RFC 2046 §5.1.1). The library's own writer is a dozen streams a letter and takes three times
 * as long; its headers and boundaries are used as they are.
 */
function assemble(node: MimeNode): string {
  const head = `${node.buildHeaders()}\r\n\r\n`;
  if (node.childNodes.length === 0) return head + wrap(encode(node.content as string | Buffer));
  const parts = node.childNodes.map((child) => `--${node.boundary}\r\n${assemble(child)}\r\n`);
  return `${head}${parts.join('')}--${node.boundary}--\r\n`;
}

/** RFC 2045 §6.8: text is brought to CRLF lines before it is encoded. */
function canonical(text: string): string {
  return text.replace(/\r?\n|\r/g, '\r\n');
}
