/**
 * Letters to send. A row's bytes and Message-ID are fixed when it is made, so every try sends the same letter; the files that go
 * with it are named there and stay in the letters in which they came. A try is counted before it begins, and its outcome stands in
 * the ticket's journal.
 */
import type { ExpressionBuilder, Kysely } from 'kysely';
import { mailboxOf } from '../letter/mailbox.ts';
import type { Filled } from '../template/letterhead.ts';
import type { Purpose } from '../ticket/message-id.ts';
import { dataKey } from './data-key.ts';
import { recordEvents } from './events.ts';
import { enter } from './instances.ts';
import { CLOCKS_APART_MS } from './letter-work.ts';
import type { Register } from './register.ts';
import type { DeliveryState, OutboxRow, Schema } from './schema.ts';
import { open, seal } from './seal.ts';

export interface NewDelivery {
  ticketId: number;
  purpose: Purpose;
  recipient: string;
  messageId: string;
  bytes: Uint8Array;
  /** An automatic answer, of which one address gets only a few in a day. */
  counted: boolean;
  /** Held back for good, e.g. by the daily cap: kept for the record, never sent. */
  suppressed: boolean;
  /** Files of the ticket that go behind it: rows of `attachments`. */
  files?: readonly number[];
  /** What it was made of, to be made again without its files. */
  filled?: Filled | null;
  insteadOf?: number | null;
  tellsOf?: number | null;
}

/** States in which a delivery still has to be tried. */
const WAITING: DeliveryState[] = ['queued', 'delayed', 'unknown'];

/**
 * Puts a letter into the outbox.
 * @param envelopeFrom the sender that bounces go to; it may name the row (VERP)
 * @returns its row id
 */
