/**
 * Watches one folder for as long as the service runs: one connection, replaced when it is lost. IDLE wakes, a search
 * decides, and a search also runs every `pollMs`. Enters: account, folder, letterbox. Leaves: letters in the letterbox.
 * Never fails: trouble is said once in the log, shows in `state()`, and is tried again with growing waits.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import type { Log } from '../log.ts';
import { type ImapAccount, paceOf, secretsOf } from './account.ts';
import type { Means } from './acknowledge.ts';
import { backoff } from './backoff.ts';
import { Bell } from './bell.ts';
import { Doubts } from './doubts.ts';
import { Intake } from './intake.ts';
import type { Letterbox } from './letterbox.ts';
import { type OpenFolder, openFolder } from './open-folder.ts';

/** While password or certificate are refused, the configuration is looked at so often. */
const LOOK_MS = 2_000;

/** For /readyz and metrics. */
export interface FolderState {
  account: string;
  folder: string;
  /** `waiting`: for the next try after a trouble. */
  phase: 'connecting' | 'taking' | 'listening' | 'waiting' | 'stopped';
  /** Code of what keeps letters from coming in, `IMAP_LOGIN` say; null when all is well. */
  trouble: string | null;
  /** How registered letters are told to the mailbox; null before the first connection. */
  means: Means | null;
  /** Letters stored since the start. */
  taken: number;
  /** When the folder was last searched to the end without trouble. */
  lastPassAt: Date | null;
}

export interface Watch {
  state(): FolderState;
  /** Finishes the batch in hand, cuts it when it takes too long, and frees the connection. */
  stop(): Promise<void>;
}

/** @param random 0 ≤ r < 1, for the jitter of the waits */
export function watchFolder(
  account: ImapAccount,
  folder: string,
  letterbox: Letterbox,
  log: Log,
  random: () => number,
): Watch {
  return new FolderWatch(account, folder, letterbox, log.child({ account: account.name, folder }), random);
}

class FolderWatch implements Watch {
  readonly #account: ImapAccount;
  readonly #letterbox: Letterbox;
  readonly #log: Log;
  readonly #random: () => number;
  readonly #state: FolderState;
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  readonly #doubts = new Doubts();
  /** What of the doubts was known at the last failure. */
  #steps = 0;
  /** Failures in a row, of the connection or of the letterbox. */
  #failures = 0;
  /** The last trouble told in the log, with its gravity. */
  #said = '';
  #folder: OpenFolder | null = null;
  /** What the last sign-in was tried with. */
  #tried = '';

  constructor(account: ImapAccount, folder: string, letterbox: Letterbox, log: Log, random: () => number) {
    this.#account = account;
    this.#letterbox = letterbox;
    this.#log = log;
    this.#random = random;
    const nothingYet = { trouble: null, means: null, taken: 0, lastPassAt: null };
    this.#state = { account: account.name, folder, phase: 'connecting', ...nothingYet };
    this.#ended = this.#live();
  }

  state(): FolderState {
    return { ...this.#state };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const late = new AbortController();
    const patience = sleep(paceOf(this.#account).stopMs, undefined, { signal: late.signal }).catch(() => {});
    await Promise.race([this.#ended, patience]);
    late.abort();
    // Nothing is lost by a cut: what is stored but not moved is moved after the next start.
    this.#folder?.client.close();
    this.#state.phase = 'stopped';
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #live(): Promise<void> {
    while (!this.#stopped) {
      this.#state.phase = 'connecting';
      await this.#session().catch((error) => this.#waitAfter(error));
    }
  }

  /** One connection, from sign-in until it is lost or no longer wanted. */
  async #session(): Promise<void> {
    const { signal } = this.#stopping;
    this.#tried = this.#secrets();
    const folder = await openFolder(this.#account, this.#state.folder, signal);
    this.#folder = folder;
    const bell = new Bell();
    const ring = () => bell.ring();
    folder.onChange(ring);
    signal.addEventListener('abort', ring);
    try {
      const intake = await Intake.open({
        account: this.#account,
        folder,
        letterbox: this.#letterbox,
        doubts: this.#doubts,
        log: this.#log,
      });
      while (!this.#stopped) {
        const refused = await this.#take(intake);
        if (this.#stopped) break;
        if (refused) await this.#waitAfter(refused);
        else {
          this.#state.phase = 'listening';
          folder.listen();
          await bell.wait(this.#account.pollMs);
        }
        if (!folder.alive() && !this.#stopped) throw folder.lost();
      }
    } finally {
      signal.removeEventListener('abort', ring);
      await folder.close();
      this.#folder = null;
    }
  }

  async #take(intake: Intake): Promise<Fault | null> {
    this.#state.phase = 'taking';
    this.#state.means = intake.means;
    const { taken, refused } = await intake.pass(this.#stopping.signal, (stored) => {
      this.#state.taken += stored;
      if (stored > 0) this.#failures = 0;
    });
    this.#state.means = intake.means;
    if (taken > 0) this.#log.info({ taken, means: intake.means }, 'letters taken');
    if (refused) return refused;
    if (this.#state.trouble) this.#log.info({ after: this.#state.trouble }, 'letters are taken again');
    this.#state.trouble = null;
    this.#said = '';
    this.#state.lastPassAt = new Date();
    this.#failures = 0;
    return null;
  }

  async #waitAfter(error: unknown): Promise<void> {
    if (this.#stopped) return;
    const fault = error instanceof Fault ? error : new Fault('IMAP_BUG', String(error), { cause: error });
    // The line is lost over single letters, and each time there is less to ask for: no reason to wait longer and longer.
    if (this.#doubts.steps > this.#steps) this.#failures = 0;
    this.#steps = this.#doubts.steps;
    this.#failures += 1;
    const pace = paceOf(this.#account);
    const [first, longest] =
      fault.code === 'IMAP_LOGIN' ? [pace.loginRetryMs, pace.loginRetryMaxMs] : [pace.retryMs, pace.retryMaxMs];
    const waitMs = backoff(this.#failures, first, longest, this.#random());
    // A connection that is dropped once is everyday life; one that cannot be replaced is a trouble.
    const everyday = fault.code === 'IMAP_LOST' && this.#failures === 1;
    if (!everyday) this.#state.trouble = fault.code;
    this.#say(everyday ? 'info' : 'error', fault, waitMs);
    this.#state.phase = 'waiting';
    await this.#pause(waitMs, fault.code === 'IMAP_LOGIN' || fault.code === 'IMAP_TLS');
  }

  /** A new password is tried at once: it cannot be what the server locks the account for. */
  async #pause(ms: number, endsWithNewSecrets: boolean): Promise<void> {
    const step = endsWithNewSecrets ? Math.min(LOOK_MS, ms) : ms;
    for (let left = ms; left > 0 && !this.#stopped; left -= step) {
      await sleep(Math.min(step, left), undefined, { signal: this.#stopping.signal }).catch(() => {});
      if (endsWithNewSecrets && this.#secrets() !== this.#tried) return;
    }
  }

  #secrets(): string {
    return JSON.stringify(secretsOf(this.#account));
  }

  /** Said once: an hour of the same trouble is one line, not hundreds. */
  #say(level: 'info' | 'error', fault: Fault, waitMs: number): void {
    const said = `${level} ${fault.code}`;
    this.#log[said === this.#said ? 'debug' : level]({ code: fault.code, waitMs }, fault.message);
    this.#said = said;
  }
}
