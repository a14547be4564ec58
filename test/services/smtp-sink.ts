/**
 * A real SMTP listener that keeps what it accepts and misbehaves when told to: refuses for a while or for good, loses the
 * connection after the letter was taken, stands still. Letters in over SMTP, out as values; needs no installed program.
 * Its greeting takes 100 ms (the listener watches for clients that talk too early): no figure for throughput comes from here.
 */
import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { makeCertificate } from './certificate.ts';

export interface SinkOptions {
  tls?: 'none' | 'starttls' | 'implicit';
  /** When given, nobody sends without signing in as this. */
  user?: string;
  password?: string;
  /** Extensions that it does not offer. */
  without?: ('SMTPUTF8' | '8BITMIME')[];
  /** SIZE that it tells, bytes; what is longer is refused. */
  size?: number;
}

export interface ReceivedLetter {
  /** Envelope sender; empty for a bounce. */
  from: string;
  to: string[];
  raw: Buffer;
  user: string | null;
  /** When it had come whole, by performance.now(). */
  at: number;
  /** The connection was cut before the sender could hear of it. */
  unanswered: boolean;
}

export interface Misbehaviour {
  /**
   * `refuse`: answers with `code`. `drop`: takes the whole letter, keeps it and cuts the connection without an answer.
   * `stall`: takes the whole letter, does not keep it and never answers.
   */
  how: 'refuse' | 'drop' | 'stall';
  /** SMTP reply for `refuse`, e.g. 451 or 550. */
  code?: number;
  text?: string;
  /** Where `refuse` answers; default `rcpt`. */
  at?: 'rcpt' | 'data';
  /** Only for this recipient; default: anybody. */
  recipient?: string;
  /** How many times; default: until `behave()`. */
  times?: number;
}

export interface SmtpSink {
  host: string;
  port: number;
  /** PEM to be trusted; null without TLS. */
  certificate: string | null;
  /** All letters taken so far, in order; `drop` ones too. */
  letters: readonly ReceivedLetter[];
  /** Connections opened so far. */
  connections(): number;
  /** Resolves with all letters as soon as there are at least so many. */
  received(count: number): Promise<readonly ReceivedLetter[]>;
  misbehave(how: Misbehaviour): void;
  behave(): void;
  /** Connections refused until `start`. */
  halt(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the listener on a free loopback port. */
export async function startSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const tls = options.tls ?? 'none';
  const pair = tls === 'none' ? null : makeCertificate();
  const letters: ReceivedLetter[] = [];
  const waiting = new Set<() => void>();
  const sockets = new Map<number, Socket>();
  let script: Misbehaviour[] = [];
  let opened = 0;

  const planned = (at: 'rcpt' | 'data', recipients: string[]): Misbehaviour | null => {
    const stage = (one: Misbehaviour) => (one.how === 'refuse' ? (one.at ?? 'rcpt') : 'data');
    const found = script.find(
      (one) =>
        one.times !== 0 &&
        stage(one) === at &&
        (one.recipient === undefined || recipients.includes(one.recipient.toLowerCase())),
    );
    if (found?.times !== undefined) found.times -= 1;
    return found ?? null;
  };
  const keep = (session: SMTPServerSession, raw: Buffer, unanswered: boolean) => {
    const { mailFrom, rcptTo } = session.envelope;
    const user = typeof session.user === 'string' ? session.user : null;
    const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map((to) => to.address), user };
    letters.push({ ...envelope, raw, at: performance.now(), unanswered });
    for (const look of waiting) look();
  };

  const open = (): SMTPServer =>
    new SMTPServer({
      ...(pair ?? {}),
      secure: tls === 'implicit',
      ...(options.size !== undefined && { size: options.size }),
      hideSTARTTLS: tls === 'none',
      hideSMTPUTF8: options.without?.includes('SMTPUTF8') ?? false,
      hide8BITMIME: options.without?.includes('8BITMIME') ?? false,
      authOptional: options.user === undefined,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      onAuth: ({ username, password }, _session, done) => {
        const right = options.user === undefined || (username === options.user && password === options.password);
        done(right ? null : reply(535, '5.7.8 wrong user or password'), right ? { user: username } : undefined);
      },
      onRcptTo: ({ address }, _session, done) => {
        const plan = planned('rcpt', [address.toLowerCase()]);
        done(plan === null ? null : reply(plan.code ?? 451, plan.text));
      },
      onData: async (stream, session, done) => {
        const raw = await readAll(stream).catch(() => null);
        if (raw === null) return; // the sender died in the middle of its letter
        const recipients = session.envelope.rcptTo.map((to) => to.address.toLowerCase());
        const plan = planned('data', recipients);
        if (plan?.how === 'stall') return;
        if (plan?.how === 'refuse') return done(reply(plan.code ?? 451, plan.text));
        keep(session, raw, plan?.how === 'drop');
        if (plan?.how === 'drop') return sockets.get(session.remotePort)?.destroy();
        done(null);
      },
    });

  let server: SMTPServer | null = null;
  let port = 0;
  const start = async () => {
    if (server !== null) return;
    const opening = open();
    server = opening;
    opening.on('error', () => {}); // clients that vanish are part of the play
    opening.server.on('connection', (socket: Socket) => {
      const from = socket.remotePort as number;
      opened += 1;
      sockets.set(from, socket);
      socket.once('close', () => sockets.delete(from));
    });
    await new Promise<void>((done, fail) => {
      opening.server.once('error', fail);
      opening.listen(port, '127.0.0.1', done);
    });
    port = (opening.server.address() as { port: number }).port;
  };
  const halt = async () => {
    const closing = server;
    if (closing === null) return;
    server = null;
    const closed = new Promise<void>((done) => closing.close(done));
    for (const socket of sockets.values()) socket.destroy();
    await closed;
  };
  await start();

  return {
    host: '127.0.0.1',
    port,
    certificate: pair?.cert ?? null,
    letters,
    connections: () => opened,
    received: (count) =>
      new Promise((done) => {
        const look = () => {
          if (letters.length < count) return;
          waiting.delete(look);
          done(letters);
        };
        waiting.add(look);
        look();
      }),
    misbehave: (how) => void script.push({ ...how }),
    behave() {
      script = [];
    },
    halt,
    start,
    stop: halt,
  };
}

function reply(code: number, text = code < 500 ? '4.3.0 try again later' : '5.1.1 no such person here'): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
