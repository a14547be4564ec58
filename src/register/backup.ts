/**
 * A backup of the whole register while the service runs: its rows as they were at one moment, encrypted into one file as
 * they are read, and read back before they count. No readable copy ever stands on a disk. What tells of people is sealed
 * besides under the data key of its ticket, so that it is gone from the backup when that key is destroyed later (erase.ts).
 *
 * Enters: an open register, the name of a new file. Leaves: the file. Fails with BACKUP_EXISTS, BACKUP_BROKEN, DISK_FULL,
 * REGISTER_DAMAGED.
 */
import { createHash, type Hash } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { Fault } from '../fault.ts';
import { packCrate, unpackCrate } from './crate.ts';
import { diskFault } from './disk-fault.ts';
import type { Keyring } from './keys.ts';
import { keyColumnOf, sealRow } from './personal.ts';
import type { Register } from './register.ts';
import { packRow, type SavedRow, type Value } from './saved-row.ts';
import type { Schema } from './schema.ts';

/** What a backup holds. */
export interface BackupReport {
  letters: number;
  tickets: number;
  /** Of the file. */
  bytes: number;
}

/** Name of the row that a backup begins with. */
export const HEAD = 'backup';

/** Which tables a backup carries, those first that others belong to. What is not carried only serves running processes. */
const CARRIED: { readonly [table in keyof Schema]: boolean } = {
  data_keys: true,
  letters: true,
  letter_bytes: true,
  sequences: true,
  tickets: true,
  members: true,
  relations: true,
  messages: true,
  attachments: true,
  events: true,
  outbox: true,
  outbox_bytes: true,
  held: true,
  unreachable: true,
  facts: true,
  instances: false,
  leases: false,
  arrivals: false,
  floods: false,
};

/** The key that backups are sealed with; older backups with that of an older index key. @param id of the index key */
export function backupKey(keys: Keyring, id: string): Buffer | null {
  const index = keys.all('index').find((key) => key.id === id);
  return index ? keys.officeKey('backup', index) : null;
}

export async function backUp(register: Register, file: string, now: number): Promise<BackupReport> {
  if (existsSync(file)) {
    throw new Fault('BACKUP_EXISTS', `${file} is there already; name a file that is not`, { permanent: true });
  }
  const damage = register.storage.check();
  if (damage.length > 0) throw new Fault('REGISTER_DAMAGED', `the register is damaged: ${damage[0]}`);
  const { id } = register.keys.current('index');
  const part = `${file}.part`;
  rmSync(part, { force: true }); // of a backup that was interrupted
  try {
    const [written, read] = [createHash('sha256'), createHash('sha256')];
    const counted = { letters: 0, tickets: 0 };
    const key = { id, bytes: backupKey(register.keys, id)! };
    await packCrate(counting(contentsOf(register, now), counted, written), part, key);
    for (const piece of unpackCrate(part, () => key.bytes)) read.update(piece);
    if (written.digest('hex') !== read.digest('hex')) {
      throw new Fault('BACKUP_BROKEN', `the backup ${file} could not be read back as it was written: look at the disk`);
    }
    renameSync(part, file);
    return { ...counted, bytes: statSync(file).size };
  } catch (error) {
    throw diskFault(error, `the backup ${file}`) ?? error;
  } finally {
    rmSync(part, { force: true });
  }
}

async function* counting(
  rows: AsyncIterable<SavedRow>,
  counted: { letters: number; tickets: number },
  hash: Hash,
): AsyncGenerator<Buffer> {
  for await (const row of rows) {
    if (row.table === 'letters' || row.table === 'tickets') counted[row.table]++;
    const piece = packRow(row);
    hash.update(piece);
    yield piece;
  }
}

/** Everything, as it is at this moment. */
async function* contentsOf({ storage, keys }: Register, now: number): AsyncGenerator<SavedRow> {
  yield { table: HEAD, key: null, row: { made_at: now } };
  const { db, close } = storage.snapshot();
  try {
    for (const [table, carried] of Object.entries(CARRIED)) {
      if (carried) yield* rowsOf(db, keys, table as keyof Schema);
    }
  } finally {
    await close();
  }
}

async function* rowsOf(db: Kysely<Schema>, keys: Keyring, table: keyof Schema): AsyncGenerator<SavedRow> {
  const column = keyColumnOf(table);
  const rows = db
    .selectFrom(sql<{ [column: string]: Value }>`${sql.table(table)}`.as('t'))
    .selectAll('t')
    .select([
      sql<number | null>`${sql.raw(column)}`.as('sealed_under'),
      sql<string | null>`(select office from data_keys where data_keys.id = ${sql.raw(column)})`.as('sealed_by'),
    ])
    .stream();
  for await (const { sealed_under: number, sealed_by: office, ...row } of rows) {
    const key = number !== null && office !== null ? { office, number } : null;
    const sealed = key ? sealRow(keys.survivingDataKey(key), table, row) : row;
    if (sealed) yield { table, key, row: sealed };
  }
}
