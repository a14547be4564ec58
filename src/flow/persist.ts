/**
 * Writes down what has happened already and must not be forgotten (a letter was accepted, a worker died): tries again
 * while the register cannot take it, for as long as the service runs.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import type { Desk } from './desk.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/** @throws what `write` throws when it is not the storage's passing fault, or when the service stops */
export async function persist<T>(desk: Desk, write: () => Promise<T>): Promise<T> {
  for (let pause = FIRST_WAIT_MS; ; pause = Math.min(pause * 2, LONGEST_WAIT_MS)) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof Fault) || error.permanent || desk.stopping.aborted) throw error;
      desk.log.error({ code: error.code }, 'the register takes nothing now: waiting');
      await wait(pause, undefined, { signal: desk.stopping }).catch(() => undefined);
    }
  }
}
