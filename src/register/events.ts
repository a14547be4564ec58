/**
 * The journal: who did what, when, what was before and after. Rows are only added; a ticket's journal is part of its record.
 * Each row's hash follows from the hash before it, so that a row changed, taken out or put in later shows (verify.ts). What
 * was before and after is bound by a digest over a nonce: lawful erasure takes all three away, and the chain still holds.
 */
import { hash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { EventRow, Schema } from './schema.ts';

export interface NewEvent {
  ticketId?: number;
  letterId?: number;
  at: number;
  /** `service`, `citizen`, or the name of a staff member. */
  who: string;
  /** What happened, a fixed English phrase such as `registered`. */
  what: string;
  before?: unknown;
  after?: unknown;
}

/** The hash before the first row. */
export const NO_EVENT = '';

/** Adds lines to the journal. The transaction holds the database's write lock: nobody else continues the same chain. */
export async function recordEvents(tx: Kysely<Schema>, events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const last = await tx.selectFrom('events').select('hash').orderBy('id', 'desc').limit(1).executeTakeFirst();
  let previous = last?.hash ?? NO_EVENT;
  const rows = events.map((event) => {
    const content = {
      nonce: randomBytes(16).toString('base64url'),
      before: event.before === undefined ? null : JSON.stringify(event.before),
      after: event.after === undefined ? null : JSON.stringify(event.after),
    };
    const row = {
      ticket_id: event.ticketId ?? null,
      letter_id: event.letterId ?? null,
      at: event.at,
      who: event.who,
      what: event.what,
      ...content,
      digest: digestOf(content),
    };
    previous = hashAfter(previous, row);
    return { ...row, hash: previous };
  });
  await tx.insertInto('events').values(rows).execute();
}

/** What binds the content of a row. */
export function digestOf({ nonce, before, after }: Pick<EventRow, 'nonce' | 'before' | 'after'>): string {
  return hash('sha256', JSON.stringify([nonce, before, after]), 'base64url');
}

/** A row's hash. @param previous of the row before it */
export function hashAfter(
  previous: string,
  { ticket_id, letter_id, at, who, what, digest }: Omit<EventRow, 'id' | 'hash' | 'nonce' | 'before' | 'after'>,
): string {
  return hash('sha256', JSON.stringify([previous, ticket_id, letter_id, at, who, what, digest]), 'base64url');
}
