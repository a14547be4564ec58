/**
 * A letter as read: what every later room sees instead of MIME.
 * Made by read.ts from raw bytes; a plain value, so it crosses worker borders.
 */

/** A mailbox as named in an address header. `address` is as written, lower-case domain; `name` may be empty. */
export interface Address {
  address: string;
  name: string;
}

/** Why nobody can tell for sure whose letter it is. */
export type FromDoubt =
  | 'several From fields'
  | 'several authors'
  | 'a From that others may not see'
  | 'an unclear From';

/** One header field. Every instance is kept, in the letter's order. */
export interface Header {
  /** Lower case. */
  name: string;
  /** Unfolded, RFC 2047 decoded. */
  value: string;
}

/** A leaf of the MIME tree that is a file, not the text of the letter. */
export interface FilePart {
  /** File name as the sender gave it (decoded), not yet made safe; null when none was given. */
  name: string | null;
  /** Content-Type as declared, lower case, without parameters. */
  declared: string | null;
  disposition: 'attachment' | 'inline' | null;
  contentId: string | null;
  /**
   * Where the text shows this part; null where it does not. `matter`: the letter says nothing beside it; `decoration`: what
   * stands around it says that it belongs to a signature, to a quote or to the letter's looks.
   */
  place: 'matter' | 'text' | 'decoration' | null;
  bytes: Uint8Array;
}

/** The text of a letter taken apart. Nothing is lost: every line stands in one of the three. */
export interface SplitText {
  /** What the sender wrote now, between and below quotes too, with a forwarded letter (it is the matter sent on). */
  fresh: string;
  /** The quoted tail of the conversation; empty when none. */
  quoted: string;
  /** The inner letter when this one forwards another (its text also stands in `fresh`), else null. */
  forwarded: ForwardedText | null;
}

export interface ForwardedText {
  from: Address | null;
  subject: string | null;
  text: string;
}

export interface Letter {
  /** With angle brackets, as it came; null when absent. */
  messageId: string | null;
  from: Address | null;
  /** Why other readers may see another author; null when From is plain, or there is none. */
  fromDoubt: FromDoubt | null;
  replyTo: Address[];
  to: Address[];
  cc: Address[];
  subject: string;
  /** The sender's Date; null when absent or unreadable. Never trusted for deadlines. */
  date: Date | null;
  /** Message-IDs with angle brackets, oldest first. */
  inReplyTo: string[];
  references: string[];
  headers: Header[];
  /** The whole text as a person would read it: the plain part, or the visible text of the HTML. */
  text: string;
  split: SplitText;
  files: FilePart[];
  /**
   * What a machine reports (RFC 6522). `type`: `delivery-status`, `disposition-notification` …; `unknown` where it does
   * not say; `embedded` where a mail system only returns a letter. `status`: the machine-readable part as text, may be
   * empty. `original`: the returned letter, its header at least. null: no report.
   */
  report: { type: string; status: string; original: string | null } | null;
  /** What was wrong and how it was read all the same, e.g. `charset: unknown-8bit read as windows-1251`. */
  defects: string[];
}
