/** Data keys: each letter, and all that comes of it, is sealed with one of its own, which can be destroyed alone (erase.ts). */
import type { Kysely } from 'kysely';
import type { Register } from './register.ts';
import type { Schema } from './schema.ts';

/** A data key in the clear, with the id of its row. */
export interface OpenKey {
  id: number;
  bytes: Buffer;
}

/** A key for one letter and all that comes of it, grown from the office's current key. */
export async function newDataKey(tx: Kysely<Schema>, { keys }: Register): Promise<OpenKey> {
  const office = keys.current('office').id;
  const { id } = await tx.insertInto('data_keys').values({ office }).returning('id').executeTakeFirstOrThrow();
  return { id, bytes: keys.dataKey({ office, number: id }) };
}

/** The data key of a row. @throws Fault KEY_DESTROYED, or KEY_UNKNOWN when its office key is not in the key file */
export async function dataKey({ keys }: Pick<Register, 'keys'>, db: Kysely<Schema>, id: number): Promise<Buffer> {
  const { office } = await db.selectFrom('data_keys').select('office').where('id', '=', id).executeTakeFirstOrThrow();
  return keys.dataKey({ office, number: id });
}
