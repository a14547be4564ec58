/** When a delayed letter is tried again: soon at first, then ever more rarely (RFC 5321 §4.5.4.1). Pure. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Greylisting lets go within minutes, an overloaded server within hours. The last delay repeats. */
const DELAYS = [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];
/** Up to this share is added to a delay, so that letters delayed together do not come back together. */
const JITTER = 0.2;
/** Nothing is given up with fewer: the service may have been off for days, or its clock may have jumped. */
const LEAST_TRIES = 4;

/**
 * The next try after one that was delayed.
 * @param attempts tries made so far, this one included
 * @param giveUpAfterMs `smtp.giveUpAfter`; the last try falls on its end, whatever the delays
 * @param random 0 ≤ random < 1
 */
export function nextTry(
  attempts: number,
  firstQueuedAt: Date,
  now: Date,
  giveUpAfterMs: number,
  random: number,
): Date | 'give-up' {
  const end = firstQueuedAt.getTime() + giveUpAfterMs;
  const over = now.getTime() >= end;
  if (over && attempts >= LEAST_TRIES) return 'give-up';
  const delay = DELAYS[Math.min(Math.max(attempts, 1), DELAYS.length) - 1] as number;
  const next = now.getTime() + delay * (1 + JITTER * random);
  return new Date(over ? next : Math.min(next, end));
}
