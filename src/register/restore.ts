/**
 * A register from a backup. What was erased since the backup was made stays erased: its keys are gone. Nobody is answered
 * twice: whatever waited to be sent or registered when the backup was made may have been dealt with since, so it is kept
 * without being sent unless the caller knows better. The office gets a new key, for the numbers of data keys begin again
 * where the backup ended; the journal begins a new life, for it is older than the one that was lost.
 *
 * Enters: a backup, the key file as it is now. Leaves: a register where there was none. Fails with BACKUP_BROKEN,
 * REGISTER_EXISTS, KEYS_MISSING, KEYS_DO_NOT_FIT, DISK_FULL.
 */
import { existsSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Kysely } from 'kysely';
import { Fault } from '../fault.ts';
import type { Anchor } from './anchor.ts';
import { ANCHOR, beginLife, forgetAnchor, hasTrouble, putAnchor } from './anchored.ts';
import { backupKey, HEAD } from './backup.ts';
import { unpackCrate } from './crate.ts';
import { diskFault } from './disk-fault.ts';
import { eraseRows } from './erase.ts';
import { recordEvents } from './events.ts';
import { openKeys, rotateOffice } from './key-file.ts';
import { indexWords } from './messages.ts';
import { unsealRow } from './personal.ts';
import { openRegister, type Register, registerExists, sqlitePath } from './register.ts';
import { type SavedRow, unpackRows } from './saved-row.ts';
import type { Schema } from './schema.ts';
import { witnessBeside } from './witness.ts';

export interface RestoreOptions {
  /** Sends what waited when the backup was made, and answers letters that were not registered yet. */
  sendWaiting: boolean;
  /** The last number that anybody was told, where it is later than the backup: the next one follows it. */
  lastNumber: { year: number; sequence: number } | null;
  at: number;
}

export interface RestoreReport {
  /** When the backup was made. */
  madeAt: Date;
  /** Tickets that were erased since. */
  erased: number;
  /** Letters of ours that waited, and letters to us that were not registered yet. */
  waiting: number;
}

/** Restores a backup into the place of a register that is not there. */
export async function restoreBackup(
  file: string,
  url: string,
  keyFile: string,
  options: RestoreOptions,
): Promise<RestoreReport> {
  const path = sqlitePath(url);
  if (registerExists(url)) {
    throw new Fault('REGISTER_EXISTS', `there is a register at ${path}; move it away first`, { permanent: true });
  }
  if (!existsSync(keyFile)) {
    throw new Fault('KEYS_MISSING', `there is no key file ${keyFile}; without it no backup opens`, { permanent: true });
  }
  const keys = openKeys(keyFile);
  const draft = `${path}.restoring`;
  discard(draft);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const crate = () => unpackCrate(file, (id) => backupKey(keys, id));
    for (const _ of crate()); // to its end, before anything comes of it
    const rows = unpackRows(crate());
    const made = headOf(file, rows.next().value ?? undefined);
    const register = await openRegister(`sqlite:${draft}`, rotateOffice(keyFile));
    const witness = witnessBeside(keyFile);
    const known = witness.read(register.keys);
    const { report, anchor } = await fill(register, rows, made, { ...options, known }).finally(() => register.close());
    if (anchor) witness.write(register.keys, anchor);
    putInPlace(draft, path);
    return report;
  } catch (error) {
    throw diskFault(error, path) ?? error;
  } finally {
    discard(draft);
  }
}

/** When it was made. */
function headOf(file: string, head: SavedRow | undefined): Date {
  if (head?.table === HEAD) return new Date(Number(head.row.made_at));
  throw new Fault('BACKUP_BROKEN', `what the backup ${file} holds is no register of this program`, { permanent: true });
}

/** Unlike a renaming, never replaces a register that was made meanwhile. */
function putInPlace(draft: string, path: string): void {
  discard(path, registerExists(`sqlite:${path}`) ? [] : ['', ...WORKING_FILES]); // left of one that was lost, or never made
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Fault('REGISTER_EXISTS', `a register was made at ${path} meanwhile`, { permanent: true, cause: error });
  }
}

const WORKING_FILES = ['-wal', '-shm', '-journal'];

function discard(path: string, endings = ['', ...WORKING_FILES]): void {
  for (const ending of endings) rmSync(path + ending, { force: true });
}

interface Filling extends RestoreOptions {
  /** The newest anchor that this machine knew. */
  known: Anchor | null;
}

async function fill(
  register: Register,
  rows: Iterable<SavedRow>,
  madeAt: Date,
  filling: Filling,
): Promise<{ report: RestoreReport; anchor: Anchor | null }> {
  await register.transaction((tx) => forgetAnchor(tx)); // what is loaded is not signed for it
  let anchor: string | null = null;
  for (const batch of batchesOf(rows)) {
    await register.transaction(async (tx) => {
      for (const { table, key, row } of batch) {
        const readable = key ? unsealRow(register.keys.survivingDataKey(key), table as keyof Schema, row) : row;
        if (table === 'facts') {
          if (row.name === ANCHOR) anchor = String(row.value);
        } else if (readable) {
          await tx
            .insertInto(table as 'letters')
            .values(readable as never)
            .execute();
        }
      }
    });
  }
  return register.transaction((tx) => bringUp(tx, register, anchor, madeAt, filling));
}

