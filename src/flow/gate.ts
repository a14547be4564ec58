/**
 * The gate before examining: shut while the antivirus scanner does not answer, so that letters wait as they are and nobody
 * reads them again and again in vain. Enters: the question whether the scanner works. Leaves: whether letters may go on, and
 * one log line each time that changes.
 */
import { Fault, tellOf } from '../fault.ts';
import type { Log } from '../log.ts';

export class Gate {
  readonly #probe: () => Promise<void>;
  readonly #log: Log;
  #trouble: string | null = null;
  #asking: Promise<boolean> | null = null;
  #next: () => Promise<unknown> = async () => {};

  /** @param probe resolves when the scanner works; throws when it does not */
  constructor(probe: () => Promise<void>, log: Log) {
    this.#probe = probe;
    this.#log = log;
  }

  /** May letters be examined, as far as is known? */
  get open(): boolean {
    return this.#trouble === null;
  }

  /** Why it is shut: a code. Null while it is open. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** What is to be done each time when it opens again. */
  whenItOpens(next: () => Promise<unknown>): void {
    this.#next = next;
  }

  /** Asks the scanner, once at a time however many ask, and opens or shuts. @returns is it open now? */
  ask(): Promise<boolean> {
    this.#asking ??= this.#look().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #look(): Promise<boolean> {
    const before = this.#trouble;
    try {
      await this.#probe();
      this.#trouble = null;
    } catch (error) {
      if (before === null) this.#log.error(tellOf(error), 'the antivirus scanner does not answer: letters wait');
      this.#trouble = error instanceof Fault ? error.code : 'BUG';
    }
    if (before !== null && this.open) {
      this.#log.info('the antivirus scanner answers again: letters go on');
      this.#next().catch((error) => this.#log.error(tellOf(error), 'the sweep will bring the letters that waited'));
    }
    return this.open;
  }
}
