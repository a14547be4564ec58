/**
 * Letters as work: which ones are due, taken in hand by one process at a time, let go for a later try, settled. What is written
 * in the name of a claim that was lost meanwhile is refused.
 */
import type { ExpressionBuilder, Kysely } from 'kysely';
import { Fault } from '../fault.ts';
import { recordEvents } from './events.ts';
import { enter } from './instances.ts';
import type { LetterRow, LetterState, Schema } from './schema.ts';

/** So far apart may the clocks of two machines be, or one before and after it was set. */
export const CLOCKS_APART_MS = 60_000;

/**
 * The letters that are waiting in nobody's hands and may be worked on. One that was put off later than now was put off by a
 * clock that was ahead and has been set right since: it is due.
 */
function isDue(now: number) {
  return ({ and, or, eb }: ExpressionBuilder<Schema, 'letters'>) =>
    and([
      eb('state', '=', 'stored'),
      eb('claimed_by', 'is', null),
      or([eb('next_try_at', '<=', now), eb('put_off_at', '>', now + CLOCKS_APART_MS)]),
    ]);
}

/** Takes a stored letter in hand for this process; undefined when it is settled, not due, or in other hands. */
export async function claimLetter(
  db: Kysely<Schema>,
  id: number,
  instance: string,
  now: number,
): Promise<LetterRow | undefined> {
  const letter = await db
    .updateTable('letters')
    .set({ claimed_by: instance })
    .where('id', '=', id)
    .where(isDue(now))
    .returningAll()
    .executeTakeFirst();
  if (letter) await enter(db, instance);
  return letter;
}

/** A letter as the one who has it in hand knows it. */
type ClaimedLetter = Pick<LetterRow, 'id' | 'claimed_by'>;

/** Lets a letter go for a later try. One that was taken out of our hands meanwhile is left alone. */
export async function postponeLetter(
  db: Kysely<Schema>,
  letter: ClaimedLetter,
  { tries, now, nextTryAt, error }: { tries: number; now: number; nextTryAt: number; error: string },
): Promise<void> {
  await db
    .updateTable('letters')
    .set({ claimed_by: null, tries, next_try_at: nextTryAt, put_off_at: now, error })
    .where('id', '=', letter.id)
    .where('claimed_by', '=', letter.claimed_by)
    .execute();
}

/**
 * To be asked first in the transaction that settles a letter: nothing may come of it any more when it was taken out of our hands.
 * @throws Fault CLAIM_LOST
 */
export async function assertInHand(tx: Kysely<Schema>, letter: ClaimedLetter): Promise<void> {
  const row = await tx
    .selectFrom('letters')
    .select('id')
    .where('id', '=', letter.id)
    .where('claimed_by', '=', letter.claimed_by)
    .executeTakeFirst();
  if (row) return;
  throw new Fault('CLAIM_LOST', 'this process stood still for so long that another took the letter over');
}

/** Gives a letter its last state. One that was taken out of our hands meanwhile is left alone. */
export async function settleLetter(
  db: Kysely<Schema>,
  letter: ClaimedLetter,
  state: Exclude<LetterState, 'stored'>,
  found: Partial<
    Pick<
      LetterRow,
      'class' | 'message_id' | 'from_address' | 'subject' | 'content_key' | 'ticket_id' | 'error' | 'tries'
    >
  >,
): Promise<void> {
  await db
    .updateTable('letters')
    .set({ ...found, state, claimed_by: null, suspect: 0 })
    .where('id', '=', letter.id)
    .where('claimed_by', '=', letter.claimed_by)
    .execute();
}

/** Puts a quarantined letter back, as if it had just come. False when there is no such letter in quarantine. */
export async function replayLetter(db: Kysely<Schema>, id: number, now: number): Promise<boolean> {
  const changed = await db
    .updateTable('letters')
    .set({ state: 'stored', tries: 0, suspect: 1, claimed_by: null, next_try_at: now, error: null })
    .where('id', '=', id)
    .where('state', '=', 'quarantined')
    .where('withheld', '=', 0)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** Takes a letter up again that was set aside: it is a person's, says `who`. False when no such letter was set aside. */
export async function takeUpByHand(tx: Kysely<Schema>, id: number, who: string, now: number): Promise<boolean> {
  const changed = await tx
    .updateTable('letters')
    .set({ state: 'stored', by_hand: who, claimed_by: null, next_try_at: now, error: null })
    .where('id', '=', id)
    .where('state', '=', 'set-aside')
    .where('ticket_id', 'is', null)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) return false;
  await recordEvents(tx, [{ letterId: id, at: now, who, what: 'taken up by hand' }]);
  return true;
}

/** Letters that could be worked on now and are of no flood, oldest first. */
export async function dueLetters(db: Kysely<Schema>, now: number): Promise<number[]> {
  const due = db.selectFrom('letters').select('id').where(isDue(now)).where('flood', 'is', null);
  return (await due.orderBy('id').execute()).map((row) => row.id);
}

/** Letters of a flood that could be worked on now, oldest first. @param limit so many */
export async function dueFloodLetters(db: Kysely<Schema>, now: number, limit: number): Promise<number[]> {
  const due = db.selectFrom('letters').select('id').where(isDue(now)).where('flood', 'is not', null);
  return (await due.orderBy('id').limit(limit).execute()).map((row) => row.id);
}

/** Has another process a letter in hand that came before this one? */
export async function earlierInOtherHands(db: Kysely<Schema>, id: number, instance: string): Promise<boolean> {
  const row = await db
    .selectFrom('letters')
    .select('id')
    .where('claimed_by', 'is not', null)
    .where('claimed_by', '!=', instance)
    .where('state', '=', 'stored')
    .where('id', '<', id)
    .executeTakeFirst();
  return row !== undefined;
}