/** So many rows, or so many bytes, are written together. */
const BATCH_ROWS = 1_000;
const BATCH_BYTES = 32 << 20;

function* batchesOf(rows: Iterable<SavedRow>): Generator<SavedRow[]> {
  let batch: SavedRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    batch.push(row);
    for (const value of Object.values(row.row)) if (value instanceof Uint8Array) bytes += value.length;
    if (batch.length < BATCH_ROWS && bytes < BATCH_BYTES) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  yield batch;
}

async function bringUp(
  tx: Kysely<Schema>,
  register: Register,
  anchor: string | null,
  madeAt: Date,
  options: Filling,
): Promise<{ report: RestoreReport; anchor: Anchor | null }> {
  if (anchor !== null) await putAnchor(tx, anchor);
  const whole = !(await hasTrouble(tx, register.keys));
  const erased = await eraseAgain(tx, register, options.at);
  await indexAll(tx, register);
  const waiting = await freeWaiting(tx, options);
  await waitAnew(tx, options.at);
  if (options.lastNumber) await skipTo(tx, options.lastNumber);
  const after = { madeAt: madeAt.toISOString(), erased, waiting };
  await recordEvents(tx, [{ at: options.at, who: 'service', what: 'restored from a backup', after }]);
  // A journal that was not whole when it was saved is not signed now.
  const signed = whole ? await beginLife(tx, register.keys, options.known) : null;
  return { report: { madeAt, erased, waiting }, anchor: signed };
}

/** Longer than this nobody is made to wait a second time, ms. */
const SECOND_WAIT = 30 * 86_400_000;

/** Whoever may have been reminded, or told that his ticket is closed, since the backup was made is not told again at once. */
async function waitAnew(tx: Kysely<Schema>, at: number): Promise<void> {
  await tx.updateTable('tickets').set({ remind_at: null }).where('remind_at', '<=', at).execute();
  await tx
    .updateTable('tickets')
    .set({ close_at: at + SECOND_WAIT })
    .where('close_at', '<=', at)
    .execute();
}

/** Erases what has been erased since. @returns how many tickets */
async function eraseAgain(tx: Kysely<Schema>, register: Register, at: number): Promise<number> {
  const gone: number[] = [];
  for (const { id, office } of await tx.selectFrom('data_keys').select(['id', 'office']).execute()) {
    if (register.keys.survivingDataKey({ office, number: id }) === null) gone.push(id);
  }
  let erased = 0;
  for (const keyId of gone) {
    await tx.updateTable('data_keys').set({ destroyed_at: at }).where('id', '=', keyId).execute();
    const tickets = tx.selectFrom('tickets').select('id').where('key_id', '=', keyId).where('erased_at', 'is', null);
    for (const { id } of await tickets.execute()) {
      const reason = 'its key was destroyed after the backup had been made';
      await eraseRows(tx, register, id, { who: 'service', reason, at });
      erased++;
    }
    await tx
      .deleteFrom('letter_bytes')
      .where('letter_id', 'in', (query) => query.selectFrom('letters').select('id').where('key_id', '=', keyId))
      .execute();
  }
  return erased;
}

async function indexAll(tx: Kysely<Schema>, register: Register): Promise<void> {
  const PAGE = 500;
  for (let after = 0; ; ) {
    const messages = await tx
      .selectFrom('messages')
      .innerJoin('tickets', 'tickets.id', 'messages.ticket_id')
      .selectAll('messages')
      .where('messages.id', '>', after)
      .where('tickets.archived_at', 'is', null)
      .orderBy('messages.id')
      .limit(PAGE)
      .execute();
    for (const message of messages) await indexWords(tx, register, message);
    const last = messages.at(-1);
    if (!last) return;
    after = last.id;
  }
}

/** Nobody has anything in hand. @returns how much waited */
async function freeWaiting(tx: Kysely<Schema>, { sendWaiting, at }: RestoreOptions): Promise<number> {
  await tx.updateTable('letters').set({ claimed_by: null }).execute();
  await tx.updateTable('outbox').set({ claimed_by: null }).execute();
  const letters = await tx
    .updateTable('letters')
    .set(sendWaiting ? { error: null } : { silent: 1 })
    .where('state', '=', 'stored')
    .executeTakeFirst();
  const outbox = await tx
    .updateTable('outbox')
    .set(sendWaiting ? { next_try_at: at } : { state: 'suppressed', done_at: at })
    .where('state', 'in', ['queued', 'delayed', 'unknown'])
    .executeTakeFirst();
  return Number(letters.numUpdatedRows + outbox.numUpdatedRows);
}

async function skipTo(tx: Kysely<Schema>, { year, sequence }: { year: number; sequence: number }): Promise<void> {
  await tx
    .insertInto('sequences')
    .values({ year, last: sequence })
    .onConflict((conflict) =>
      conflict.column('year').doUpdateSet({ last: sequence }).where('sequences.last', '<', sequence),
    )
    .execute();
}
