/**
 * SQLite: the only file with SQL or errors that no other database knows.
 * WAL with synchronous=FULL: a commit that returned survives a power cut. The file and its folder are for the owner only.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { Fault } from '../fault.ts';
import type { RegisterDialect, Storage, WordIndex } from './dialect.ts';
import type { Schema } from './schema.ts';

/** SQLite waits for a lock in the middle of everything; beyond this, commit.ts waits for it and lets other work go on. */
const STANDSTILL_MS = 200;

/**
 * Opens or creates the file of an SQLite register.
 * @param path of the database file; its folder is made when absent
 * @throws Fault REGISTER_UNREADABLE when the file is no database or may not be opened
 */
export function openSqlite(path: string): RegisterDialect {
  let file: Database.Database;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const before = process.umask(0o077);
    try {
      file = new Database(path, { timeout: 10_000 });
    } finally {
      process.umask(before);
    }
    file.pragma('journal_mode = WAL');
    file.pragma('synchronous = FULL');
    file.pragma('foreign_keys = ON');
    file.pragma('secure_delete = ON');
    file.pragma('temp_store = MEMORY'); // what is sorted is readable, and stands in no other file
    file.pragma('wal_autocheckpoint = 8000');
    file.pragma('journal_size_limit = 67108864');
  } catch (error) {
    throw (
      fault(error) ??
      new Fault('REGISTER_UNREADABLE', `register ${path}: ${(error as Error).message}`, { cause: error })
    );
  }
  return dialectOf(file, storageOf(file, path));
}

/**
 * Opens the file of an SQLite register that exists, to be read only; nothing is written to it, so a full disk does no harm.
 * @throws Fault as `openSqlite`, when something is read
 */
export function openSqliteToRead(path: string): RegisterDialect {
  // SQLite opens a folder too, and fails at the first reading as a broken disk does.
  if (statSync(path).isDirectory()) throw new Fault('REGISTER_UNREADABLE', `register ${path}: is a folder`);
  const reader = readerOf(path);
  if (reader) return dialectOf(reader, storageOf(reader, path));
  const alone = new Database(path, { timeout: 10_000 });
  alone.pragma('locking_mode = EXCLUSIVE'); // its index of the WAL stands in memory
  alone.pragma('query_only = ON');
  const { check, scrub } = storageOf(alone, path);
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: { ...keepStatements(alone), close() {} } }) });
  // Nobody else has it open, so that it is its own snapshot.
  return dialectOf(alone, { check, scrub, snapshot: () => ({ db, close: async () => {} }) });
}

/**
 * Null when the small file that processes share beside a register is not there and finds no room. Not opened `readonly`: such a
 * reader leaves that file behind.
 */
function readerOf(path: string): Database.Database | null {
  const reader = new Database(path, { timeout: 10_000 });
  try {
    reader.pragma('query_only = ON');
    reader.prepare('select count(*) from sqlite_master').get();
    return reader;
  } catch (error) {
    if (fault(error)?.code !== 'DISK_FULL') return reader; // said when it is read
    reader.close();
    return null;
  }
}

function dialectOf(file: Database.Database, storage: Storage): RegisterDialect {
  const dialect = new SqliteDialect({ database: keepStatements(file) });
  const hurry = () => void file.pragma(`busy_timeout = ${STANDSTILL_MS}`);
  return { dialect, types, words, storage, guardJournal, hurry, fault };
}

/**
 * Prepares each statement once. A transaction takes the write lock at its start: one that began by reading could lose
 * its snapshot to another process and would have to be done again.
 */
function keepStatements(file: Database.Database) {
  const kept = new Map<string, Database.Statement>();
  return {
    prepare(text: string) {
      // A full disk ends a transaction by itself: there is nothing to take back any more.
      if (text === 'rollback' && !file.inTransaction) return file.prepare('select 1');
      let statement = kept.get(text);
      if (!statement) {
        if (kept.size > 500) kept.clear();
        statement = file.prepare(text === 'begin' ? 'begin immediate' : text);
        kept.set(text, statement);
      }
      return statement;
    },
    close() {
      kept.clear();
      file.close();
    },
  };
}

const types: RegisterDialect['types'] = {
  id: 'integer',
  bytes: 'blob',
  identity: (column) => column.autoIncrement(),
};

/** FTS5 without the text itself: only stems are kept, and a deleted message leaves none behind. */
const words: WordIndex = {
  async create(db: Kysely<Schema>) {
    await sql`create virtual table if not exists words using fts5 (
      stems, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0")`.execute(db);
  },
  async drop(db) {
    await sql`drop table words`.execute(db);
  },
  async purge(db) {
    await sql`insert into words (words) values ('optimize')`.execute(db);
  },
  async add(db, messageId, stems) {
    await sql`insert into words (rowid, stems) values (${messageId}, ${stems.join(' ')})`.execute(db);
  },
  async remove(db, messageId) {
    await sql`delete from words where rowid = ${messageId}`.execute(db);
  },
  async find(db, stems) {
    const query = stems.map((stem) => `"${stem.replaceAll('"', '')}"`).join(' AND ');
    const found = await sql<{ rowid: number }>`select rowid from words where words match ${query}`.execute(db);
    return found.rows.map((row) => row.rowid);
  },
};

function storageOf(file: Database.Database, path: string): Storage {
  return {
    snapshot() {
      const reader = new Database(path, { readonly: true, timeout: STANDSTILL_MS });
      reader.exec('begin; select 1 from schema_version'); // the first reading fixes the moment
      const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: keepStatements(reader) }) });
      return { db, close: () => db.destroy() };
    },
    scrub() {
      file.pragma('wal_checkpoint(TRUNCATE)'); // pages are overwritten already (secure_delete)
    },
    check() {
      const told = file.pragma('integrity_check') as { integrity_check: string }[];
      const strays = file.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
      return [
        ...told.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
        ...strays.map(
          ({ table, rowid, parent }) => `${table} ${rowid} belongs to a row of ${parent} that is not there`,
        ),
      ];
    },
  };
}

/** What was before and after may be erased or sealed; the digest tells that nothing else came in its place. */
async function guardJournal(db: Kysely<Schema>): Promise<void> {
  await sql`create trigger if not exists events_stay before delete on events
    begin select raise(abort, 'the journal cannot be shortened'); end`.execute(db);
  await sql`create trigger if not exists events_keep before update on events
    when (old.id, old.at, old.who, old.what, old.digest, old.hash) is not (new.id, new.at, new.who, new.what, new.digest, new.hash)
      or old.ticket_id is not new.ticket_id or old.letter_id is not new.letter_id
    begin select raise(abort, 'the journal cannot be changed'); end`.execute(db);
}

function fault(error: unknown): Fault | null {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return null;
  if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR')) {
    return new Fault('DISK_FULL', 'the disk of the register is full or failing', { cause: error });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new Fault('REGISTER_LOCKED', 'the register is locked by another program', { cause: error });
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new Fault('REGISTER_DAMAGED', 'the register file is damaged or is no register', {
      permanent: true,
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM')) {
    return new Fault('REGISTER_UNREADABLE', 'the register file cannot be opened for writing', { cause: error });
  }
  return null;
}
