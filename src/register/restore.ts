/**
 * A register from a backup. What was erased since the backup was made stays erased: its keys are gone. Nobody is answered
 * twice: whatever waited to be sent or registered when the backup was made may have been dealt with since, so it is kept
 * without being sent unless the caller knows better. The office gets a new key, for the numbers of data keys begin again
 * where the backup ended.
 *
 * Enters: a backup, the key file as it is now. Leaves: a register where there was none. Fails with BACKUP_BROKEN,
 * REGISTER_EXISTS, KEYS_MISSING, KEYS_DO_NOT_FIT.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Kysely } from 'kysely';
import { Fault } from '../fault.ts';
import { BACKUP_FACT } from './backup.ts';
import { unpackCrate } from './crate.ts';
import { eraseRows } from './erase.ts';
import { recordEvents } from './events.ts';
import { openKeys, rotate } from './key-file.ts';
import { indexWords } from './messages.ts';
import { openPersonal } from './personal.ts';
import { openRegister, type Register, registerExists, sqlitePath } from './register.ts';
import type { Schema } from './schema.ts';

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
  const key = openKeys(keyFile).officeKey('backup');
  const draft = `${path}.restoring`;
  discard(draft);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    for (const piece of unpackCrate(file, key)) writeFileSync(draft, piece, { flag: 'a', mode: 0o600, flush: true });
    const keys = rotate(keyFile);
    const register = await openRegister(`sqlite:${draft}`, keys);
    const report = await register.transaction((tx) => bringUp(tx, register, options)).finally(() => register.close());
    renameSync(draft, path);
    return report;
  } finally {
    discard(draft);
  }
}

function discard(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(path + ending, { force: true });
}

async function bringUp(tx: Kysely<Schema>, register: Register, options: RestoreOptions): Promise<RestoreReport> {
  const fact = await tx.selectFrom('facts').select('value').where('name', '=', BACKUP_FACT).executeTakeFirst();
  if (!fact) throw new Fault('BACKUP_BROKEN', 'what the backup holds is no register of this program');
  await tx.deleteFrom('facts').where('name', '=', BACKUP_FACT).execute();
  const madeAt = new Date(Number(fact.value));
  const erased = await eraseAgain(tx, register, options.at);
  await openPersonal(tx, register.keys, null);
  await forgetStrangers(tx);
  await indexAll(tx, register);
  const waiting = await freeWaiting(tx, options);
  if (options.lastNumber) await skipTo(tx, options.lastNumber);
  const after = { madeAt: madeAt.toISOString(), erased, waiting };
  await recordEvents(tx, [{ at: options.at, who: 'service', what: 'restored from a backup', after }]);
  return { madeAt, erased, waiting };
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

/** Addresses that could not be reached are kept without their ticket; those of erased tickets go with them. */
async function forgetStrangers(tx: Kysely<Schema>): Promise<void> {
  await tx
    .deleteFrom('unreachable')
    .where('address', 'not in', (query) => query.selectFrom('outbox').select('recipient'))
    .execute();
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
