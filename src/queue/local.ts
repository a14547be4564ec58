/**
 * The queue of one process, without a broker (`queue.url: local:`), on p-queue.
 * It is also the hands of the Redis queue: jobs from the broker are done here, and all of them when it is away.
 */
import type { Log } from '../log.ts';
import { Lane } from './lane.ts';
import { Later } from './later.ts';
import { type Fitness, type Queue, TASKS, type Task, type Worker } from './queue.ts';

export class LocalQueue implements Queue {
  readonly #lanes: Record<Task, Lane>;
  readonly #later = new Later();
  #closed = false;

  constructor(log: Log) {
    this.#lanes = { letter: new Lane('letter', log), delivery: new Lane('delivery', log) };
  }

  async offer(task: Task, id: number, delayMs = 0): Promise<void> {
    if (this.#closed) return;
    const key = `${task}-${id}`;
    if (delayMs > 0) {
      this.#later.set(key, delayMs, () => void this.take(task, id));
      return;
    }
    this.#later.drop(key);
    void this.take(task, id);
  }

  /** As `offer` for now, but resolves when the row is neither waiting nor in hand any more. */
  take(task: Task, id: number): Promise<void> {
    return this.#lanes[task].take(id);
  }

  /** Is the row waiting or in hand in this process? */
  holds(task: Task, id: number): boolean {
    return this.#lanes[task].holds(id);
  }

  /** Nothing waiting, nothing in hand. */
  get empty(): boolean {
    return TASKS.every((task) => this.#lanes[task].empty);
  }

  work(workers: Partial<Record<Task, Worker>>): void {
    for (const task of TASKS) {
      const worker = workers[task];
      // What nobody here works on is the sweep's to find, in the process that does.
      if (worker) this.#lanes[task].start(worker);
      else void this.#lanes[task].close();
    }
  }

  /** One lane's work may offer to the other, so both are looked at again until both are empty together. */
  async idle(): Promise<void> {
    while (!this.empty) await Promise.all(TASKS.map((task) => this.#lanes[task].idle()));
  }

  async lost(): Promise<number[]> {
    return [];
  }

  doHere(task: Task, id: number): Promise<void> {
    return this.offer(task, id);
  }

  async reachable(): Promise<boolean> {
    return true;
  }

  async fitness(): Promise<Fitness> {
    return { trouble: null, warnings: [] };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#later.clear();
    await Promise.all(TASKS.map((task) => this.#lanes[task].close()));
  }
}
