/** Takes what is in a folder now and ends: `run --once`. Fails with the Fault that kept letters from being taken. */
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import type { Log } from '../log.ts';
import { type ImapAccount, paceOf } from './account.ts';
import { Doubts } from './doubts.ts';
import { Intake } from './intake.ts';
import type { Letterbox } from './letterbox.ts';
import { openFolder } from './open-folder.ts';
import { isLost } from './trouble.ts';

/** A line that is lost, and not over a letter, is tried again so often. */
const TRIES = 2;

/**
 * One pass over the folder, on a new connection each time the line is lost. What was stored before a failure stays stored.
 * @returns how many letters were stored
 */
export async function takeAll(
  account: ImapAccount,
  folder: string,
  letterbox: Letterbox,
  log: Log,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const { doubtMs, againMs } = paceOf(account);
  const about = log.child({ account: account.name, folder });
  const doubts = new Doubts();
  const until = performance.now() + doubtMs;
  const mayDoubt = () => performance.now() < until;
  let taken = 0;
  let steps = 0;
  const once = async () => {
    const open = await openFolder(account, folder, signal);
    try {
      const intake = await Intake.open({ account, folder: open, letterbox, doubts, log: about });
      const tell = (stored: number) => {
        taken += stored;
      };
      const { refused } = await intake.pass(signal, tell, mayDoubt);
      if (refused) throw refused;
    } finally {
      await open.close();
    }
  };
  for (let failures = 0; ; ) {
    try {
      await once();
      break;
    } catch (error) {
      const over = doubts.steps > steps;
      steps = doubts.steps;
      failures = over ? 0 : failures + 1;
      if (signal.aborted || failures > TRIES || !(error instanceof Fault && isLost(error))) throw error;
      about.info({ code: error.code }, error.message);
      await wait(againMs);
    }
  }
  const left = doubts.count;
  if (left === 0 || signal.aborted) return taken;
  throw new Fault('IMAP_SLOW', `letters the server stumbles over, left to the next round: ${left}`);
}
