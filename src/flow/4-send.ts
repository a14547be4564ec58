/**
 * Step 4: an outgoing letter is claimed, handed to the mail server as the bytes that were fixed, and its fate written down.
 * Refusals for now and network faults are tried again with growing delay until the office gives up; a final refusal ends it,
 * and is told to somebody who can act. Letters with files go by the ramp, a few at a time.
 */
import { Fault, tellOf } from '../fault.ts';
import { carriesFiles, claimDelivery, deliveryBytes, settleDelivery } from '../register/outbox.ts';
import type { OutboxRow } from '../register/schema.ts';
import { withFiles } from '../smtp/enclosure.ts';
import type { Outcome } from '../smtp/postman.ts';
import { nextTry } from '../smtp/retry.ts';
import type { Desk } from './desk.ts';
import { notReached } from './effects/not-reached.ts';
import { gather } from './gather.ts';
import { persist } from './persist.ts';
import type { Step } from './registration.ts';

/** One attempt at one outbox row, as often as the queue calls: one that is done, not due or in other hands is left alone. */
export async function send(desk: Desk, id: number): Promise<void> {
  if (!(await carriesFiles(desk.register.db, id))) return attempt(desk, id);
  if (!desk.ramp.enter(id)) return;
  try {
    await attempt(desk, id);
  } finally {
    const next = desk.ramp.leave(id);
    if (next !== null) await desk.queue.offer('delivery', next);
  }
}

async function attempt(desk: Desk, id: number): Promise<void> {
  const now = desk.clock().getTime();
  const row = await desk.register.transaction((tx) => claimDelivery(tx, id, desk.instance, now));
  if (!row) return;
  const started = performance.now();
  const bytes = await wholeLetter(desk, row);
  const outcome = Buffer.isBuffer(bytes) ? await handOver(desk, row, bytes) : bytes;
  desk.meter.time('send', performance.now() - started);
  if (outcome.state === 'accepted') desk.crossed('accepted', id);
  await settle(desk, row, outcome);
}

function handOver({ postman }: Desk, row: OutboxRow, bytes: Buffer): Promise<Outcome> {
  return postman.send({ envelopeFrom: row.envelope_from, to: row.recipient, bytes });
}

/** The letter with its files. @returns why it cannot be had, as if the server had said so */
async function wholeLetter(desk: Desk, row: OutboxRow): Promise<Buffer | Outcome> {
  const bytes = await deliveryBytes(desk.register, row);
  if (row.files === null) return bytes;
  try {
    const files = await gather(desk, row);
    if (files !== null) return withFiles(bytes, files);
  } catch (error) {
    desk.log.error({ delivery: row.id, ...tellOf(error) }, 'the files of a letter cannot be read');
    const passing = error instanceof Fault && !error.permanent;
    if (passing) return { state: 'delayed', code: 'SMTP_TEMPORARY', response: 'its files cannot be read now' };
  }
  // A reader that we ended ourselves says nothing about the files.
  return desk.stopping.aborted
    ? { state: 'delayed', code: 'SMTP_STOPPING', response: 'the service is stopping' }
    : { state: 'failed', code: 'SMTP_REFUSED', response: 'its files cannot be read' };
}

async function settle(desk: Desk, row: OutboxRow, outcome: Outcome): Promise<void> {
  const now = desk.clock();
  const next = nextAfter(desk, row, outcome, now);
  const state = next === 'give-up' ? 'failed' : outcome.state;
  const nextTryAt = next instanceof Date ? next.getTime() : null;
  const end = { state, response: outcome.response, nextTryAt };
  const deliveries = await persist(desk, () => writeDown(desk, row, end, now));
  if (deliveries === null) {
    desk.log.warn({ delivery: row.id, state }, 'letter is in other hands: this process had stood still');
    return;
  }
  desk.meter.count('deliveries', { outcome: state });
  desk.crossed('settled', row.id);
  if (state !== 'accepted') {
    desk.log.warn({ delivery: row.id, state, attempts: row.attempts }, 'letter was not accepted by the mail server');
  }
  if (nextTryAt !== null) await desk.queue.offer('delivery', row.id, nextTryAt - now.getTime());
  for (const id of deliveries) await desk.queue.offer('delivery', id);
}

/** In one transaction with what comes of it. @returns letters to be sent because of it; null when the row is in other hands */
function writeDown(
  desk: Desk,
  row: OutboxRow,
  end: Parameters<typeof settleDelivery>[2],
  now: Date,
): Promise<number[] | null> {
  return desk.register.transaction(async (tx) => {
    if (!(await settleDelivery(tx, row, end, now.getTime()))) return null;
    const step: Step = { tx, desk, now, deliveries: [] };
    if (end.state === 'failed') await notReached(step, row, end.response);
    return step.deliveries;
  });
}

/** When to try again; null when this try was the last word. A try that our own stopping cut short costs no delay. */
function nextAfter(desk: Desk, row: OutboxRow, outcome: Outcome, now: Date): Date | 'give-up' | null {
  if (outcome.state === 'accepted' || outcome.state === 'failed') return null;
  if (outcome.code === 'SMTP_STOPPING') return now;
  return nextTry(row.attempts, new Date(row.queued_at), now, desk.giveUpAfter, desk.random());
}
