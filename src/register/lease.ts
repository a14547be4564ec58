/**
 * A lease: what one process does for all of them, such as watching a mailbox folder. It is a claim like that on a letter: it
 * holds while its instance lives (instances.ts), is free at once when the holder gives it up, and at the latest after
 * SILENT_LOOKS beats when it crashed. It spares work; it is not what keeps letters from being doubled. A holder that stood
 * still and wakes up may watch beside its successor for a moment: both store the same letter under the same place and UID,
 * and the register takes it once.
 */
import { enter } from './instances.ts';
import type { Register } from './register.ts';

/** Takes the lease when nobody has it. @returns whether this process has it now */
export async function takeLease(register: Register, name: string, instance: string): Promise<boolean> {
  // Asked every second: most of the time there is nothing to write.
  const holder = await holderOf(register, name);
  if (holder !== null) return holder === instance;
  return register.transaction(async (tx) => {
    const taken = await tx
      .insertInto('leases')
      .values({ name, holder: instance })
      .onConflict((held) => held.doNothing())
      .executeTakeFirst();
    if (!taken.numInsertedOrUpdatedRows) return false;
    await enter(tx, instance);
    return true;
  });
}

/** Gives all leases of a process up, so that another takes them at once. */
export async function giveUpLeases(register: Register, instance: string): Promise<void> {
  await register.transaction((tx) => tx.deleteFrom('leases').where('holder', '=', instance).execute());
}

async function holderOf({ db }: Register, name: string): Promise<string | null> {
  const row = await db.selectFrom('leases').select('holder').where('name', '=', name).executeTakeFirst();
  return row?.holder ?? null;
}
