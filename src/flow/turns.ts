/**
 * Letters are read side by side and registered in the order in which they came: an answer that is quick to read must not
 * be registered before the letter that it answers, and numbers follow the mailbox. Between processes too, as far as letters
 * are in hand.
 */
import { setTimeout as wait } from 'node:timers/promises';

/** A letter that takes very long to read holds up those behind it no longer than this. */
const PATIENCE_MS = 3_000;
/** Other processes tell nothing when they have done with a letter. */
const LOOK_AGAIN_MS = 50;

export class Turns {
  readonly #elsewhere: (id: number) => Promise<boolean>;
  readonly #inHand = new Set<number>();
  readonly #waiting = new Map<number, () => void>();

  /** @param elsewhere has another process an earlier letter in hand? */
  constructor(elsewhere: (id: number) => Promise<boolean>) {
    this.#elsewhere = elsewhere;
  }

  /** A letter is taken in hand. */
  enter(id: number): void {
    this.#inHand.add(id);
  }

  /** Resolves when no earlier letter is in hand, or when it has waited long enough. */
  async turnOf(id: number): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    if (this.#first() < id) await this.#turnHere(id);
    while (performance.now() < until && (await this.#elsewhere(id))) await wait(LOOK_AGAIN_MS);
  }

  async #turnHere(id: number): Promise<void> {
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
