/** The longest letter that our mail server takes (SIZE, RFC 1870), as it said last. Whoever writes letters goes by it. */
import type { Kysely } from 'kysely';
import type { Register } from './register.ts';
import type { Schema } from './schema.ts';

const FACT = 'smtp size';

/** In bytes; null when it tells none, or was never asked. */
export async function readMailLimit(db: Kysely<Schema>): Promise<number | null> {
  const fact = await db.selectFrom('facts').select('value').where('name', '=', FACT).executeTakeFirst();
  return fact ? Number(fact.value) : null;
}

/** Remembers it; null: the server tells none. */
export async function noteMailLimit(register: Register, bytes: number | null): Promise<void> {
  if ((await readMailLimit(register.db)) === bytes) return;
  await register.transaction(async (tx) => {
    await tx.deleteFrom('facts').where('name', '=', FACT).execute();
    if (bytes !== null)
      await tx
        .insertInto('facts')
        .values({ name: FACT, value: String(bytes) })
        .execute();
  });
}
