/**
 * A backup of the whole register while the service runs: a consistent copy, in it the readable columns sealed like
 * everything else, all of it encrypted into one file and read back before it counts.
 * What a ticket's data key sealed in a backup is gone from it when that key is destroyed later (erase.ts).
 *
 * Enters: an open register, the name of a new file. Leaves: the file. Fails with BACKUP_EXISTS, BACKUP_BROKEN, DISK_FULL.
 */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { Fault } from '../fault.ts';
import { anchorJournal } from './anchor.ts';
import { digestOfPieces, packCrate, piecesOf, unpackCrate } from './crate.ts';
import type { Keyring } from './keys.ts';
import { sealPersonal } from './personal.ts';
import { openRegister, type Register } from './register.ts';

/** What a backup holds. */
export interface BackupReport {
  letters: number;
  tickets: number;
  /** Of the file. */
  bytes: number;
}

/** Name of the fact that tells of a copy that it is one, and when it was made. */
export const BACKUP_FACT = 'backup';

/** @param beside where the copy may stand while it is worked on: on the register's disk, for it is readable at first */
export async function backUp(register: Register, beside: string, file: string, now: number): Promise<BackupReport> {
  if (existsSync(file)) {
    throw new Fault('BACKUP_EXISTS', `${file} is there already; name a file that is not`, { permanent: true });
  }
  const copy = `${beside}.copy-${process.pid}`;
  const part = `${file}.part`;
  const key = register.keys.officeKey('backup');
  try {
    await register.storage.copyTo(copy);
    const counts = await prepare(copy, register.keys, now);
    rmSync(part, { force: true });
    packCrate(copy, part, key);
    if (digestOfPieces(unpackCrate(part, key)) !== digestOfPieces(piecesOf(copy))) {
      throw new Fault('BACKUP_BROKEN', `the backup ${file} could not be read back as it was written: look at the disk`);
    }
    renameSync(part, file);
    return { ...counts, bytes: statSync(file).size };
  } finally {
    for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(copy + ending, { force: true });
    rmSync(part, { force: true });
  }
}

/** Makes a copy into what may lie about for years. */
async function prepare(path: string, keys: Keyring, now: number): Promise<Omit<BackupReport, 'bytes'>> {
  const copy = await openRegister(`sqlite:${path}`, keys);
  try {
    const damage = copy.storage.check();
    if (damage.length > 0) throw new Fault('REGISTER_DAMAGED', `the register is damaged: ${damage[0]}`);
    return await copy.transaction(async (tx) => {
      await anchorJournal(tx, keys);
      await sealPersonal(tx, keys, null);
      await copy.words.drop(tx);
      for (const table of ['instances', 'leases', 'arrivals', 'floods'] as const) {
        await tx.deleteFrom(table).execute();
      }
      await tx
        .insertInto('facts')
        .values({ name: BACKUP_FACT, value: String(now) })
        .execute();
      const count = async (table: 'letters' | 'tickets') =>
        (
          await tx
            .selectFrom(table)
            .select(({ fn }) => fn.countAll<number>().as('n'))
            .executeTakeFirstOrThrow()
        ).n;
      return { letters: Number(await count('letters')), tickets: Number(await count('tickets')) };
    });
  } finally {
    await copy.close();
  }
}
