/**
 * SQLite: the only file with SQL or errors that no other database knows.
 * WAL with synchronous=FULL: a commit that returned survives a power cut. The file and its folder are for the owner only.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type Kysely, SqliteDialect, sql } from 'kysely';
import { Fault } from '../fault.ts';
import type { RegisterDialect, WordIndex } from './dialect.ts';
import type { Schema } from './schema.ts';

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
    file.pragma('wal_autocheckpoint = 8000');
    file.pragma('journal_size_limit = 67108864');
  } catch (error) {
    throw (
      fault(error) ??
      new Fault('REGISTER_UNREADABLE', `register ${path}: ${(error as Error).message}`, { cause: error })
    );
  }
  return { dialect: new SqliteDialect({ database: keepStatements(file) }), types, words, fault };
}

/**
 * Prepares each statement once. A transaction takes the write lock at its start: one that began by reading could lose
 * its snapshot to another process and would have to be done again.
 */
function keepStatements(file: Database.Database) {
  const kept = new Map<string, Database.Statement>();
  return {
    prepare(text: string) {
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
