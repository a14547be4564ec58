/**
 * Looks for tickets that have waited for their citizen long enough: reminds, or closes. Often and cheaply, by any process that
 * registers letters. Each is looked at again inside the transaction that deals with it, so that two processes, a restart or an
 * answer in the last moment make nothing happen twice.
 */
import { waitedLongEnough } from '../register/tickets.ts';
import type { Desk } from './desk.ts';
import { closeUnanswered, remindCitizen } from './effects/unanswered.ts';
import type { Step } from './registration.ts';

/** Tickets at a call: letters never wait behind more. */
const BATCH = 50;

/** @returns how many citizens were reminded, and how many tickets were closed */
export async function remind(desk: Desk): Promise<{ reminded: number; closed: number }> {
  const done = { reminded: 0, closed: 0 };
  const ids = (await waitedLongEnough(desk.register.db, desk.clock().getTime(), BATCH)).map(({ id }) => id);
  for (const id of ids) {
    const deliveries: number[] = [];
    const what = await desk.register.transaction((tx) => takeUp({ tx, desk, now: desk.clock(), deliveries }, id));
    if (what) done[what] += 1;
    for (const delivery of deliveries) await desk.queue.offer('delivery', delivery);
  }
  if (ids.length > 0) desk.log.info(done, 'citizens have not answered');
  return done;
}

async function takeUp(step: Step, id: number): Promise<'reminded' | 'closed' | null> {
  const now = step.now.getTime();
  const [ticket] = await waitedLongEnough(step.tx, now, 1, id);
  if (!ticket) return null;
  const over = ticket.close_at !== null && ticket.close_at <= now;
  await (over ? closeUnanswered(step, ticket) : remindCitizen(step, ticket));
  return over ? 'closed' : 'reminded';
}
