/**
 * Hands finished letters to the mail server over pooled connections; the bytes go out as they are.
 * Enters: envelope and bytes. Leaves: an outcome, never an exception. Server, network, sign-in and TLS may all fail: the
 * letter then waits, and the log says so once, not once a letter. Neither passwords nor addresses are logged.
 */
import { rootCertificates } from 'node:tls';
import type { NodemailerError } from 'nodemailer/lib/errors';
import SMTPPool from 'nodemailer/lib/smtp-pool';
import PQueue from 'p-queue';
import type { Log } from '../log.ts';
import { isInternational, sendInternational } from './international.ts';
import { type DelayCode, delayCodeOf, type Outcome, outcomeOf, saidOf } from './outcome.ts';
import { type OutgoingLetter, parcel } from './parcel.ts';
import { askSize } from './size.ts';
import { troubleReporter } from './trouble.ts';

export type { Outcome } from './outcome.ts';
export type { OutgoingLetter } from './parcel.ts';

export interface PostmanOptions {
  host: string;
  port: number;
  /** `starttls` is required when asked for: a server that does not offer it gets no letter. */
  tls: 'implicit' | 'starttls' | 'none';
  user: string | null;
  password: string | null;
  /** Connections open at most. */
  connections: number;
  /** Letters a minute at most; 0 for no limit. */
  perMinute: number;
  /** False takes any certificate. True by default. */
  rejectUnauthorized?: boolean;
  /** PEM of a certificate authority to trust beside the well-known ones; null for none. */
  ca?: string | null;
  /** Asked when the server or its certificate was refused, in place of `password` and `ca`: somebody may have changed them. */
  secrets?: () => Pick<PostmanOptions, 'password' | 'ca'>;
  timeouts?: Partial<PostmanTimeouts>;
}

export interface PostmanTimeouts {
  connectMs: number;
  greetingMs: number;
  /** Silence after which a connection is given up. RFC 5321 §4.5.3.2.6: giving up too soon after DATA delivers twice. */
  silenceMs: number;
  /** How long `close()` waits for letters in hand. */
  closeMs: number;
}

export interface Postman {
  /** One attempt to send one letter. Waits for a free connection and for `perMinute`. */
  send(letter: OutgoingLetter): Promise<Outcome>;
  /** Connects, signs in, leaves. */
  verify(): Promise<{ ok: true } | { ok: false; code: DelayCode; reason: string }>;
  /** The longest letter that the server takes, bytes; null: it tells no limit; undefined: it cannot be asked now. */
  size(): Promise<number | null | undefined>;
  /** Finishes what is in hand (up to `closeMs`), gives back what waits as `SMTP_STOPPING`, frees every connection. */
  close(): Promise<void>;
}

const DEFAULT_TIMEOUTS: PostmanTimeouts = {
  connectMs: 30_000,
  greetingMs: 30_000,
  silenceMs: 600_000,
  closeMs: 8_000,
};

/** Nobody waits long to hear how long his letter may be. */
const QUICKLY = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 5_000 };

