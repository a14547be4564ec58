/**
 * The register: the durable record of letters, tickets, messages, events and outgoing letters, and the truth about all
 * work. Opens it by URL; the other files of this room each keep one noun of it.
 */
import { existsSync } from 'node:fs';
import { Kysely } from 'kysely';
import { Fault } from '../fault.ts';
import { anchorNew, beginTestimony, holdAnchor, testify } from './anchored.ts';
import { commitTogether } from './commit.ts';
import type { Storage, WordIndex } from './dialect.ts';
import type { Keyring } from './keys.ts';
import { bindKeys } from './keys-fit.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { openSqlite } from './sqlite.ts';
import type { Witness } from './witness.ts';

export interface Register {
  db: Kysely<Schema>;
  words: WordIndex;
  storage: Storage;
  keys: Keyring;
  /** The journal's anchor outside the database; null: nobody keeps one. */
  witness: Witness | null;
  /** Runs steps as one transaction. Storage faults come out as `Fault`. */
  transaction<T>(steps: (tx: Kysely<Schema>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Does the register exist already? Reading commands on one that does not print nothing (contract.md).
 * @param url `sqlite:PATH`
 */
export function registerExists(url: string): boolean {
  return existsSync(sqlitePath(url));
}

/**
 * Opens the register, brings its schema up to date and makes sure that the office's keys are those it was sealed with.
 * @param url `sqlite:PATH`
 * @param witness where the journal's anchor stands besides; it is brought up to date when the register is closed
 * @throws Fault REGISTER_NEWER, REGISTER_DAMAGED, REGISTER_UNREADABLE, KEYS_DO_NOT_FIT
 */
export async function openRegister(url: string, keys: Keyring, witness: Witness | null = null): Promise<Register> {
  const dialect = openSqlite(sqlitePath(url));
  const db = new Kysely<Schema>({ dialect: dialect.dialect });
  const isLocked = (error: unknown) => dialect.fault(error)?.code === 'REGISTER_LOCKED';
  const commits = commitTogether(db, isLocked, (tx) => holdAnchor(tx, keys));
  const transaction: Register['transaction'] = async (steps) => {
    try {
      return await commits(steps);
    } catch (error) {
      throw dialect.fault(error) ?? error;
    }
  };
  try {
    await migrate(db, dialect);
    await transaction(async (tx) => {
      await bindKeys(tx, keys);
      await anchorNew(tx, keys);
    });
    if (witness) await beginTestimony(db, keys, witness);
    dialect.hurry();
  } catch (error) {
    await db.destroy();
    throw dialect.fault(error) ?? error;
  }
  const close = async () => {
    // What goes wrong here only leaves it behind by a little; it is said where the record is kept in order (flow/keep.ts).
    if (witness) await testify(db, keys, witness).catch(() => {});
    await db.destroy();
  };
  return { db, words: dialect.words, storage: dialect.storage, keys, witness, transaction, close };
}

/** Where the register's file stands. @throws Fault REGISTER_URL */
export function sqlitePath(url: string): string {
  if (!url.startsWith('sqlite:')) {
    throw new Fault('REGISTER_URL', `register.url must begin with sqlite:, not ${url.split(':')[0]}:`, {
      permanent: true,
    });
  }
  return url.slice('sqlite:'.length);
}
