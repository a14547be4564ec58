/** The journal: who did what, when, what was before and after. Rows are only added; a ticket's journal is part of its record. */
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

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

/** Adds lines to the journal. */
export async function recordEvents(tx: Kysely<Schema>, events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx
    .insertInto('events')
    .values(
      events.map((event) => ({
        ticket_id: event.ticketId ?? null,
        letter_id: event.letterId ?? null,
        at: event.at,
        who: event.who,
        what: event.what,
        before: event.before === undefined ? null : JSON.stringify(event.before),
        after: event.after === undefined ? null : JSON.stringify(event.after),
      })),
    )
    .execute();
}
