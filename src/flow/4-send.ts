/**
 * Step 4: an outgoing letter is claimed, handed to the mail server as the bytes that were fixed, and its fate written down.
 * Refusals for now and network faults are tried again with growing delay until the office gives up; a final refusal ends it.
 */
import { claimDelivery, deliveryBytes, settleDelivery } from '../register/outbox.ts';
import type { OutboxRow } from '../register/schema.ts';
import type { Outcome } from '../smtp/postman.ts';
import { nextTry } from '../smtp/retry.ts';
import type { Desk } from './desk.ts';
import { persist } from './persist.ts';

/** One attempt at one outbox row, as often as the queue calls: one that is done, not due or in other hands is left alone. */
export async function send(desk: Desk, id: number): Promise<void> {
  const now = desk.clock().getTime();
  const row = await desk.register.transaction((tx) => claimDelivery(tx, id, desk.instance, now));
  if (!row) return;
  const started = performance.now();
  const outcome = await desk.postman.send({
    envelopeFrom: row.envelope_from,
    to: row.recipient,
    bytes: await deliveryBytes(desk.register, row),
  });
  desk.meter.time('send', performance.now() - started);
  if (outcome.state === 'accepted') desk.crossed('accepted', id);
  await settle(desk, row, outcome);
}

async function settle(desk: Desk, row: OutboxRow, outcome: Outcome): Promise<void> {
  const now = desk.clock();
  const next = nextAfter(desk, row, outcome, now);
  const state = next === 'give-up' ? 'failed' : outcome.state;
  const nextTryAt = next instanceof Date ? next.getTime() : null;
  const end = { state, response: outcome.response, nextTryAt };
  if (!(await persist(desk, () => settleDelivery(desk.register, row, end, now.getTime())))) {
    desk.log.warn({ delivery: row.id, state }, 'letter is in other hands: this process had stood still');
    return;
  }
  desk.meter.count('deliveries', { outcome: state });
  desk.crossed('settled', row.id);
  if (state !== 'accepted') {
    desk.log.warn({ delivery: row.id, state, attempts: row.attempts }, 'letter was not accepted by the mail server');
  }
  if (nextTryAt !== null) await desk.queue.offer('delivery', row.id, nextTryAt - now.getTime());
}

/** When to try again; null when this try was the last word. A try that our own stopping cut short costs no delay. */
function nextAfter(desk: Desk, row: OutboxRow, outcome: Outcome, now: Date): Date | 'give-up' | null {
  if (outcome.state === 'accepted' || outcome.state === 'failed') return null;
  if (outcome.code === 'SMTP_STOPPING') return now;
  return nextTry(row.attempts, new Date(row.queued_at), now, desk.giveUpAfter, desk.random());
}
