/**
 * One task's jobs in this process, on p-queue: a row waits once, is in hand once, and at most `concurrency` rows are
 * in hand at a time. Both queues do their work here, whoever brought the job.
 * Enters: row ids. Leaves: calls of the handler. A handler that throws is logged and the row is done with.
 */
import PQueue from 'p-queue';
import { tellOf } from '../fault.ts';
import type { Log } from '../log.ts';
import type { Task, Worker } from './queue.ts';

interface Job {
  started: boolean;
  /** Offered while in hand: do it once more. */
  again: boolean;
  done: Promise<void>;
}

export class Lane {
  readonly #task: Task;
  readonly #log: Log;
  readonly #jobs = new Map<number, Job>();
  readonly #queue = new PQueue({ autoStart: false });
  #handle: Worker['handle'] | null = null;
  #closed = false;

  constructor(task: Task, log: Log) {
    this.#task = task;
    this.#log = log;
  }

  /** Begins to work on what waits. */
  start(worker: Worker): void {
    this.#handle = (id) => worker.handle(id);
    this.#queue.concurrency = worker.concurrency;
    this.#queue.start();
  }

  /** Is the row waiting or in hand here? */
  holds(id: number): boolean {
    return this.#jobs.has(id);
  }

  /** Nothing waiting, nothing in hand. */
  get empty(): boolean {
    return this.#jobs.size === 0;
  }

  /** Takes a row on. Resolves, never rejects, when the row is neither waiting nor in hand any more. */
  take(id: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    const known = this.#jobs.get(id);
    if (known) {
      known.again = known.started;
      return known.done;
    }
    const job: Job = { started: false, again: false, done: Promise.resolve() };
    this.#jobs.set(id, job);
    job.done = this.#finish(id, job);
    return job.done;
  }

  /** Resolves when no row is waiting or in hand. */
  async idle(): Promise<void> {
    while (!this.empty) await Promise.all(Array.from(this.#jobs.values(), (job) => job.done));
  }

  /** Drops what waits and waits for what is in hand. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#queue.clear();
    await this.idle();
  }

  /** Repeats go to the end of the line, so that one restless row cannot keep the others waiting. */
  async #finish(id: number, job: Job): Promise<void> {
    do {
      job.again = false;
      job.started = false;
      // Clearing the line at close rejects what waited in it; such a row is simply done with.
      await this.#queue.add(() => this.#once(id, job)).catch(() => undefined);
    } while (job.again && !this.#closed);
    this.#jobs.delete(id);
  }

  async #once(id: number, job: Job): Promise<void> {
    job.started = true;
    try {
      await this.#handle?.(id);
    } catch (error) {
      this.#log.error({ task: this.#task, id, ...tellOf(error) }, 'job failed');
    }
  }
}
