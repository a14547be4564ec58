/**
 * Letters in the register: stored as received, claimed by one process at a time, set free again, settled.
 * The bytes are sealed with a key of their own; place and content never change after storing.
 */
import { createHash } from 'node:crypto';
import type { ExpressionBuilder, Kysely } from 'kysely';
import { Fault } from '../fault.ts';
import { enter } from './instances.ts';
import type { Register } from './register.ts';
import type { Flood, LetterRow, LetterState, Schema } from './schema.ts';
import { open, seal } from './seal.ts';

/** Where a letter lay: an IMAP folder at one UIDVALIDITY, or a file being imported. */
export interface LetterPlace {
  account: string;
  folder: string;
  uidValidity: string;
}

/** A file of a letter too large to take. */
export interface OmittedFile {
  name: string | null;
  type: string;
  bytes: number;
}

export interface NewLetter {
  place: LetterPlace;
  uid: number;
  receivedAt: Date;
  size: number;
  raw: Uint8Array;
  /** Too large: only headers and the first text part are here. */
  partial: boolean;
  /** Files that a partial letter left in the mailbox. */
  omitted: OmittedFile[];
  /** Register it, but do not answer (import). */
  silent: boolean;
  /** One of a flood. */
  flood?: Flood | null;
}

/**
 * Stores letters of one place in one transaction: durable when it resolves. A letter that is there already is passed
 * over; another letter under a used UID is stored beside it.
 * @param now time of storing, milliseconds
 * @returns ids of the rows made
 */
