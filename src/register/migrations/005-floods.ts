/** Floods of letters: who has sent how many within the hour, which letters were beyond it, which tickets are held back. */
import type { ColumnBuilderCallback, Kysely } from 'kysely';

const required: ColumnBuilderCallback = (column) => column.notNull();

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('letters').addColumn('flood', 'text').execute();
  await db.schema.alterTable('tickets').addColumn('held_back', 'text').execute();
  await db.schema
    .createTable('arrivals')
    .addColumn('sender', 'text', required)
    .addColumn('domain', 'text')
    .addColumn('at', 'bigint', required)
    .execute();
  for (const column of ['sender', 'domain']) {
    await db.schema.createIndex(`arrivals_${column}`).on('arrivals').columns([column, 'at']).execute();
  }
  await db.schema
    .createTable('floods')
    .addColumn('mark', 'text', (column) => column.primaryKey())
    .addColumn('since', 'bigint', required)
    .execute();
}
