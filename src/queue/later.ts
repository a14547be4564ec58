/**
 * Delayed offers, kept as timers of this process: nothing to lose in the broker, and the register knows what is due.
 * The sooner of two delays for one key holds. The timers do not keep the process alive.
 */

/** setTimeout's ceiling, 24.8 days; a longer delay fires early, and the handler finds that nothing is due yet. */
const LONGEST = 2 ** 31 - 1;

interface Pending {
  dueAt: number;
  timer: NodeJS.Timeout;
}

export class Later {
  readonly #pending = new Map<string, Pending>();

  /** Calls `run` after the delay, unless the key is due sooner already. */
  set(key: string, delayMs: number, run: () => void): void {
    const dueAt = performance.now() + delayMs;
    const known = this.#pending.get(key);
    if (known && known.dueAt <= dueAt) return;
    this.drop(key);
    const fire = () => {
      this.#pending.delete(key);
      run();
    };
    const timer = setTimeout(fire, Math.min(delayMs, LONGEST));
    this.#pending.set(key, { dueAt, timer: timer.unref() });
  }

  /** Forgets the key: it was offered for now. */
  drop(key: string): void {
    clearTimeout(this.#pending.get(key)?.timer);
    this.#pending.delete(key);
  }

  /** Forgets everything. */
  clear(): void {
    for (const key of [...this.#pending.keys()]) this.drop(key);
  }
}