export async function storeLetters(register: Register, letters: NewLetter[], now: number): Promise<number[]> {
  const first = letters[0];
  if (!first) return [];
  return register.transaction(async (tx) => {
    const held = await tx
      .selectFrom('letters')
      .select(['uid', 'digest'])
      .where('account', '=', first.place.account)
      .where('folder', '=', first.place.folder)
      .where('uid_validity', '=', first.place.uidValidity)
      .where(
        'uid',
        'in',
        letters.map((letter) => letter.uid),
      )
      .execute();
    const ids: number[] = [];
    for (const letter of letters) {
      const digest = createHash('sha256').update(letter.raw).digest('hex');
      const sameUid = held.filter((row) => row.uid === letter.uid);
      if (sameUid.some((row) => row.digest === digest)) continue;
      held.push({ uid: letter.uid, digest });
      const key = await newDataKey(tx, register);
      const { id } = await tx
        .insertInto('letters')
        .values({
          account: letter.place.account,
          folder: letter.place.folder,
          uid_validity: letter.place.uidValidity,
          uid: letter.uid,
          generation: sameUid.length,
          received_at: letter.receivedAt.getTime(),
          stored_at: now,
          size: letter.size,
          partial: Number(letter.partial),
          omitted: letter.omitted.length > 0 ? JSON.stringify(letter.omitted) : null,
          silent: Number(letter.silent),
          digest,
          key_id: key.id,
          state: 'stored',
          tries: 0,
          suspect: 0,
          next_try_at: now,
          flood: letter.flood ?? null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await tx
        .insertInto('letter_bytes')
        .values({ letter_id: id, sealed: seal(key.bytes, letter.raw, `letter:${id}`) })
        .execute();
      ids.push(id);
    }
    return ids;
  });
}

/** A data key in the clear, with the id of its row. */
export interface OpenKey {
  id: number;
  bytes: Buffer;
}

/** A key for one letter and all that comes of it, grown from the office's current key. */
async function newDataKey(tx: Kysely<Schema>, { keys }: Register): Promise<OpenKey> {
  const office = keys.current('office').id;
  const { id } = await tx.insertInto('data_keys').values({ office }).returning('id').executeTakeFirstOrThrow();
  return { id, bytes: keys.dataKey({ office, number: id }) };
}

/** The data key of a row. @throws Fault KEY_DESTROYED, or KEY_UNKNOWN when its office key is not in the key file */
export async function dataKey({ keys }: Pick<Register, 'keys'>, db: Kysely<Schema>, id: number): Promise<Buffer> {
  const { office } = await db.selectFrom('data_keys').select('office').where('id', '=', id).executeTakeFirstOrThrow();
  return keys.dataKey({ office, number: id });
}

/** The letter's bytes as received. */
export async function letterBytes(
  register: Register,
  letter: Pick<LetterRow, 'id' | 'key_id'>,
  db: Kysely<Schema> = register.db,
): Promise<Buffer> {
  const key = await dataKey(register, db, letter.key_id);
  const row = await db
    .selectFrom('letter_bytes')
    .select('sealed')
    .where('letter_id', '=', letter.id)
    .executeTakeFirstOrThrow();
  return open(key, row.sealed, `letter:${letter.id}`);
}

/** What the register holds of these UIDs: the newest letter under each, by size and arrival. */
export async function heldUids(
  register: Register,
  place: LetterPlace,
  uids: number[],
): Promise<Map<number, { size: number; receivedAt: Date }>> {
  const rows = await register.db
    .selectFrom('letters')
    .select(['uid', 'size', 'received_at'])
    .where('account', '=', place.account)
    .where('folder', '=', place.folder)
    .where('uid_validity', '=', place.uidValidity)
    .where('uid', 'in', uids)
    .orderBy('generation')
    .execute();
  return new Map(rows.map((row) => [row.uid, { size: row.size, receivedAt: new Date(row.received_at) }]));
}

/**
 * Waits are shorter than this by far. A letter that would have to wait longer was put off by a clock that was ahead and has
 * been set right since: it is due.
 */
const LONGEST_WAIT_MS = 3_600_000;

/** The letters that are waiting in nobody's hands and may be worked on. */
function isDue(now: number) {
  return ({ and, or, eb }: ExpressionBuilder<Schema, 'letters'>) =>
    and([
      eb('state', '=', 'stored'),
      eb('claimed_by', 'is', null),
      or([eb('next_try_at', '<=', now), eb('next_try_at', '>', now + LONGEST_WAIT_MS)]),
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
  change: { tries: number; nextTryAt: number; error: string },
): Promise<void> {
  await db
    .updateTable('letters')
    .set({ claimed_by: null, tries: change.tries, next_try_at: change.nextTryAt, error: change.error })
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
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** When the newest letter was stored; null when there is none. */
export async function newestLetter(db: Kysely<Schema>): Promise<number | null> {
  const row = await db.selectFrom('letters').select('stored_at').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row?.stored_at ?? null;
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

/** Which of these letters are of a flood. */
export async function floodsAmong(db: Kysely<Schema>, ids: readonly number[]): Promise<number[]> {
  const rows = await db
    .selectFrom('letters')
    .select('id')
    .where('id', 'in', ids)
    .where('flood', 'is not', null)
    .execute();
  return rows.map((row) => row.id);
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

/**
 * The same letter, seen before and settled: equal bytes, or equal in all but trace headers (contract.md, «The same letter»).
 */
export async function sameLetter(
  db: Kysely<Schema>,
  letter: Pick<LetterRow, 'id' | 'digest'>,
  contentKey: string,
): Promise<Pick<LetterRow, 'id' | 'ticket_id' | 'state'> | undefined> {
  return (
    db
      .selectFrom('letters')
      .select(['id', 'ticket_id', 'state'])
      .where('id', '!=', letter.id)
      // Said this way round, the states do not tempt SQLite away from the two indexes below.
      .where('state', 'not in', ['stored', 'quarantined'])
      .where(({ or, eb }) => or([eb('digest', '=', letter.digest), eb('content_key', '=', contentKey)]))
      .orderBy('id')
      .executeTakeFirst()
  );
}

/** How many of these letters have not reached a ticket or been set aside: they wait, or are in quarantine. */
export async function unfinished(db: Kysely<Schema>, ids: number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const row = await db
    .selectFrom('letters')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('id', 'in', ids)
    .where('state', 'in', ['stored', 'quarantined'])
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
