/**
 * The sweep: puts every letter and delivery that is due and in nobody's hands back on the queue (conviction 1).
 * On start, every minute, when claims of a dead process became free; losing all of Redis loses nothing. While the antivirus
 * scanner does not answer, letters stay where they are.
 */
import { TASKS, type Task } from '../queue/queue.ts';
import { forgetArrivals } from '../register/arrivals.ts';
import { dueFloodLetters, dueLetters } from '../register/letter-work.ts';
import { dueDeliveries } from '../register/outbox.ts';
import type { Desk } from './desk.ts';

/** Letters of a flood that are taken on at once: the others' letters never wait behind more than these. */
const FLOOD_SHARE = 200;

/** Taken here, past the broker, in one sweep: it has had a row twice and seems to have it still, in some process or other. */
const TAKEN_OVER = 200;

export class Sweep {
  readonly #desk: Desk;
  readonly #tasks: readonly Task[];
  /** How many sweeps in a row have found a row due. */
  readonly #seen: Record<Task, Map<number, number>> = { letter: new Map(), delivery: new Map() };

  /** @param tasks what this process works on */
  constructor(desk: Desk, tasks: readonly Task[] = TASKS) {
    this.#desk = desk;
    this.#tasks = tasks;
  }

  /** @returns how many rows were due */
  async run(): Promise<number> {
    let due = 0;
    for (const task of this.#tasks) {
      const ids = await (task === 'letter'
        ? waitingLetters(this.#desk)
        : dueDeliveries(this.#desk.register.db, time(this.#desk)));
      await this.#offer(task, ids);
      due += ids.length;
    }
    return due;
  }

  /**
   * A row that is due for the second time was lost on the way, or waits for its turn. The broker is asked which; what it does not
   * have is done here. What is due for the third time is done here as well, a few at a time.
   */
  async #offer(task: Task, ids: readonly number[]): Promise<void> {
    const { queue, log } = this.#desk;
    const before = this.#seen[task];
    const seen = new Map(ids.map((id) => [id, (before.get(id) ?? 0) + 1]));
    this.#seen[task] = seen;
    const again = ids.filter((id) => seen.get(id)! > 1);
    const lost = new Set(await queue.lost(task, again));
    const stuck = again.filter((id) => seen.get(id)! > 2 && !lost.has(id)).slice(0, TAKEN_OVER);
    const here = new Set([...lost, ...stuck]);
    if (lost.size > 0) log.warn({ task, lost: lost.size }, 'the queue broker has lost jobs: they are done here');
    for (const id of ids) await (here.has(id) ? queue.doHere(task, id) : queue.offer(task, id));
  }
}

async function waitingLetters(desk: Desk): Promise<number[]> {
  if (!desk.gate.open) return [];
  const { db, transaction } = desk.register;
  await transaction((tx) => forgetArrivals(tx, time(desk)));
  return [...(await dueLetters(db, time(desk))), ...(await dueFloodLetters(db, time(desk), FLOOD_SHARE))];
}

/** While nobody else waits, a flood goes on sooner than with the next sweep. */
export async function sweepFlood(desk: Desk): Promise<void> {
  if (!desk.gate.open || (await dueLetters(desk.register.db, time(desk))).length > 0) return;
  const ids = await dueFloodLetters(desk.register.db, time(desk), FLOOD_SHARE);
  for (const id of ids) await desk.queue.offer('letter', id);
}

function time(desk: Desk): number {
  return desk.clock().getTime();
}
