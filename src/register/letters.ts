/**
 * Letters in the register as they were received: the bytes sealed with a key of their own, where they lay, when they came.
 * None of this ever changes after storing; what becomes of a letter is the business of letter-work.ts.
 */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { dataKey, newDataKey } from './data-key.ts';
import { recordEvents } from './events.ts';
import { CLOCKS_APART_MS } from './letter-work.ts';
import type { Register } from './register.ts';
import type { Flood, LetterRow, Schema } from './schema.ts';
import { open, seal } from './seal.ts';

/** Where a letter lay: an IMAP folder at one UIDVALIDITY, or a file being imported. */
export interface LetterPlace {
  account: string;
  folder: string;
  uidValidity: string;
}

/** What was left in the mailbox of a letter that did not come whole. */
export interface OmittedFile {
  why: 'too-large' | 'withheld';
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
  /** Too large, or not handed over: only headers and the first text part are here, or the headers alone. */
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
      .select(['id', 'key_id', 'uid', 'digest', 'withheld'])
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
      const sameUid = held.filter((row) => row.uid === letter.uid);
      const note = sameUid.find((row) => row.withheld === 1);
      if (note) {
        await replaceNote(tx, register, note, letter, now);
        ids.push(note.id);
        continue;
      }
      const digest = digestOf(letter);
      if (sameUid.some((row) => row.digest === digest)) continue;
      const work = { state: 'stored', withheld: 0, tries: 0, next_try_at: now, stored_at: now } as const;
      const { id, key_id } = await insertLetter(tx, register, letter, sameUid.length, work);
      held.push({ id, key_id, uid: letter.uid, digest, withheld: 0 });
      ids.push(id);
    }
    return ids;
  });
}

/** Makes the row and seals the bytes. @param generation how many letters had the UID before */
export async function insertLetter(
  tx: Kysely<Schema>,
  register: Register,
  letter: NewLetter,
  generation: number,
  work: Pick<LetterRow, 'state' | 'withheld' | 'tries' | 'next_try_at' | 'stored_at'> &
    Partial<Pick<LetterRow, 'put_off_at' | 'error' | 'from_address'>>,
): Promise<{ id: number; key_id: number }> {
  const key = await newDataKey(tx, register);
  const { id } = await tx
    .insertInto('letters')
    .values({
      account: letter.place.account,
      folder: letter.place.folder,
      uid_validity: letter.place.uidValidity,
      uid: letter.uid,
      generation,
      ...contentOf(letter, work.stored_at),
      silent: Number(letter.silent),
      key_id: key.id,
      suspect: 0,
      ...work,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('letter_bytes')
    .values({ letter_id: id, sealed: seal(key.bytes, letter.raw, `letter:${id}`) })
    .execute();
  return { id, key_id: key.id };
}

/** A letter that the server did not hand over has come: its bytes take the place of the note (withheld.ts), and it goes its way. */
async function replaceNote(
  tx: Kysely<Schema>,
  register: Register,
  note: Pick<LetterRow, 'id' | 'key_id'>,
  letter: NewLetter,
  now: number,
): Promise<void> {
  const fresh = { state: 'stored', withheld: 0, tries: 0, error: null, from_address: null } as const;
  await tx
    .updateTable('letters')
    .set({ ...contentOf(letter, now), ...fresh, stored_at: now, next_try_at: now })
    .where('id', '=', note.id)
    .execute();
  const key = await dataKey(register, tx, note.key_id);
  await tx
    .updateTable('letter_bytes')
    .set({ sealed: seal(key, letter.raw, `letter:${note.id}`) })
    .where('letter_id', '=', note.id)
    .execute();
  await recordEvents(tx, [{ letterId: note.id, at: now, who: 'service', what: 'handed over after all' }]);
}

/** @param now time of storing: no letter was received later, whatever the server's clock says */
function contentOf(letter: NewLetter, now: number) {
  const told = letter.receivedAt.getTime();
  return {
    internal_date: told,
    received_at: Math.min(told, now),
    size: letter.size,
    partial: Number(letter.partial),
    omitted: letter.omitted.length > 0 ? JSON.stringify(letter.omitted) : null,
    digest: digestOf(letter),
    flood: letter.flood ?? null,
  };
}

function digestOf({ raw }: NewLetter): string {
  return createHash('sha256').update(raw).digest('hex');
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

/** What is held under a UID. */
export interface HeldLetter {
  size: number;
  receivedAt: Date;
  /** Only a note that the server does not hand it over (withheld.ts). */
  withheld: { tries: number; nextTryAt: Date } | null;
}

/**
 * What the register holds of these UIDs: the newest letter under each, by size and arrival.
 * @param now what was put off later than that was put off by a clock that was ahead: it is due
 */
export async function heldUids(
  register: Register,
  place: LetterPlace,
  uids: number[],
  now: number,
): Promise<Map<number, HeldLetter>> {
  const rows = await register.db
    .selectFrom('letters')
    .select(['uid', 'size', 'internal_date', 'withheld', 'tries', 'next_try_at', 'put_off_at'])
    .where('account', '=', place.account)
    .where('folder', '=', place.folder)
    .where('uid_validity', '=', place.uidValidity)
    .where('uid', 'in', uids)
    .orderBy('generation')
    .execute();
  return new Map(
    rows.map(({ uid, size, internal_date, withheld, tries, next_try_at, put_off_at }) => {
      const nextTryAt = new Date(put_off_at !== null && put_off_at > now + CLOCKS_APART_MS ? now : next_try_at);
      return [
        uid,
        { size, receivedAt: new Date(internal_date), withheld: withheld === 1 ? { tries, nextTryAt } : null },
      ];
    }),
  );
}

/** When the newest letter was stored; null when there is none. */
export async function newestLetter(db: Kysely<Schema>): Promise<number | null> {
  const row = await db.selectFrom('letters').select('stored_at').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row?.stored_at ?? null;
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
