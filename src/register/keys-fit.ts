/** Ties a register to the key file it was sealed with: remembers which keys are in use, and refuses others. */
import type { Kysely } from 'kysely';
import type { Keyring } from './keys.ts';
import type { Schema } from './schema.ts';

/** @throws Fault KEYS_DO_NOT_FIT when the register was used with other keys */
export async function bindKeys(tx: Kysely<Schema>, keys: Keyring): Promise<void> {
  const bound = await boundKeys(tx);
  await keysFit(tx, keys);
  const value = keys.fingerprint();
  if (bound === value) return;
  await tx
    .insertInto('facts')
    .values({ name: 'keys', value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/**
 * Changes nothing. Where nobody says which keys were used, what was sealed with them says it: taking that line out of the
 * register must not make other keys the right ones.
 * @throws Fault KEYS_DO_NOT_FIT
 */
export async function keysFit(db: Kysely<Schema>, keys: Keyring): Promise<void> {
  const bound = await boundKeys(db);
  if (bound !== null) return keys.fits(bound);
  const used = await db.selectFrom('data_keys').select('office').distinct().execute();
  if (used.length > 0) keys.fits(used.map(({ office }) => `office:${office}`).join(','));
}

async function boundKeys(db: Kysely<Schema>): Promise<string | null> {
  const fact = await db.selectFrom('facts').select('value').where('name', '=', 'keys').executeTakeFirst();
  return fact?.value ?? null;
}
