/**
 * How long a letter our mail server takes: asked before the first letter with files is put together, and from time to time, so
 * that none is made which the server will refuse. While it does not answer, what it said last goes on to count.
 */
import type { Log } from '../log.ts';
import { noteMailLimit } from '../register/mail-limit.ts';
import type { Register } from '../register/register.ts';
import type { Postman } from '../smtp/postman.ts';

const KNOWN_MS = 3_600_000;
/** A server that did not answer is not asked at every letter. */
const UNKNOWN_MS = 60_000;

export class MailLimit {
  readonly #postman: Pick<Postman, 'size'>;
  readonly #register: Register;
  readonly #log: Log;
  #asking: Promise<void> | null = null;
  #askAgainAt = 0;

  constructor(postman: Pick<Postman, 'size'>, register: Register, log: Log) {
    this.#postman = postman;
    this.#register = register;
    this.#log = log;
  }

  /** Resolves when the register knows it, as far as it can be known now. @param now of a clock that only goes forward, ms */
  async know(now: number): Promise<void> {
    if (this.#asking === null && now >= this.#askAgainAt) {
      this.#asking = this.#ask(now).finally(() => {
        this.#asking = null;
      });
    }
    await this.#asking;
  }

  async #ask(now: number): Promise<void> {
    const bytes = await this.#postman.size();
    this.#askAgainAt = now + (bytes === undefined ? UNKNOWN_MS : KNOWN_MS);
    if (bytes === undefined) return;
    await noteMailLimit(this.#register, bytes);
    this.#log.debug({ bytes }, 'the mail server takes letters up to this');
  }
}
