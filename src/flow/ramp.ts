/**
 * The ramp: letters with files are put together and sent a few at a time, so that their files never fill the memory, and
 * everybody else's letters never wait behind them. One that finds the ramp full is told so and waits outside, by its row id.
 */
export class Ramp {
  readonly #places: number;
  readonly #inHand = new Set<number>();
  readonly #waiting = new Set<number>();

  /** @param places so many at a time */
  constructor(places: number) {
    this.#places = places;
  }

  /** Takes a place. @returns false when there is none: the row is remembered, leave() will name it */
  enter(id: number): boolean {
    if (this.#inHand.has(id)) return false;
    if (this.#inHand.size >= this.#places) {
      this.#waiting.add(id);
      return false;
    }
    this.#waiting.delete(id);
    this.#inHand.add(id);
    return true;
  }

  /** Gives the place back. @returns the row that has waited longest; null when none waits */
  leave(id: number): number | null {
    this.#inHand.delete(id);
    const [next = null] = this.#waiting;
    if (next !== null) this.#waiting.delete(next);
    return next;
  }
}
