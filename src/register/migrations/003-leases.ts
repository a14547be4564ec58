/**
 * Several processes on one register: a lease for what one of them does for all, a counter of beats in place of a time of
 * day, which may jump, and indexes by which the claims of others are found among many letters.
 */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .alterTable('instances')
    .addColumn('beats', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('instances').dropColumn('beat_at').execute();
  for (const table of ['letters', 'outbox']) {
    await db.schema
      .createIndex(`${table}_claimed`)
      .on(table)
      .column('claimed_by')
      .where('claimed_by' as never, 'is not', null)
      .execute();
  }
}
