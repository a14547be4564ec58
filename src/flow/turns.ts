/**
 * Letters are read side by side and registered in the order in which they came: an answer that is quick to read must not
 * be registered before the letter that it answers, and numbers follow the mailbox.
 */

/** A letter that takes very long to read holds up those behind it no longer than this. */
const PATIENCE_MS = 3_000;

export class Turns {
  readonly #inHand = new Set<number>();
  readonly #waiting = new Map<number, () => void>();

  /** A letter is taken in hand. */
  enter(id: number): void {
    this.#inHand.add(id);
  }

  /** Resolves when no earlier letter is in hand, or when it has waited long enough. */
  async turnOf(id: number): Promise<void> {
    if (this.#first() >= id) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, PATIENCE_MS);
    this.#waiting.set(id, resolve);
    await promise;
    this.#waiting.delete(id);
    clearTimeout(timer);
  }

  /** A letter is settled, or let go. */
  leave(id: number): void {
    this.#inHand.delete(id);
    this.#waiting.get(this.#first())?.();
  }

  #first(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const id of this.#inHand) if (id < first) first = id;
    return first;
  }
}
