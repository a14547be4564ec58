/** What databases do each in their own way. One file a database implements it (sqlite.ts); nothing else may be database-only. */
import type { ColumnDefinitionBuilder, Dialect, Kysely } from 'kysely';
import type { Fault } from '../fault.ts';
import type { Schema } from './schema.ts';

/** Column types that databases name differently. */
export interface ColumnTypes {
  id: 'integer' | 'bigint';
  bytes: 'blob' | 'bytea';
  /** Makes a primary key count up by itself. */
  identity(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
}

/** Full-text index over messages: stems in, message ids out. */
export interface WordIndex {
  create(db: Kysely<Schema>): Promise<void>;
  drop(db: Kysely<Schema>): Promise<void>;
  /** Takes out of the index what removed messages left in it. */
  purge(db: Kysely<Schema>): Promise<void>;
  add(db: Kysely<Schema>, messageId: number, stems: string[]): Promise<void>;
  remove(db: Kysely<Schema>, messageId: number): Promise<void>;
  /** Messages that hold every one of the stems. */
  find(db: Kysely<Schema>, stems: string[]): Promise<number[]>;
}

/** The register as it was at one moment, to be read while others go on writing. */
export interface Snapshot {
  db: Kysely<Schema>;
  close(): Promise<void>;
}

/** The database as a whole. */
export interface Storage {
  snapshot(): Snapshot;
  /** Overwrites what deleted and changed rows left in the files. */
  scrub(): void;
  /** What is wrong with the structure, in the database's words; nothing when all is well. */
  check(): string[];
}

export interface RegisterDialect {
  dialect: Dialect;
  types: ColumnTypes;
  words: WordIndex;
  storage: Storage;
  /** Makes the database itself refuse to change or to shorten the journal. */
  guardJournal(db: Kysely<Schema>): Promise<void>;
  /** From now on other work goes on in this process: it may not stand still for long while another program writes. */
  hurry(): void;
  /** Tells a full disk, a lock, a broken file from a bug; null: no fault of the storage. */
  fault(error: unknown): Fault | null;
}
