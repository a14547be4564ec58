/** Ends a connection on which letters are owed and nothing comes. A server that only says that it is still there is one, too. */
import type { ImapFlow } from 'imapflow';

/** Less than this is no letter on its way. */
const CRUMBS = 1024;

export class Patience {
  readonly #client: Pick<ImapFlow, 'stats' | 'close'>;
  readonly #ms: number;
  readonly #timer: NodeJS.Timeout;
  #received: number;
  #over = false;

  constructor(client: Pick<ImapFlow, 'stats' | 'close'>, ms: number) {
    this.#client = client;
    this.#ms = ms;
    this.#received = client.stats().received;
    this.#timer = setInterval(() => this.#look(), ms);
  }

  /** A letter has come. */
  renew(): void {
    this.#timer.refresh();
  }

  /** Nothing is owed any more. @returns why the connection was ended; null when it was not */
  end(): { message: string } | null {
    clearInterval(this.#timer);
    return this.#over ? { message: `no letter came for ${this.#ms / 1000} s` } : null;
  }

  #look(): void {
    const { received } = this.#client.stats();
    this.#over = received - this.#received < CRUMBS;
    this.#received = received;
    if (!this.#over) return;
    clearInterval(this.#timer);
    this.#client.close();
  }
}
