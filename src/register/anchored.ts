/**
 * The journal and its anchor in the register: whether they hold together, and how the anchor moves. It moves only from where
 * it stood when the transaction began, and only when nothing stood after it then: a journal that somebody else went on with,
 * cut or wrote anew is never signed. Letters go on being registered all the same; who keeps the record in order tells of it
 * (flow/keep.ts), and `register verify` says what is wrong.
 */
import { type Kysely, sql } from 'kysely';
import { type Anchor, FIRST_ANCHOR, isNewer, readAnchor, signAnchor } from './anchor.ts';
import { NO_EVENT } from './events.ts';
import type { Keyring } from './keys.ts';
import type { Schema } from './schema.ts';
import type { Witness } from './witness.ts';

/** Name of the fact that holds it. */
export const ANCHOR = 'journal';

/** What may be wrong, in words for the administrator. */
export const TROUBLES = {
  missing: 'its anchor is missing',
  forged: 'its anchor was not signed with the keys of this office',
  shortened: 'it was shortened, or written anew',
  added: 'what stands after its anchor was not written by this program',
  unwitnessed: 'the anchor beside the key file is missing, or was not signed with the keys of this office',
  older:
    'it is not the one that the anchor beside the key file knows: an older one was put back, or it was written anew',
} as const;

export type Trouble = keyof typeof TROUBLES;

/** The anchor as it stands in the register, beside the newest line. Read in one statement: others go on writing. */
interface Standing {
  /** As text; null when there is none. */
  fact: string | null;
  newest: Omit<Anchor, 'life'>;
  /** Hash of the line that was asked for. */
  asked: string | null;
}

/**
 * Looks at the anchor as a transaction begins.
 * @returns what is to be done as it ends: the anchor moves to the newest line; nothing, when all was not well
 */
export async function holdAnchor(tx: Kysely<Schema>, keys: Keyring): Promise<() => Promise<void>> {
  const before = await standing(tx);
  const anchor = anchorIn(before, keys);
  if (typeof anchor === 'string' || troubleAt(anchor, before.newest) !== null) return async () => {};
  return async () => {
    const { fact, newest } = await standing(tx);
    if (newest.id !== before.newest.id && fact === before.fact) await drop(tx, keys, { life: anchor.life, ...newest });
  };
}

/** A register that holds nothing yet is anchored before its first line. */
export async function anchorNew(tx: Kysely<Schema>, keys: Keyring): Promise<void> {
  if ((await standing(tx)).fact !== null) return;
  for (const table of ['events', 'tickets', 'letters'] as const) {
    if (await tx.selectFrom(table).select('id').limit(1).executeTakeFirst()) return;
  }
  await drop(tx, keys, FIRST_ANCHOR);
}

/** Puts an anchor back that came with its journal. @param fact as it was read */
export async function putAnchor(tx: Kysely<Schema>, fact: string): Promise<void> {
  await tx.insertInto('facts').values({ name: ANCHOR, value: fact }).execute();
}

/** Takes the anchor away: the journal that is to be written now comes with one of its own. */
export async function forgetAnchor(tx: Kysely<Schema>): Promise<void> {
  await tx.deleteFrom('facts').where('name', '=', ANCHOR).execute();
}

/** Does the journal not hold together with its anchor? */
export async function hasTrouble(tx: Kysely<Schema>, keys: Keyring): Promise<boolean> {
  const now = await standing(tx);
  const anchor = anchorIn(now, keys);
  return typeof anchor === 'string' || troubleAt(anchor, now.newest) !== null;
}

/** Signs the newest line under a life after all that are known: a restored journal, or one that a person takes as it is. */
export async function beginLife(tx: Kysely<Schema>, keys: Keyring, known: Anchor | null): Promise<Anchor> {
  const now = await standing(tx);
  const before = anchorIn(now, keys);
  const life = 1 + Math.max(typeof before === 'string' ? 0 : before.life, known?.life ?? 0);
  const anchor = { life, ...now.newest };
  await drop(tx, keys, anchor);
  return anchor;
}

/**
 * Compares what shows without following the whole chain.
 * @param witness null: there is none to ask
 */
export async function askJournal(
  db: Kysely<Schema>,
  keys: Keyring,
  witness: Witness | null,
): Promise<{ trouble: Trouble } | { trouble: null; anchor: Anchor; known: Anchor | null }> {
  const known = witness?.read(keys) ?? null; // before the register: both may be moved on while we look
  const now = await standing(db, known?.id);
  const anchor = anchorIn(now, keys);
  if (typeof anchor === 'string') return { trouble: anchor };
  const trouble = troubleAt(anchor, now.newest) ?? (witness && doubt(anchor, known, now.asked));
  return trouble === null ? { trouble, anchor, known } : { trouble };
}

/** Makes the file of the first anchor, before anything is written that it could lack. @throws Fault of the witness */
export async function beginTestimony(db: Kysely<Schema>, keys: Keyring, witness: Witness): Promise<void> {
  const found = await askJournal(db, keys, witness);
  if (found.trouble === null && found.known === null) witness.write(keys, found.anchor);
}

/** Brings the anchor outside the database up to the one inside, unless one of them is in doubt. @returns the doubt */
export async function testify(db: Kysely<Schema>, keys: Keyring, witness: Witness): Promise<Trouble | null> {
  const found = await askJournal(db, keys, witness);
  if (found.trouble === null && (found.known === null || isNewer(found.anchor, found.known)))
    witness.write(keys, found.anchor);
  return found.trouble;
}

/** What the witness has against an anchor whose signature holds. @param at hash of the line that it knows */
function doubt(anchor: Anchor, known: Anchor | null, at: string | null): Trouble | null {
  if (known === null) return anchor.life === FIRST_ANCHOR.life && anchor.id === FIRST_ANCHOR.id ? null : 'unwitnessed';
  if (isNewer(known, anchor)) return 'older';
  if (anchor.life > known.life) return null; // restored, here or on another machine
  return (at ?? NO_EVENT) === known.hash ? null : 'older';
}

function troubleAt(anchor: Anchor, newest: Omit<Anchor, 'life'>): Trouble | null {
  if (newest.id > anchor.id) return 'added';
  return newest.id === anchor.id && newest.hash === anchor.hash ? null : 'shortened';
}

function anchorIn({ fact }: Standing, keys: Keyring): Anchor | 'missing' | 'forged' {
  return fact === null ? 'missing' : (readAnchor(keys, fact) ?? 'forged');
}

async function standing(db: Kysely<Schema>, asked = 0): Promise<Standing> {
  const { rows } = await sql<{ fact: string | null; id: number | null; hash: string | null; asked: string | null }>`
    select (select value from facts where name = ${ANCHOR}) as fact, newest.id, newest.hash,
      (select hash from events where id = ${asked}) as asked
    from (select max(id) as most from events) as bounds left join events as newest on newest.id = bounds.most`.execute(
    db,
  );
  const { fact, id, hash, asked: at } = rows[0]!;
  return { fact, newest: { id: Number(id ?? 0), hash: hash ?? NO_EVENT }, asked: at };
}

async function drop(tx: Kysely<Schema>, keys: Keyring, anchor: Anchor): Promise<void> {
  const value = signAnchor(keys, anchor);
  await tx
    .insertInto('facts')
    .values({ name: ANCHOR, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
