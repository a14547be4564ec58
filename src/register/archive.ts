/**
 * The archive: of a ticket that was closed years ago the readable columns are sealed where they stand, and its words leave the
 * search. It can still be shown by its number; whoever steals the disk or searches for a name no longer finds it.
 * A letter that goes on with such a ticket brings it back first.
 */
import type { Kysely } from 'kysely';
import { recordEvents } from './events.ts';
import { indexWords, threadOf } from './messages.ts';
import { openPersonal, sealPersonal } from './personal.ts';
import type { Register } from './register.ts';
import type { Schema } from './schema.ts';

/** Puts a closed ticket into the archive. */
export async function archiveTicket(
  tx: Kysely<Schema>,
  register: Register,
  ticketId: number,
  at: number,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('tickets')
    .set({ archived_at: at })
    .where('id', '=', ticketId)
    .where('archived_at', 'is', null)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return; // another process was first
  for (const { id } of await threadOf(tx, ticketId)) await register.words.remove(tx, id);
  await recordEvents(tx, [{ ticketId, at, who: 'service', what: 'archived' }]);
  await sealPersonal(tx, register.keys, ticketId);
}

/** Brings a ticket back from the archive; nothing happens to one that is not there. */
export async function bringBack(tx: Kysely<Schema>, register: Register, ticketId: number, at: number): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('tickets')
    .set({ archived_at: null })
    .where('id', '=', ticketId)
    .where('archived_at', 'is not', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await openPersonal(tx, register.keys, ticketId);
  await recordEvents(tx, [{ ticketId, at, who: 'service', what: 'brought back from the archive' }]);
  for (const message of await threadOf(tx, ticketId)) await indexWords(tx, register, message);
}

/** Finished tickets that nothing has happened to since a moment and that are not in the archive, oldest first. */
export async function ripeForArchive(db: Kysely<Schema>, unchangedSince: number, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where('status', 'in', ['resolved', 'rejected', 'closed'])
    .where('changed_at', '<', unchangedSince)
    .where('archived_at', 'is', null)
    .where('erased_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
