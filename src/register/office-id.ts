/** What tells this register from every other, so that two offices notice when they share something by mistake. Kept over a restore. */
import { randomUUID } from 'node:crypto';
import type { Register } from './register.ts';

const FACT = 'office';

/** Made when asked for first. */
export function officeId(register: Register): Promise<string> {
  return register.transaction(async (tx) => {
    await tx
      .insertInto('facts')
      .values({ name: FACT, value: randomUUID() })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const { value } = await tx.selectFrom('facts').select('value').where('name', '=', FACT).executeTakeFirstOrThrow();
    return value;
  });
}
