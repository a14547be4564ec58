/** Something changed, look again: wakes those who wait, who also look by themselves after a while. */

export class Signal {
  readonly #waiting = new Set<() => void>();

  /** A promise of the next change, made before looking so that no change falls between. */
  next(atLatestMs: number): { happened: Promise<void>; cancel(): void } {
    let wake = () => {};
    const happened = new Promise<void>((resolve) => {
      const timer = setTimeout(() => wake(), atLatestMs);
      wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
    });
    return { happened, cancel: () => wake() };
  }

  /** Tells everybody who waits. */
  give(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
