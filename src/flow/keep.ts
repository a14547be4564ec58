/**
 * Keeps the record in order: the journal anchored, keys destroyed that were to be, what was kept long enough put away. Every
 * minute, by whichever processes register letters; two at once do no harm.
 */
import { anchorJournal } from '../register/anchor.ts';
import { destroyKeys } from '../register/erase.ts';
import type { Desk } from './desk.ts';
import { retain } from './retention.ts';

export async function keep(desk: Desk): Promise<void> {
  desk.register.keys.refresh(); // rotated by a person at the console
  await desk.register.transaction((tx) => anchorJournal(tx, desk.register.keys));
  await destroyKeys(desk.register, desk.keyFile);
  await retain(desk);
}
