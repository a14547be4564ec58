/**
 * The sweep: puts every letter and delivery that is due and in nobody's hands back on the queue (conviction 1).
 * On start, every minute, when claims of a dead process became free; losing all of Redis loses nothing. While the antivirus
 * scanner does not answer, letters stay where they are.
 */
import { TASKS, type Task } from '../queue/queue.ts';
import { dueLetters } from '../register/letters.ts';
import { dueDeliveries } from '../register/outbox.ts';
import type { Desk } from './desk.ts';

const DUE = { letter: dueLetters, delivery: dueDeliveries };

/**
 * @param tasks what this process works on
 * @returns how many jobs were offered
 */
export async function sweep(desk: Desk, tasks: readonly Task[] = TASKS): Promise<number> {
  let offered = 0;
  for (const task of tasks) {
    if (task === 'letter' && !desk.gate.open) continue;
    const ids = await DUE[task](desk.register.db, desk.clock().getTime());
    for (const id of ids) await desk.queue.offer(task, id);
    offered += ids.length;
  }
  return offered;
}
