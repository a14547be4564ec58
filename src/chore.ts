/** Repeats a chore for as long as the process runs. One that fails comes round again; the same failure is said once. */
import { tellOf } from './fault.ts';
import type { Log } from './log.ts';

export interface Chore {
  /** Does it now, or as soon as the turn that is going on has ended. */
  now(): void;
  /** Ends it; resolves when the turn that is going on has ended. */
  stop(): Promise<void>;
}

/** Begins after the first wait. A turn that is still going on is not begun twice. Does not keep the process alive. */
export function every(ms: number, log: Log, chore: () => Promise<unknown>): Chore {
  let turn: Promise<void> | null = null;
  let again = false;
  let said = '';
  const once = async () => {
    try {
      await chore();
      said = '';
    } catch (error) {
      const told = tellOf(error);
      const saying = JSON.stringify(told);
      log[saying === said ? 'debug' : 'error'](told, 'a chore failed');
      said = saying;
    }
    turn = null;
    if (again) begin();
  };
  const begin = () => {
    if (turn) return;
    again = false;
    turn = once();
  };
  const timer = setInterval(begin, ms).unref();
  return {
    now() {
      again = turn !== null;
      if (!again) begin();
    },
    async stop() {
      clearInterval(timer);
      again = false;
      await turn;
    },
  };
}