/** Opens the pool; no connection is made before the first letter. */
export function createPostman(options: PostmanOptions, log: Log): Postman {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const pools = poolsOf(options, timeouts);
  const stop = new AbortController();
  const inHand = new Set<Promise<Outcome>>();
  const report = troubleReporter(log);
  const paced = pacer(options.perMinute, stop.signal);

  const cut = new AbortController();
  const judged = (outcome: Outcome): Outcome => {
    const mine = whileStopping(outcome, stop.signal);
    if (mine.state === 'delayed') pools.doubt(mine.code);
    return mine;
  };

  const attempt = async (letter: OutgoingLetter): Promise<Outcome> => {
    if (isInternational(letter)) return judged(await sendInternational(pools.connection(), letter, cut.signal));
    return new Promise((settle) => {
      // The letter is read to its end only after the server's 354: until then it cannot have been delivered.
      let wholeSent = false;
      const mail = parcel(letter, () => {
        wholeSent = true;
      });
      pools.current().send(mail, (error, info) => {
        if (error === null) return settle({ state: 'accepted', response: info?.response ?? '' });
        settle(judged(outcomeOf(error, wholeSent)));
      });
    });
  };

  return {
    async send(letter) {
      const sending = paced(() => attempt(letter));
      inHand.add(sending);
      const outcome = await sending.finally(() => inHand.delete(sending));
      report(outcome);
      return outcome;
    },
    async verify() {
      try {
        await pools.current().verify();
        return { ok: true };
      } catch (cause) {
        const error = cause as NodemailerError;
        const code = delayCodeOf(error);
        pools.doubt(code);
        return { ok: false, code, reason: saidOf(error) };
      }
    },
    size: () => askSize({ ...pools.connection(), ...QUICKLY }),
    async close() {
      stop.abort();
      pools.close();
      const patience = setTimeout(() => {
        pools.close({ force: true });
        cut.abort();
      }, timeouts.closeMs);
      await Promise.all(inHand);
      clearTimeout(patience);
    },
  };
}

/** The pool in use. One whose password or certificate was refused is replaced as soon as others stand in the configuration. */
function poolsOf(options: PostmanOptions, timeouts: PostmanTimeouts) {
  let { password, ca } = options;
  const settings = () => poolOptions({ ...options, password, ca: ca ?? null }, timeouts);
  const open = () => new SMTPPool(settings());
  let pool = open();
  const former = new Set<SMTPPool>();
  let doubtful = false;
  const renew = () => {
    const now = options.secrets?.() ?? options;
    if (now.password === password && now.ca === ca) return;
    ({ password, ca } = now);
    doubtful = false;
    former.add(pool);
    pool.close();
    pool = open();
  };
  return {
    current(): SMTPPool {
      if (doubtful) renew();
      return pool;
    },
    /** The same, for a connection outside the pool. */
    connection(): ReturnType<typeof poolOptions> {
      if (doubtful) renew();
      return settings();
    },
    doubt(code: DelayCode): void {
      doubtful ||= code === 'SMTP_LOGIN' || code === 'SMTP_TLS';
    },
    close(how?: { force: boolean }): void {
      for (const one of [...former, pool]) one.close(how);
    },
  };
}

function poolOptions(options: PostmanOptions, timeouts: PostmanTimeouts) {
  return {
    host: options.host,
    port: options.port,
    secure: options.tls === 'implicit',
    requireTLS: options.tls === 'starttls',
    ignoreTLS: options.tls === 'none',
    tls: {
      rejectUnauthorized: options.rejectUnauthorized ?? true,
      ...(options.ca && { ca: [...rootCertificates, options.ca] }),
    },
    ...(options.user !== null && { auth: { user: options.user, pass: options.password ?? '' } }),
    maxConnections: options.connections,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
  };
}

/** Lets at most so many start in any minute; 0 lets all. What still waits when the signal comes is given back. */
function pacer(perMinute: number, stop: AbortSignal): (attempt: () => Promise<Outcome>) => Promise<Outcome> {
  const givenBack: Outcome = { state: 'delayed', code: 'SMTP_STOPPING', response: 'the service is stopping' };
  if (perMinute === 0) return async (attempt) => (stop.aborted ? givenBack : attempt());
  const turns = new PQueue({ interval: 60_000, intervalCap: perMinute, strict: true });
  return async (attempt) => {
    // Only the turn is queued: an attempt that has begun is never cut off by the signal.
    const turn = await turns.add(() => true, { signal: stop }).catch(() => false);
    return turn ? attempt() : givenBack;
  };
}

/** What our own stop cut short is no trouble of the server's. */
function whileStopping(outcome: Outcome, stop: AbortSignal): Outcome {
  return stop.aborted && outcome.state === 'delayed' ? { ...outcome, code: 'SMTP_STOPPING' } : outcome;
}
