/** Letters of staff that were not acted on. The notice about one names it; an answer to the notice confirms it. */
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { HeldTable, Schema } from './schema.ts';

export type HeldRow = Selectable<HeldTable>;

/** Holds a letter. */
export async function holdLetter(tx: Kysely<Schema>, held: Insertable<HeldTable>): Promise<void> {
  await tx.insertInto('held').values(held).execute();
}

/** The held letter that one of these notices is about, whether it still waits or was taken up. */
export async function heldBy(db: Kysely<Schema>, noticeIds: string[]): Promise<HeldRow | undefined> {
  if (noticeIds.length === 0) return undefined;
  return db.selectFrom('held').selectAll().where('notice_id', 'in', noticeIds).orderBy('at', 'desc').executeTakeFirst();
}

/** Takes a held letter up. False when somebody did so before. */
export async function settleHeld(tx: Kysely<Schema>, letterId: number, now: number): Promise<boolean> {
  const result = await tx
    .updateTable('held')
    .set({ settled_at: now })
    .where('letter_id', '=', letterId)
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
