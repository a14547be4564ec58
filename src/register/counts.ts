/** How much of what stands in the register, for metrics. */
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

export interface Standing {
  letters: { state: string; class: string; count: number }[];
  tickets: { status: string; count: number }[];
  outbox: { state: string; count: number }[];
}

/** Counts letters, tickets and outgoing letters by their state. */
export async function standing(db: Kysely<Schema>): Promise<Standing> {
  const letters = await db
    .selectFrom('letters')
    .select(({ fn }) => ['state', 'class', fn.countAll<number>().as('count')])
    .groupBy(['state', 'class'])
    .execute();
  const tickets = await db
    .selectFrom('tickets')
    .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
    .groupBy('status')
    .execute();
  const outbox = await db
    .selectFrom('outbox')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return {
    letters: letters.map((row) => ({ state: row.state, class: row.class ?? 'unread', count: Number(row.count) })),
    tickets: tickets.map((row) => ({ status: row.status, count: Number(row.count) })),
    outbox: outbox.map((row) => ({ state: row.state, count: Number(row.count) })),
  };
}
