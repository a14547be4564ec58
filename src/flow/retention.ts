/**
 * What is kept is kept for a set time (152-FZ art. 5, part 7): finished tickets go into the archive, and are erased when the
 * office says so. A little at each call, so that no letter waits for it.
 *
 * A clock that runs ahead must not erase anything: time counts only as far as letters keep coming in.
 */
import { archiveTicket, ripeForArchive } from '../register/archive.ts';
import { destroyKeys, eraseRows, eraseSetAside, ripeForErasure } from '../register/erase.ts';
import { newestLetter } from '../register/letters.ts';
import type { Desk } from './desk.ts';

/** Tickets at a call. */
const BATCH = 50;
/** An office that got no letter for so long may have a wrong clock. */
const QUIET_MS = 30 * 86_400_000;

/** @returns how many tickets went into the archive, and how many tickets and letters were erased */
export async function retain(desk: Desk): Promise<{ archived: number; erased: number }> {
  const { register, retention } = desk;
  const now = desk.clock().getTime();
  const newest = await newestLetter(register.db);
  if (newest === null || now - newest > QUIET_MS) return { archived: 0, erased: 0 };
  const { archiveAfter, eraseAfter } = retention;
  const archived = archiveAfter === null ? [] : await ripeForArchive(register.db, now - archiveAfter, BATCH);
  for (const id of archived) await register.transaction((tx) => archiveTicket(tx, register, id, now));
  const erased = eraseAfter === null ? 0 : await erase(desk, now - eraseAfter, now);
  if (archived.length + erased > 0) desk.log.info({ archived: archived.length, erased }, 'kept long enough');
  return { archived: archived.length, erased };
}

async function erase({ register, keyFile }: Desk, since: number, at: number): Promise<number> {
  const tickets = await ripeForErasure(register.db, since, BATCH);
  const erasure = { who: 'service', reason: 'retention', at };
  for (const id of tickets) await register.transaction((tx) => eraseRows(tx, register, id, erasure));
  const letters = await register.transaction((tx) => eraseSetAside(tx, since, at, BATCH));
  await destroyKeys(register, keyFile);
  return tickets.length + letters;
}
