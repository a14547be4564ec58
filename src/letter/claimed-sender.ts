/**
 * Who a letter says it is from, at a glance: asked of every letter before it is read, so that a flood can be told from the
 * others' letters. The correspondent is the one that the reader finds, however deep or odd his From stands.
 * In: raw bytes, the office's addresses. Out: his mailbox and the domain of the organisation that sends; null where no author has
 * an address. Never fails.
 */
import { readAddresses } from './address.ts';
import { readAuthor } from './author.ts';
import { organisationOf } from './domain.ts';
import { personBehindForm } from './form.ts';
import { valuesOf } from './header.ts';
import { mailboxOf } from './mailbox.ts';
import { readRootHeaders } from './mime.ts';

export interface ClaimedSender {
  /** As limits compare it (mailbox.ts). Of a form on a web site, the person's. */
  mailbox: string;
  /** Of the organisation; of a form, the site's. */
  domain: string;
}

/** Reads the letter's own header only. */
export function claimedSender(raw: Buffer, ownAddresses: readonly string[]): ClaimedSender | null {
  const headers = readRootHeaders(raw);
  const { from } = readAuthor(raw, headers, new Set());
  const replyTo = valuesOf(headers, 'reply-to').flatMap((value) => readAddresses(value, new Set()));
  const address = (personBehindForm({ from, replyTo, headers }, ownAddresses) ?? from)?.address ?? '';
  if (!address.includes('@')) return null;
  return { mailbox: mailboxOf(address), domain: organisationOf(from?.address || address) };
}
