/** What the queue tests are made with: work that stops where the test wants it, and a log that can be read. */
import { pino } from 'pino';
import type { Log } from '../../src/log.ts';
import type { Queue, Task, Worker } from '../../src/queue/queue.ts';

/** Handlers that write down what they did. A row that is held stays in hand until it is let go. */
export class Bench {
  readonly started: string[] = [];
  readonly done: string[] = [];
  inHand = 0;
  mostInHand = 0;
  /** A row was in hand twice at the same time. */
  doubled = false;
  readonly #active = new Set<string>();
  readonly #held = new Map<string, { promise: Promise<void>; resolve: () => void }>();
  #watchers: (() => void)[] = [];

  /** Handlers for both tasks; `trouble` may throw, or offer more. */
  workers(concurrency: number, trouble: (row: string) => unknown = () => undefined): Record<Task, Worker> {
    const worker = (task: Task): Worker => ({ concurrency, handle: (id) => this.#handle(`${task} ${id}`, trouble) });
    return { letter: worker('letter'), delivery: worker('delivery') };
  }

  hold(...rows: string[]): void {
    for (const row of rows) this.#held.set(row, Promise.withResolvers<void>());
  }

  letGo(...rows: string[]): void {
    for (const row of rows) {
      this.#held.get(row)?.resolve();
      this.#held.delete(row);
    }
  }

  /** Resolves as soon as the condition holds; looked at after every start and end of a row. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((wake) => this.#watchers.push(wake));
  }

  async #handle(row: string, trouble: (row: string) => unknown): Promise<void> {
    this.doubled ||= this.#active.has(row);
    this.#active.add(row);
    this.inHand += 1;
    this.mostInHand = Math.max(this.mostInHand, this.inHand);
    this.started.push(row);
    this.#tell();
    try {
      await this.#held.get(row)?.promise;
      await trouble(row);
    } finally {
      this.#active.delete(row);
      this.inHand -= 1;
      this.done.push(row);
      this.#tell();
    }
  }

  #tell(): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const wake of watchers) wake();
  }
}

/** A log that keeps its records. */
export function readableLog(): { log: Log; records: Record<string, unknown>[] } {
  const records: Record<string, unknown>[] = [];
  const log = pino({ level: 'debug', base: undefined }, { write: (line: string) => records.push(JSON.parse(line)) });
  return { log, records };
}

/** Offers letters 1…n, as the sweep does. */
export async function offerLetters(queue: Queue, ids: number[]): Promise<void> {
  await Promise.all(ids.map((id) => queue.offer('letter', id)));
}

/** `[1, 2, …, n]`. */
export function oneTo(n: number): number[] {
  return Array.from({ length: n }, (_, index) => index + 1);
}
