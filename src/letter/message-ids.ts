/**
 * Message-IDs of Message-ID, In-Reply-To and References (RFC 5322 §3.6.4). In: values of a header, unfolded. Out: IDs in
 * angle brackets. Never fails. Some programs fold a long one in its middle, so blanks within the brackets belong to no ID.
 */

/** RFC 5322 §2.1.1: a line has at most so many characters. */
const MAX_ID = 998;
const BRACKETED = new RegExp(`<[^<>]{1,${MAX_ID}}>`, 'g');
const MAX_IDS = 1000;

/** Bare IDs of a text, as some programs write them. */
const bare = (text: string) =>
  text
    .split(/[\s,;<>]+/)
    .filter((word) => word.length <= MAX_ID && /^[^@]+@[^@]+$/.test(word))
    .map((word) => `<${word}>`);

/** What stands within one pair of brackets: an ID that a fold has cut, or several that share the pair. */
function withinBrackets(text: string): string[] {
  const whole = text.replace(/\s+/g, '');
  if (whole === text || (text.match(/@/g)?.length ?? 0) < 2) return whole === '<>' ? [] : [whole];
  return bare(text);
}

/** All IDs of the values, each once, in their order; of more than any thread has, the last. */
export function messageIds(values: readonly string[]): string[] {
  const ids = values.flatMap((value) => value.match(BRACKETED)?.flatMap(withinBrackets) ?? bare(value));
  return [...new Set(ids)].slice(-MAX_IDS);
}

/** The letter's own ID: what came is kept, with brackets; null when there is none. */
export function messageId(values: readonly string[]): string | null {
  const value = values.find((one) => one.trim() !== '')?.trim();
  if (value === undefined) return null;
  const [bracketed] = value.match(BRACKETED) ?? [`<${value.replace(/[<>]/g, '').slice(0, MAX_ID)}>`];
  return bracketed.replace(/\s+/g, '');
}
