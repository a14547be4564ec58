/**
 * Is Redis there? One connection for offers and questions; its commands fail at once or within seconds, never wait for
 * better times. Leaves: whether the broker is up, and one log line each time that changes.
 */
import { Redis, type RedisOptions } from 'ioredis';
import type { Log } from '../log.ts';

/** A command without an answer after this time is taken for a dead broker. */
const PATIENCE = 3_000;

/** Pause before the next try to connect: 0.1 s growing to 2 s, because work goes on without the broker meanwhile. */
export function nextTry(times: number): number {
  return Math.min(100 * 2 ** Math.min(times, 5), 2_000);
}

export class Broker {
  readonly client: Redis;
  readonly #log: Log;
  /** The first connection came about or failed. */
  readonly #tried: Promise<void>;
  #up: boolean | null = null;
  #closed = false;
  #lastError: unknown = null;

  constructor(address: RedisOptions, log: Log) {
    this.#log = log;
    this.client = new Redis({
      ...address,
      connectTimeout: PATIENCE,
      commandTimeout: PATIENCE,
      socketTimeout: PATIENCE,
      retryStrategy: nextTry,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
    });
    this.client.on('error', (error) => {
      this.#lastError = error;
    });
    this.#tried = new Promise((tried) => {
      const turn = (up: boolean) => {
        this.#turn(up);
        tried();
      };
      this.client.on('ready', () => turn(true)).on('close', () => turn(false));
    });
  }

  /** Was the connection up when it was last heard of? */
  get seemsUp(): boolean {
    return this.#up === true;
  }

  /** Is the connection up? Right after the start, waits for the outcome of the first attempt. */
  async up(): Promise<boolean> {
    await this.#tried;
    return this.seemsUp;
  }

  /** Asks the broker itself. */
  async answers(): Promise<boolean> {
    if (!(await this.up())) return false;
    return this.client.ping().then(
      () => true,
      () => false,
    );
  }

  close(): void {
    this.#closed = true;
    this.client.disconnect();
  }

  #turn(up: boolean): void {
    if (this.#closed || up === this.#up) return;
    const first = this.#up === null;
    this.#up = up;
    if (!up) this.#log.warn({ ...reason(this.#lastError) }, 'queue broker unreachable, working without it');
    else if (first) this.#log.debug('queue broker reached');
    else this.#log.info('queue broker reachable again');
    this.#lastError = null;
  }
}

/** The code tells what happened: ECONNREFUSED, ETIMEDOUT, or the first word of the server's refusal: WRONGPASS, NOAUTH, LOADING. */
function reason(error: unknown): { code?: string } {
  if (!(error instanceof Error)) return {};
  const code = 'code' in error && typeof error.code === 'string' ? error.code : /^[A-Z]+(?= )/.exec(error.message)?.[0];
  return { code: code ?? error.name };
}
