/** Ties a register to the key file it was sealed with: remembers which keys are in use, and refuses others. */
import type { Kysely } from 'kysely';
import type { Keyring } from './keys.ts';
import type { Schema } from './schema.ts';

/** @throws Fault KEYS_DO_NOT_FIT when the register was used with other keys */
export async function bindKeys(tx: Kysely<Schema>, keys: Keyring): Promise<void> {
  const fact = await tx.selectFrom('facts').select('value').where('name', '=', 'keys').executeTakeFirst();
  if (fact) keys.fits(fact.value);
  const value = keys.fingerprint();
  if (fact?.value === value) return;
  await tx
    .insertInto('facts')
    .values({ name: 'keys', value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
