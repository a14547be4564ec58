/**
 * The SMTP half of the embedded post office: smtp-server on loopback.
 * Enters: letters by SMTP. Leaves: each accepted letter with its envelope, by `onLetter`. Whoever signs in may write to
 * anybody, whoever does not only to the office: a real server treats the street the same way.
 * May fail: at start, when no port can be had. The greeting comes after 100 ms (the library's guard against early
 * talkers), so a sender that keeps its connection is much faster than one that does not.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

const MAX_LETTER = 50 * 2 ** 20;
/** Name of the post office, in its greeting and in what it writes on letters. */
export const HOST_NAME = 'post.example.ru';

/** A letter as it was handed over the counter. */
export interface PostedLetter {
  /** Envelope sender; empty for the null sender of bounces. */
  from: string;
  to: string[];
  /** Who signed in to send it; null when nobody did. */
  user: string | null;
  raw: Buffer;
  at: Date;
}

export interface SmtpHost {
  port: number;
  stop(): Promise<void>;
}

/**
 * Starts the SMTP server on a free port of 127.0.0.1.
 * @param sign everybody who may sign in; one password serves all
 * @param isOurs may somebody who did not sign in write to this address?
 */
export async function startSmtpHost(
  sign: { users: readonly string[]; password: string },
  isOurs: (address: string) => boolean,
  onLetter: (letter: PostedLetter) => void,
): Promise<SmtpHost> {
  const server = new SMTPServer({
    name: HOST_NAME,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: true,
    disableReverseLookup: true,
    size: MAX_LETTER,
    closeTimeout: 500,
    logger: false,
    onAuth(auth, _session, done) {
      const user = sign.users.find((name) => name === auth.username);
      if (user && auth.password === sign.password) return done(null, { user });
      done(refusal(535, '5.7.8 Wrong user or password'));
    },
    onRcptTo(recipient, session, done) {
      if (session.user || isOurs(recipient.address)) return done();
      done(refusal(550, '5.7.1 Sign in to write to other hosts'));
    },
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      buffer(stream).then((raw) => {
        if (stream.sizeExceeded) return done(refusal(552, '5.3.4 The letter is too large'));
        const from = mailFrom ? mailFrom.address : '';
        onLetter({ from, to: rcptTo.map((one) => one.address), user: session.user ?? null, raw, at: new Date() });
        done(null, `2.0.0 Accepted as ${randomUUID()}`);
      }, done);
    },
  });
  // A client that goes away in the middle is its own trouble, not the server's.
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
