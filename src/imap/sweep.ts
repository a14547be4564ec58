/** Takes what is in a folder now and ends: `run --once`. Fails with the Fault that kept letters from being taken. */
import type { Log } from '../log.ts';
import type { ImapAccount } from './account.ts';
import { Intake } from './intake.ts';
import type { Letterbox } from './letterbox.ts';
import { openFolder } from './open-folder.ts';

/**
 * One pass over the folder. What was stored before a failure stays stored.
 * @returns how many letters were stored
 */
export async function takeAll(
  account: ImapAccount,
  folder: string,
  letterbox: Letterbox,
  log: Log,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const open = await openFolder(account, folder, signal);
  try {
    const intake = await Intake.open(account, open, letterbox, log.child({ account: account.name, folder }));
    const { taken, refused } = await intake.pass(signal);
    if (refused) throw refused;
    return taken;
  } finally {
    await open.close();
  }
}
