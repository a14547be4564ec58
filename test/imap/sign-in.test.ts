/** Signing in: who is trusted with the password, and how refusals are told. */
import { createRequire } from 'node:module';
import { createServer, type Server as NetServer } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ImapAccount } from '../../src/imap/account.ts';
import { signIn } from '../../src/imap/connection.ts';
import { startDovecot, type TestDovecot } from '../services/dovecot.ts';
import { needs } from '../services/services.ts';
import { accountOn } from './mailbox.ts';

async function outcome(account: ImapAccount): Promise<string> {
  try {
    const client = await signIn(account);
    await client.logout();
    return client.secureConnection ? 'in, encrypted' : 'in, plain';
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message.replace(account.host, 'HOST').replace(String(account.port), 'PORT')}`;
  }
}

const NOT_TRUSTED =
  'IMAP_TLS: HOST:PORT shows a certificate that is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT); ' +
  "an authority of the office's own goes into tlsCa";

needs('dovecot')('signing in to Dovecot', () => {
  let server: TestDovecot;
  beforeAll(async () => {
    server = await startDovecot();
  });
  afterAll(() => server.stop());

  test.each<[string, (server: TestDovecot) => Partial<ImapAccount>, string]>([
    ['no TLS', () => ({ tls: 'none' }), 'in, plain'],
    ['STARTTLS', ({ certificate }) => ({ tls: 'starttls', ca: certificate }), 'in, encrypted'],
    ['TLS', ({ certificate, tlsPort }) => ({ tls: 'implicit', port: tlsPort, ca: certificate }), 'in, encrypted'],
    ['TLS with a certificate nobody vouches for', ({ tlsPort }) => ({ tls: 'implicit', port: tlsPort }), NOT_TRUSTED],
    ['STARTTLS with a certificate nobody vouches for', () => ({ tls: 'starttls' }), NOT_TRUSTED],
    [
      'any certificate, when the office says so',
      ({ tlsPort }) => ({ tls: 'implicit', port: tlsPort, rejectUnauthorized: false }),
      'in, encrypted',
    ],
    [
      'TLS to a port that speaks plain',
      () => ({ tls: 'implicit' }),
      'IMAP_TLS: HOST:PORT does not encrypt: ERR_SSL_WRONG_VERSION_NUMBER; the password was not sent',
    ],
    [
      'a wrong password',
      () => ({ password: 'wrong' }),
      'IMAP_LOGIN: HOST:PORT refuses the user name or password: [AUTHENTICATIONFAILED] Authentication failed.',
    ],
    ['a closed port', () => ({ port: 1 }), 'IMAP_CONNECT: HOST:PORT cannot be reached or is not ready: ECONNREFUSED'],
    [
      'a token command that fails',
      () => ({ accessTokenCommand: 'exit 7' }),
      'IMAP_TOKEN: accessTokenCommand ended with 7; run it by hand to see why',
    ],
  ])('%s', async (_, changes, expected) => {
    expect(await outcome(accountOn(server, changes(server)))).toBe(expected);
  });
});

/** A server that says what it is told to, and remembers what it was told. */
function scripted(answers: Record<string, string>) {
  const heard: string[] = [];
  const server: NetServer = createServer((socket) => {
    socket.on('error', () => {});
    socket.write(answers.greeting ?? '');
    socket.on('data', (data) => {
      for (const line of data.toString().split('\r\n').filter(Boolean)) {
        heard.push(line);
        const [tag = '', command = ''] = line.split(' ');
        if (command === 'CAPABILITY') socket.write(`* CAPABILITY IMAP4rev1 ${answers.capabilities ?? ''}\r\n`);
        socket.write(`${tag} ${answers[command] ?? 'OK done'}\r\n`);
      }
    });
  });
  return { server, heard };
}

let running: NetServer | null = null;
afterEach(() => {
  running?.close();
  running = null;
});

async function to(answers: Record<string, string>, changes: Partial<ImapAccount> = {}) {
  const { server, heard } = scripted(answers);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running = server;
  const { port } = server.address() as { port: number };
  const account = accountOn({ host: '127.0.0.1', port, user: 'support', password: 'open-sesame' }, changes);
  return { said: await outcome(account), heard: heard.join('\n') };
}

test('STARTTLS asked for but not offered: no password is sent', async () => {
  const { said, heard } = await to({ greeting: '* OK ready\r\n' }, { tls: 'starttls' });
  expect(said).toBe(
    'IMAP_TLS: HOST:PORT does not encrypt: Server does not support STARTTLS; the password was not sent',
  );
  expect(heard).not.toMatch(/LOGIN|AUTHENTICATE/);
});

test('STARTTLS asked for and refused: no password is sent', async () => {
  const { said, heard } = await to(
    { greeting: '* OK ready\r\n', capabilities: 'STARTTLS', STARTTLS: 'NO not today' },
    { tls: 'starttls' },
  );
  expect(said).toContain('IMAP_TLS');
  expect(heard).not.toMatch(/LOGIN|AUTHENTICATE/);
});

test('a server that claims we are signed in already, to keep the connection plain, is refused', async () => {
  const { said } = await to({ greeting: '* PREAUTH welcome\r\n', capabilities: 'STARTTLS' }, { tls: 'starttls' });
  expect(said).toContain('IMAP_TLS');
});

test('a server that cannot look the password up now has not said that it is wrong', async () => {
  const { said } = await to({ greeting: '* OK ready\r\n', LOGIN: 'NO [UNAVAILABLE] try later' });
  expect(said).toBe('IMAP_CONNECT: HOST:PORT cannot be reached or is not ready: [UNAVAILABLE] try later');
});

test('a server that does not greet is given up', async () => {
  const { said } = await to({}, { pace: { greetingMs: 50 } });
  expect(said).toBe('IMAP_CONNECT: HOST:PORT cannot be reached or is not ready: GREETING_TIMEOUT');
});

test('a sign-in that is no longer wanted ends at once', async () => {
  const { server } = scripted({});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running = server;
  const { port } = server.address() as { port: number };
  const stopping = new AbortController();
  server.once('connection', () => stopping.abort());
  const account = accountOn({ host: '127.0.0.1', port, user: 'support', password: 'open-sesame' });
  await expect(signIn(account, stopping.signal)).rejects.toMatchObject({ code: 'IMAP_CONNECT' });
  await expect(signIn(account, stopping.signal)).rejects.toMatchObject({ code: 'IMAP_CONNECT' });
});

test('an access token from a command', async () => {
  // The embedded post office of the demo knows one token.
  const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap') as (options: object) => NetServer;
  const server = hoodiecrow({ plugins: ['SASL-IR', 'XOAUTH2'], storage: { INBOX: {} } });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', undefined, resolve));
  running = server;
  const { port } = (server as unknown as { server: NetServer }).server.address() as { port: number };
  const box = { host: '127.0.0.1', port, user: 'testuser', password: '' };
  expect(await outcome(accountOn(box, { accessTokenCommand: 'echo testtoken' }))).toBe('in, plain');
  expect(await outcome(accountOn(box, { accessTokenCommand: 'echo stale' }))).toContain(
    'IMAP_LOGIN: HOST:PORT refuses the user name or access token',
  );
});
