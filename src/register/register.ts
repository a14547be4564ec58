/**
 * The register: the durable record of letters, tickets, messages, events and outgoing letters, and the truth about all
 * work. Opens it by URL; the other files of this room each keep one noun of it.
 */
import { statSync } from 'node:fs';
import { Kysely } from 'kysely';
import { Fault } from '../fault.ts';
import { anchorNew, beginTestimony, holdAnchor, testify } from './anchored.ts';
import { commitTogether } from './commit.ts';
import type { RegisterDialect, Storage, WordIndex } from './dialect.ts';
import type { Keyring } from './keys.ts';
import { bindKeys, keysFit } from './keys-fit.ts';
import { isMigrated, migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { openSqlite, openSqliteToRead } from './sqlite.ts';
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
 * Does the register exist already? Reading commands on one that does not print nothing (contract.md). An empty file is what a
 * full disk left of a first start.
 * @param url `sqlite:PATH`
 */
export function registerExists(url: string): boolean {
  return (statSync(sqlitePath(url), { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * Opens the register, brings its schema up to date and makes sure that the office's keys are those it was sealed with.
 * @param url `sqlite:PATH`
 * @param witness where the journal's anchor stands besides; it is brought up to date when the register is closed
 * @throws Fault REGISTER_NEWER, REGISTER_DAMAGED, REGISTER_UNREADABLE, KEYS_DO_NOT_FIT
 */
export async function openRegister(url: string, keys: Keyring, witness: Witness | null = null): Promise<Register> {
  const dialect = openSqlite(sqlitePath(url));
  const register = registerOn(dialect, keys, witness);
  const { db, transaction } = register;
  return ready(dialect, register, async () => {
    await migrate(db, dialect);
    await transaction(async (tx) => {
      await bindKeys(tx, keys);
      await anchorNew(tx, keys);
    });
    if (witness) await beginTestimony(db, keys, witness);
    dialect.hurry();
    const close = async () => {
      // What goes wrong here only leaves it behind by a little; it is said where the record is kept in order (flow/keep.ts).
      if (witness) await testify(db, keys, witness).catch(() => {});
      await db.destroy();
    };
    return { ...register, close };
  });
}

/**
 * Opens a register that exists, to be read only: it works on a full disk too. One that an older program wrote is brought up
 * to date first, as by `openRegister`.
 * @throws Fault as `openRegister`
 */
export async function openRegisterToRead(url: string, keys: Keyring, witness: Witness | null): Promise<Register> {
  const dialect = openSqliteToRead(sqlitePath(url));
  const register = registerOn(dialect, keys, witness);
  const migrated = await ready(dialect, register, async () => {
    if (!(await isMigrated(register.db))) return false;
    await keysFit(register.db, keys);
    return true;
  });
  if (migrated) return register;
  await register.close();
  return openRegister(url, keys, witness);
}

/** The last steps of opening: when they fail, nothing is left open. */
async function ready<T>(dialect: RegisterDialect, register: Register, steps: () => Promise<T>): Promise<T> {
  try {
    return await steps();
  } catch (error) {
    await register.db.destroy();
    throw dialect.fault(error) ?? error;
  }
}

function registerOn(dialect: RegisterDialect, keys: Keyring, witness: Witness | null): Register {
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
  const { words, storage } = dialect;
  return { db, words, storage, keys, witness, transaction, close: () => db.destroy() };
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
