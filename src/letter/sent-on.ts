/**
 * Letters that a rule of somebody's mailbox has sent on. Exchange marks them as generated (Auto-Submitted, RFC 3834), as it
 * marks absence notices; but a person wrote them.
 * In: a letter. Out: what says so, or null. Never fails.
 */
import { valuesOf } from './header.ts';
import type { Letter } from './letter.ts';
import { hasMatter } from './phrasing.ts';

/** The mailbox whose rule was at work; Exchange adds one of these for each. */
const RULE = 'x-ms-exchange-inbox-rules-loop';
/** RFC 5322 §3.6.6: a person, or a rule of his, sent it on. */
const RESENT = /^resent-(?:from|sender|to|date)$/;
/** What other mail systems write when they send a letter on. */
const FORWARDED = /^(?:x-forwarded-(?:for|to)|x-sieve-redirected-from|x-yandex-forward|x-ms-exchange-forwardingloop)$/;
/** Subjects of letters that are passed on. */
const FORWARDS = /^\s*(?:fwd?|fw|пер(?:есл)?|tr|wg)\s*(?:\[\d+\])?:/i;

/** Which field tells that the letter was sent on. */
export function sentOn(letter: Letter): string | null {
  const { headers, from, subject, split } = letter;
  const rules = valuesOf(headers, RULE).map((value) => value.trim().toLowerCase());
  // A rule of the writer's own mailbox answers, unless it passes on what he got.
  if (rules.includes(from?.address.toLowerCase() ?? '')) {
    return split.forwarded !== null || FORWARDS.test(subject) ? RULE : null;
  }
  if (rules.length > 0) return RULE;
  const found = headers.find(({ name }) => RESENT.test(name));
  if (found !== undefined) return found.name;
  // These systems leave Auto-Submitted as it was: then the letter's own words have to speak for a person.
  return headers.find(({ name }) => FORWARDED.test(name) && hasMatter(split.fresh))?.name ?? null;
}
