/**
 * The journal's anchor: its newest row and that row's hash, signed with a key that does not stand in the register. Whoever can
 * write to the database but has no key file cannot make a new chain of his own, only take away what came after the anchor.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Keyring } from './keys.ts';
import type { Schema } from './schema.ts';

export interface Anchor {
  /** Row id of the event. */
  id: number;
  hash: string;
}

const FACT = 'journal';

/** Moves the anchor to the newest event. */
export async function anchorJournal(tx: Kysely<Schema>, keys: Keyring): Promise<void> {
  const last = await tx.selectFrom('events').select(['id', 'hash']).orderBy('id', 'desc').limit(1).executeTakeFirst();
  if (!last) return;
  const value = `${last.id}.${last.hash}.${signed(keys, last).toString('base64url')}`;
  await tx
    .insertInto('facts')
    .values({ name: FACT, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** The anchor; null when there is none yet, `forged` when its signature is not ours. */
export async function readAnchor(db: Kysely<Schema>, keys: Keyring): Promise<Anchor | 'forged' | null> {
  const fact = await db.selectFrom('facts').select('value').where('name', '=', FACT).executeTakeFirst();
  if (!fact) return null;
  const [id = '', hash = '', signature = ''] = fact.value.split('.');
  const anchor = { id: Number(id), hash };
  const [given, ours] = [Buffer.from(signature, 'base64url'), signed(keys, anchor)];
  return given.length === ours.length && timingSafeEqual(given, ours) ? anchor : 'forged';
}

function signed(keys: Keyring, { id, hash }: Anchor): Buffer {
  return createHmac('sha256', keys.officeKey('journal')).update(`${id}.${hash}`).digest();
}
