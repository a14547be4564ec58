/**
 * The threading headers of an answer (RFC 5322 §3.6.4). Pure.
 * Enters: Message-IDs as a stranger's letter gave them. Leaves: those that may stand in a header of ours, in bounded number.
 */

/** RFC 5322 §2.1.1 forbids lines over 998 octets and an id cannot be folded. */
const LONGEST_ID = 900;
/** How many References are kept at either end; mail clients thread by the first and the last few. */
const KEPT_AT_EACH_END = 20;

const MESSAGE_ID = /^<[\x21-\x3b\x3d\x3f-\x7e]+>$/;

/** A Message-ID that can be repeated in a header of ours, else null: not ASCII, with spaces, or longer than a line. */
export function repeatable(id: string | null): string | null {
  return id !== null && id.length <= LONGEST_ID && MESSAGE_ID.test(id) ? id : null;
}

/**
 * References of an answer: those of the letter that is answered, then that letter.
 * A thread longer than 40 keeps its first and last 20, as RFC 5537 §3.4.4 does for news: the root is never cut.
 */
export function threadOf(references: readonly string[], inReplyTo: string | null): string[] {
  const ids = references.filter((id) => repeatable(id) !== null && id !== inReplyTo);
  if (inReplyTo !== null) ids.push(inReplyTo);
  if (ids.length <= 2 * KEPT_AT_EACH_END) return ids;
  return [...ids.slice(0, KEPT_AT_EACH_END), ...ids.slice(-KEPT_AT_EACH_END)];
}
