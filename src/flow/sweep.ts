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

/**
 * @param tasks what this process works on
 * @returns how many jobs were offered
 */
export async function sweep(desk: Desk, tasks: readonly Task[] = TASKS): Promise<number> {
  let offered = 0;
  for (const task of tasks) {
    const ids = await (task === 'letter' ? waitingLetters(desk) : dueDeliveries(desk.register.db, time(desk)));
    for (const id of ids) await desk.queue.offer(task, id);
    offered += ids.length;
  }
  return offered;
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
