/**
 * Letters that the mail server does not hand over: written down where people look for what failed (`letter list --state
 * quarantined`), while the letter stays in the mailbox and is asked for again with growing pauses. When it comes after all, it
 * takes the place of its note (letters.ts).
 */
import type { Kysely } from 'kysely';
import { recordEvents } from './events.ts';
import { insertLetter, type NewLetter } from './letters.ts';
import type { Register } from './register.ts';
import type { Schema } from './schema.ts';

const FIRST_PAUSE_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 24 * 60 * 60_000;

const ERROR = 'IMAP_WITHHELD: the mail server does not hand the letter over; it stays in the mailbox';

/** What is known of such a letter: `raw` is its header, or empty. */
export type WithheldLetter = Pick<NewLetter, 'place' | 'uid' | 'receivedAt' | 'size' | 'raw'> & { from: string | null };

/** Writes the note, or counts one more try in vain. */
export async function noteWithheld(register: Register, letter: WithheldLetter, now: number): Promise<void> {
  await register.transaction(async (tx) => {
    const held = await lettersAt(tx, letter);
    const note = held.find((row) => row.withheld === 1);
    const tries = (note?.tries ?? 0) + 1;
    const work = {
      tries,
      put_off_at: now,
      next_try_at: now + Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS),
    };
    if (note) {
      await tx.updateTable('letters').set(work).where('id', '=', note.id).execute();
      return;
    }
    const row = { ...letter, partial: true, omitted: [], silent: false };
    const { id } = await insertLetter(tx, register, row, held.length, {
      ...work,
      stored_at: now,
      state: 'quarantined',
      withheld: 1,
      error: ERROR,
      from_address: letter.from,
    });
    await recordEvents(tx, [{ letterId: id, at: now, who: 'service', what: 'quarantined', after: { error: ERROR } }]);
  });
}

/** `letter replay`: asks the mailbox again with the next pass. False when there is no such note. */
export async function askAgain(db: Kysely<Schema>, id: number, now: number): Promise<boolean> {
  const changed = await db
    .updateTable('letters')
    .set({ next_try_at: now })
    .where('id', '=', id)
    .where('withheld', '=', 1)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

async function lettersAt(tx: Kysely<Schema>, { place, uid }: Pick<NewLetter, 'place' | 'uid'>) {
  return tx
    .selectFrom('letters')
    .select(['id', 'tries', 'withheld'])
    .where('account', '=', place.account)
    .where('folder', '=', place.folder)
    .where('uid_validity', '=', place.uidValidity)
    .where('uid', '=', uid)
    .execute();
}
