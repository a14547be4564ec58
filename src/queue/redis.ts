/**
 * The queue on Redis, by BullMQ: offers of all processes meet there, and a row is in hand in one process only.
 * Redis brings the jobs; the in-process queue does them, and takes the offers itself while Redis is away. So a stop, a
 * restart or a FLUSHALL costs nothing but offers, which the register's sweep repeats; what Redis lost of itself and believes to
 * have is found out (held.ts) and done here.
 * Fails: never; troubles of the broker are log lines.
 */
import { Queue as BullQueue, Worker as BullWorker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../log.ts';
import { type Address, readAddress } from './address.ts';
import { Broker, nextTry } from './broker.ts';
import { fitnessOf } from './fitness.ts';
import { heldJobs } from './held.ts';
import { Later } from './later.ts';
import { LocalQueue } from './local.ts';
import { type Fitness, type Queue, TASKS, type Task, type Worker } from './queue.ts';
import { Signal } from './signal.ts';

/** A dead process's job is free again after LOCK plus STALLED; a lock lost by mistake does no harm (see the register's claims). */
const LOCK = 10_000;
const STALLED = 5_000;
/** Idle is asked anew this often, for what other processes finish. */
const LOOK_AGAIN = 1_000;
/** How long close waits for the broker to be told of finished jobs. */
const FAREWELL = 1_000;
/** The broker's complaints (lost locks after a FLUSHALL and the like) are logged once in this time. */
const COMPLAIN_EVERY = 60_000;

export class RedisQueue implements Queue {
  readonly #log: Log;
  readonly #address: Address;
  readonly #broker: Broker;
  readonly #here: LocalQueue;
  readonly #later = new Later();
  readonly #offers: Record<Task, BullQueue>;
  readonly #workers: BullWorker[] = [];
  /** Without a worker here, other processes' work. */
  #tasks: readonly Task[] = TASKS;
  /** The workers' connection, which waits out an outage. */
  #fetching: Redis | null = null;
  /** Jobs done here that the broker does not know to be done yet. */
  readonly #unreported = new Set<string>();
  readonly #changed = new Signal();
  #complainedAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(url: string, log: Log) {
    this.#log = log;
    this.#address = readAddress(url);
    this.#broker = new Broker(this.#address.redis, log);
    this.#here = new LocalQueue(log);
    this.#offers = { letter: this.#offersOf('letter'), delivery: this.#offersOf('delivery') };
  }

  async offer(task: Task, id: number, delayMs = 0): Promise<void> {
    if (this.#closed) return;
    const jobId = jobIdOf(task, id);
    if (delayMs > 0) {
      this.#later.set(jobId, delayMs, () => void this.offer(task, id));
      return;
    }
    this.#later.drop(jobId);
    // The broker ignores a job that it holds as active; here it is remembered and done once more.
    if (!this.#here.holds(task, id) && (await this.#broker.up())) {
      try {
        await this.#offers[task].add(task, { id }, { jobId, removeOnComplete: true, removeOnFail: true });
        return;
      } catch (error) {
        this.#complain(error);
      }
    }
    await this.#here.offer(task, id);
  }

  work(workers: Partial<Record<Task, Worker>>): void {
    this.#here.work(workers);
    this.#tasks = TASKS.filter((task) => workers[task]);
    this.#fetching = new Redis({
      ...this.#address.redis,
      retryStrategy: nextTry,
      maxRetriesPerRequest: null,
      socketTimeout: LOCK + STALLED,
    });
    this.#fetching.on('error', () => undefined); // the broker's own connection tells of it
    for (const task of TASKS) {
      const worker = workers[task];
      if (worker) this.#workers.push(this.#fetch(task, worker.concurrency));
    }
  }

  async idle(): Promise<void> {
    for (;;) {
      const changed = this.#changed.next(LOOK_AGAIN);
      await this.#here.idle();
      if (this.#closed || ((await this.#held()) === 0 && this.#here.empty)) return changed.cancel();
      await changed.happened;
    }
  }

  async lost(task: Task, ids: readonly number[]): Promise<number[]> {
    const elsewhere = ids.filter((id) => !this.#here.holds(task, id));
    // While the broker is away every offer is taken here.
    if (elsewhere.length === 0 || !(await this.#broker.up())) return [];
    try {
      const held = await heldJobs(this.#broker.client, this.#offers[task]);
      return elsewhere.filter((id) => !held.has(jobIdOf(task, id)));
    } catch (error) {
      this.#complain(error);
      return elsewhere;
    }
  }

  /** What is left of the job in the broker goes, else it would refuse the next offer of the row. */
  async doHere(task: Task, id: number): Promise<void> {
    if (this.#closed) return;
    if (await this.#broker.up()) {
      await this.#offers[task].remove(jobIdOf(task, id)).catch((error) => this.#complain(error));
    }
    await this.#here.offer(task, id);
  }

  reachable(): Promise<boolean> {
    return this.#broker.answers();
  }

  async fitness(office: string | null): Promise<Fitness> {
    if (!(await this.#broker.answers())) return { trouble: 'unreachable', warnings: [] };
    return fitnessOf(this.#broker.client, this.#address.prefix, office);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#later.clear();
    await Promise.all(this.#workers.map((worker) => worker.pause(true)));
    await this.#here.close();
    await this.#reported();
    // Forced, because BullMQ's polite close waits for a broker that may be away; everything in hand is done already.
    await Promise.all(this.#workers.map((worker) => worker.close(true)));
    await Promise.all(TASKS.map((task) => this.#offers[task].close()));
    this.#fetching?.disconnect();
    this.#broker.close();
    this.#changed.give();
  }

  #offersOf(task: Task): BullQueue {
    const { prefix } = this.#address;
    const offers = new BullQueue(task, { ...quiet, prefix, connection: this.#broker.client });
    return offers.on('error', (error) => this.#complain(error));
  }

  #fetch(task: Task, concurrency: number): BullWorker {
    const work = async (job: { id?: string; data: { id: number } }) => {
      await this.#here.take(task, job.data.id);
      this.#unreported.add(job.id as string);
    };
    const worker = new BullWorker(task, work, {
      ...quiet,
      prefix: this.#address.prefix,
      connection: this.#fetching as Redis,
      concurrency,
      lockDuration: LOCK,
      stalledInterval: STALLED,
      maxStalledCount: 1_000, // the register counts the tries
      runRetryDelay: 1_000,
    });
    const reported = (job: { id?: string } | undefined) => {
      this.#unreported.delete(job?.id ?? '');
      this.#changed.give();
    };
    return worker
      .on('completed', reported)
      .on('failed', reported)
      .on('drained', () => this.#changed.give())
      .on('error', (error) => {
        this.#unreported.clear();
        this.#complain(error);
      });
  }

  /** How many jobs the broker holds, waiting or in hand anywhere. None when it is away: then they are all here. */
  async #held(): Promise<number> {
    if (!(await this.#broker.up())) return 0;
    try {
      const counts = await Promise.all(
        this.#tasks.map((task) => this.#offers[task].getJobCountByTypes('wait', 'active')),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    } catch {
      return 0;
    }
  }

  /** Waits a little until the broker knows which jobs are done, else it would give them out again. */
  async #reported(): Promise<void> {
    const until = performance.now() + FAREWELL;
    while (this.#unreported.size > 0 && performance.now() < until && (await this.#broker.up())) {
      await this.#changed.next(FAREWELL).happened;
    }
  }

  /** Outages are told by the broker's own connection; the rest is told at most once a minute. Messages name jobs only. */
  #complain(error: unknown): void {
    if (this.#closed || !this.#broker.seemsUp || !(error instanceof Error) || aboutConnection(error)) return;
    const now = performance.now();
    if (now - this.#complainedAt < COMPLAIN_EVERY) return;
    this.#complainedAt = now;
    this.#log.warn({ error: error.message }, 'queue broker complains, the register will offer again what it lost');
  }
}

/** BullMQ's greeting (INFO, version check) is left out: a connection lost within it would spoil the object for good. */
const quiet = { skipVersionCheck: true, skipWaitingForReady: true };

/** The same row is the same job, so that it waits once. */
function jobIdOf(task: Task, id: number): string {
  return `${task}-${id}`;
}

function aboutConnection(error: Error): boolean {
  return 'syscall' in error || /connection|writeable|timed? ?out|max retries/i.test(`${error.name} ${error.message}`);
}
