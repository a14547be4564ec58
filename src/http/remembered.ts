/**
 * A costly answer, kept for a while: a probe that signs in to a server must not do so each time a supervisor looks.
 * Enters: a question. Leaves: the same question, put at most once at a time and not again while its answer is fresh.
 */

/**
 * @param ask the question; a rejection is passed on and not kept
 * @param keepMs how long an answer holds
 * @param now a clock that never goes back, ms
 */
export function remembered<T>(
  ask: () => Promise<T>,
  keepMs: (answer: T) => number,
  now: () => number = () => performance.now(),
): () => Promise<T> {
  let held: { answer: Promise<T>; until: number } | null = null;
  return () => {
    if (held && now() < held.until) return held.answer;
    const asked = { answer: ask(), until: Number.POSITIVE_INFINITY };
    held = asked;
    asked.answer.then(
      (answer) => {
        asked.until = now() + keepMs(answer);
      },
      () => {
        asked.until = 0;
      },
    );
    return asked.answer;
  };
}
