/**
 * The register: the durable record of letters, tickets, messages, events and outgoing letters, and the truth about all
 * work. Opens it by URL; the other files of this room each keep one noun of it.
 */
import { existsSync } from 'node:fs';
import { Kysely } from 'kysely';
import { Fault } from '../fault.ts';
import { commitTogether } from './commit.ts';
import type { Storage, WordIndex } from './dialect.ts';
import type { Keyring } from './keys.ts';
import { bindKeys } from './keys-fit.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { openSqlite } from './sqlite.ts';

export interface Register {
  db: Kysely<Schema>;
  words: WordIndex;
  storage: Storage;
  keys: Keyring;
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
 * @throws Fault REGISTER_NEWER, REGISTER_DAMAGED, REGISTER_UNREADABLE, KEYS_DO_NOT_FIT
 */
export async function openRegister(url: string, keys: Keyring): Promise<Register> {
  const dialect = openSqlite(sqlitePath(url));
  const db = new Kysely<Schema>({ dialect: dialect.dialect });
  const isLocked = (error: unknown) => dialect.fault(error)?.code === 'REGISTER_LOCKED';
  const commits = commitTogether(db, isLocked);
  const transaction: Register['transaction'] = async (steps) => {
    try {
      return await commits(steps);
    } catch (error) {
      throw dialect.fault(error) ?? error;
    }
  };
  try {
    await migrate(db, dialect);
    await transaction((tx) => bindKeys(tx, keys));
    dialect.hurry();
  } catch (error) {
    await db.destroy();
    throw dialect.fault(error) ?? error;
  }
  return { db, words: dialect.words, storage: dialect.storage, keys, transaction, close: () => db.destroy() };
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
