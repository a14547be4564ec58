/**
 * The one queue API. A job is a task and a row id, nothing more: the register is the truth, and a sweep offers again
 * whatever the queue lost. So `offer` is allowed to lose a job, and a handler must stand being called twice.
 */

/** `letter`: examine and register a stored letter. `delivery`: one attempt to send an outbox row. */
export type Task = 'letter' | 'delivery';

export const TASKS: readonly Task[] = ['letter', 'delivery'];

export interface Worker {
  /** How many at a time in this process. */
  concurrency: number;
  /** Does the work of one row. It records its own failures and retry times in the register; a throw is only logged. */
  handle(id: number): Promise<void>;
}

/** Of the broker, in sentences for an administrator. */
export interface Fitness {
  /** Why jobs cannot go through it; null: they can. The work is done all the same, by each process for itself. */
  trouble: string | null;
  /** It works, but may lose jobs or mix them up. */
  warnings: string[];
}

export interface Queue {
  /**
   * Puts a row on the queue; never throws, and returns within a few seconds whatever the broker does.
   * The same task and id waiting already is one job (the sooner of two delays holds). A row in hand here is not started
   * beside itself: it is done once more afterwards. A delay lives in this process only; what is lost with the
   * process, the sweep offers again when it is due.
   */
  offer(task: Task, id: number, delayMs?: number): Promise<void>;
  /** Starts working. Called once. A task without a worker is left to other processes. */
  work(workers: Partial<Record<Task, Worker>>): void;
  /** Resolves when nothing that is worked on here is waiting or in hand; delayed jobs do not count. */
  idle(): Promise<void>;
  /**
   * Which of these rows, offered before and still in nobody's hands, the broker does not know of any more: it was emptied, or lost
   * a part of itself.
   */
  lost(task: Task, ids: readonly number[]): Promise<number[]>;
  /** Has a row worked on in this process, whatever the broker thinks of it. */
  doHere(task: Task, id: number): Promise<void>;
  /** Can the broker be reached now? The in-process queue always can. */
  reachable(): Promise<boolean>;
  /** What of the broker keeps it from working, and what may make it lose work. @param office identifies the register; null: not known */
  fitness(office: string | null): Promise<Fitness>;
  /** Takes no new job, waits for those in hand, frees every connection. What still waits is left to the sweep. */
  close(): Promise<void>;
}
