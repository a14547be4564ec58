/** What could be better about an accepted file stands beside its verdict. */
import type { Kysely } from 'kysely';

/** JSON list; files registered before have none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('attachments')
    .addColumn('advice', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
}
