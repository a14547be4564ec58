/**
 * The sweep: puts every letter and delivery that is due and in nobody's hands back on the queue (conviction 1).
 * On start, every minute, and whenever the queue may have lost jobs; losing all of Redis loses nothing.
 */

import { forgetArrivals } from '../register/arrivals.ts';
import { releaseClaimsOfTheDead } from '../register/instances.ts';
import { dueLetters } from '../register/letters.ts';
import { dueDeliveries } from '../register/outbox.ts';
import type { Desk } from './desk.ts';

/** Letters of a flood that one sweep takes on: the others' letters never wait behind more than these. */
const FLOOD_SHARE = 200;

/** @returns how many jobs were offered */
export async function sweep(desk: Desk): Promise<number> {
  const now = desk.clock().getTime();
  await releaseClaimsOfTheDead(desk.register, now);
  await desk.register.transaction((tx) => forgetArrivals(tx, now));
  const letters = await dueLetters(desk.register.db, now, FLOOD_SHARE);
  const deliveries = await dueDeliveries(desk.register.db, now);
  for (const id of letters) await desk.queue.offer('letter', id);
  for (const id of deliveries) await desk.queue.offer('delivery', id);
  return letters.length + deliveries.length;
}
