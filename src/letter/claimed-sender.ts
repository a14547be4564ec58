/**
 * Who a letter says it is from, at a glance: asked of every letter before it is read, so that a flood can be told from the
 * others' letters. The author is the one that the reader finds, however deep or odd his From stands.
 * In: raw bytes. Out: the mailbox and the organisation's domain; null where no author has an address. Never fails.
 */
import { readAuthor } from './author.ts';
import { organisationOf } from './domain.ts';
import { mailboxOf } from './mailbox.ts';
import { readRootHeaders } from './mime.ts';

export interface ClaimedSender {
  /** As limits compare it (mailbox.ts). */
  mailbox: string;
  /** Of the organisation. */
  domain: string;
}

/** The author of the letter's own header. */
export function claimedSender(raw: Buffer): ClaimedSender | null {
  const address = readAuthor(raw, readRootHeaders(raw), new Set()).from?.address ?? '';
  return address.includes('@') ? { mailbox: mailboxOf(address), domain: organisationOf(address) } : null;
}
