/**
 * Keeps the record in order: the journal anchored, keys destroyed that were to be, what was kept long enough put away. Every
 * minute, by whichever processes register letters; two at once do no harm.
 */
import { Fault } from '../fault.ts';
import { TROUBLES, testify } from '../register/anchored.ts';
import { destroyKeys } from '../register/erase.ts';
import { bindKeys } from '../register/keys-fit.ts';
import type { Desk } from './desk.ts';
import { retain } from './retention.ts';

/** @throws Fault of the key file, and JOURNAL_BROKEN when all else is done */
export async function keep(desk: Desk): Promise<void> {
  const { register } = desk;
  register.keys.refresh(); // rotated by a person at the console
  await register.transaction((tx) => bindKeys(tx, register.keys));
  await destroyKeys(register, desk.keyFile);
  await retain(desk);
  const trouble = register.witness && (await testify(register.db, register.keys, register.witness));
  if (trouble === null) return;
  const message = `the journal is not as this program left it: ${TROUBLES[trouble]}; it is not signed any more, see \`register verify\``;
  throw new Fault('JOURNAL_BROKEN', message, { permanent: true });
}