export async function addDelivery(
  tx: Kysely<Schema>,
  delivery: NewDelivery,
  envelopeFrom: (outboxId: number) => string,
  key: { id: number; bytes: Buffer },
  now: number,
): Promise<number> {
  const { id } = await tx
    .insertInto('outbox')
    .values({
      ticket_id: delivery.ticketId,
      purpose: delivery.purpose,
      recipient: delivery.recipient,
      mailbox: mailboxOf(delivery.recipient),
      envelope_from: '',
      message_id: delivery.messageId,
      key_id: key.id,
      counted: Number(delivery.counted),
      files: delivery.files?.length ? JSON.stringify(delivery.files) : null,
      instead_of: delivery.insteadOf ?? null,
      tells_of: delivery.tellsOf ?? null,
      state: delivery.suppressed ? 'suppressed' : 'queued',
      attempts: 0,
      queued_at: now,
      next_try_at: now,
      done_at: delivery.suppressed ? now : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { bytes, messageId } = delivery;
  const sealed = seal(key.bytes, bytes, `outbox:${messageId}`);
  const filled = delivery.filled
    ? seal(key.bytes, Buffer.from(JSON.stringify(delivery.filled)), `filled:${messageId}`)
    : null;
  await tx.insertInto('outbox_bytes').values({ outbox_id: id, sealed, filled }).execute();
  await tx
    .updateTable('outbox')
    .set({ envelope_from: envelopeFrom(id) })
    .where('id', '=', id)
    .execute();
  return id;
}

const DAY_MS = 86_400_000;

/**
 * Deliveries that are in nobody's hands and may be tried. One that was never tried has nothing to wait for; one that was put
 * off later than now was put off by a clock that was ahead and has been set right since.
 */
function isDue(now: number) {
  return ({ and, or, eb }: ExpressionBuilder<Schema, 'outbox'>) =>
    and([
      eb('state', 'in', WAITING),
      eb('claimed_by', 'is', null),
      or([eb('state', '=', 'queued'), eb('next_try_at', '<=', now), eb('put_off_at', '>', now + CLOCKS_APART_MS)]),
    ]);
}

/** Takes a due delivery in hand and counts the try; undefined when it is done, not due, or in other hands. */
export async function claimDelivery(
  db: Kysely<Schema>,
  id: number,
  instance: string,
  now: number,
): Promise<OutboxRow | undefined> {
  const row = await db
    .updateTable('outbox')
    .set(({ eb }) => ({ claimed_by: instance, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where(isDue(now))
    .returningAll()
    .executeTakeFirst();
  if (row) await enter(db, instance);
  return row;
}

/** A letter that we wrote, by its Message-ID; null when it is not there. */
export async function sentBytes(register: Register, messageId: string): Promise<Buffer | null> {
  const row = await register.db.selectFrom('outbox').selectAll().where('message_id', '=', messageId).executeTakeFirst();
  return row ? deliveryBytes(register, row) : null;
}

/** The last letter that we wrote to somebody about a ticket; null when there is none. */
export async function lastSentBytes(register: Register, ticketId: number, recipient: string): Promise<Buffer | null> {
  const row = await register.db
    .selectFrom('outbox')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('recipient', '=', recipient)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? deliveryBytes(register, row) : null;
}

/** The letter's bytes as they go to the server. */
export async function deliveryBytes(
  register: Register,
  row: Pick<OutboxRow, 'id' | 'key_id' | 'message_id'>,
): Promise<Buffer> {
  const key = await dataKey(register, register.db, row.key_id);
  const { sealed } = await register.db
    .selectFrom('outbox_bytes')
    .select('sealed')
    .where('outbox_id', '=', row.id)
    .executeTakeFirstOrThrow();
  return open(key, sealed, `outbox:${row.message_id}`);
}

/** What the letter was made of; null for one without files. */
export async function deliveryFilled(
  register: Pick<Register, 'keys'>,
  tx: Kysely<Schema>,
  row: OutboxRow,
): Promise<Filled | null> {
  const key = await dataKey(register, tx, row.key_id);
  const bytes = await tx.selectFrom('outbox_bytes').select('filled').where('outbox_id', '=', row.id).executeTakeFirst();
  return bytes?.filled ? JSON.parse(open(key, bytes.filled, `filled:${row.message_id}`).toString()) : null;
}

/** Does the delivery wait to be sent with files? */
export async function carriesFiles(db: Kysely<Schema>, id: number): Promise<boolean> {
  const row = await db.selectFrom('outbox').select('files').where('id', '=', id).executeTakeFirst();
  return row !== undefined && row.files !== null;
}

/** A file that goes with a delivery, and the letter in which it came. */
export interface CarriedFile {
  name: string;
  type: string | null;
  sha256: string;
  letter: { id: number; key_id: number };
}

/** The files that go with a delivery, in their order. */
export async function carriedFiles(db: Kysely<Schema>, { files }: Pick<OutboxRow, 'files'>): Promise<CarriedFile[]> {
  if (files === null) return [];
  const rows = await db
    .selectFrom('attachments')
    .innerJoin('messages', 'messages.id', 'attachments.message_id')
    .innerJoin('letters', 'letters.id', 'messages.letter_id')
    .select(['attachments.name', 'attachments.type', 'attachments.sha256', 'letters.id', 'letters.key_id'])
    .where('attachments.id', 'in', JSON.parse(files) as number[])
    .orderBy('attachments.id')
    .execute();
  return rows.map(({ id, key_id, ...file }) => ({ ...file, letter: { id, key_id } }));
}

/**
 * Writes down how a try ended, on the row and in the journal of its ticket. `nextTryAt` null: there will be no other.
 * @returns false, and nothing is written, when the delivery was taken out of our hands meanwhile
 */
export async function settleDelivery(
  tx: Kysely<Schema>,
  row: OutboxRow,
  outcome: { state: DeliveryState; response: string; nextTryAt: number | null },
  now: number,
): Promise<boolean> {
  const settled = await tx
    .updateTable('outbox')
    .set({
      state: outcome.state,
      last_response: outcome.response,
      claimed_by: null,
      next_try_at: outcome.nextTryAt ?? now,
      put_off_at: now,
      done_at: outcome.nextTryAt === null ? now : null,
    })
    .where('id', '=', row.id)
    .where('claimed_by', '=', row.claimed_by)
    .executeTakeFirst();
  if (settled.numUpdatedRows === 0n) return false;
  if (outcome.state === row.state && outcome.response === row.last_response) return true;
  await recordEvents(tx, [
    {
      ticketId: row.ticket_id,
      at: now,
      who: 'service',
      what: `delivery ${outcome.state}`,
      after: { purpose: row.purpose, messageId: row.message_id, response: outcome.response },
    },
  ]);
  return true;
}

/** Deliveries that could be tried now, oldest first. */
export async function dueDeliveries(db: Kysely<Schema>, now: number): Promise<number[]> {
  const rows = await db.selectFrom('outbox').select('id').where(isDue(now)).orderBy('id').execute();
  return rows.map((row) => row.id);
}

/** How many automatic letters went to a mailbox, however spelled, within the last day; those held back do not count (contract.md, «Automatic mail»). */
export async function automaticLettersTo(db: Kysely<Schema>, recipient: string, now: number): Promise<number> {
  const row = await db
    .selectFrom('outbox')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('mailbox', '=', mailboxOf(recipient))
    .where('queued_at', '>', now - DAY_MS)
    .where('queued_at', '<=', now + CLOCKS_APART_MS)
    .where('counted', '=', 1)
    .where('state', '!=', 'suppressed')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Message-IDs of our letters to one of the staff about a ticket, oldest first. */
export async function staffThread(tx: Kysely<Schema>, ticketId: number, email: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('outbox')
    .select('message_id')
    .where('ticket_id', '=', ticketId)
    .where('recipient', '=', email)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.message_id);
}

/** When the newest of these letters of ours was written; null when none of them is ours. */
export async function writtenAt(tx: Kysely<Schema>, messageIds: readonly string[]): Promise<number | null> {
  if (messageIds.length === 0) return null;
  const row = await tx
    .selectFrom('outbox')
    .select(({ fn }) => fn.max('queued_at').as('at'))
    .where('message_id', 'in', messageIds)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** When the first letter to one of the staff about a ticket was written; null when there was none. */
export async function firstWrittenAt(tx: Kysely<Schema>, ticketId: number, email: string): Promise<number | null> {
  const row = await tx
    .selectFrom('outbox')
    .select(({ fn }) => fn.min('queued_at').as('at'))
    .where('ticket_id', '=', ticketId)
    .where('recipient', '=', email)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** A letter that had been accepted has come back. */
export async function markBounced(tx: Kysely<Schema>, id: number, now: number): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ state: 'bounced', claimed_by: null, done_at: now })
    .where('id', '=', id)
    .execute();
}
