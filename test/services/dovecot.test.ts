import { connect } from 'node:tls';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDovecot, type TestDovecot } from './dovecot.ts';
import { needs } from './services.ts';

const letter = (subject: string) =>
  `From: Мария <maria@example.ru>\r\nTo: support@example.org\r\nSubject: ${subject}\r\n\r\nДобрый день!\r\n`;

async function signIn(server: TestDovecot, how: { secure: boolean; starttls?: boolean; password?: string }) {
  const client = new ImapFlow({
    host: server.host,
    port: how.secure ? server.tlsPort : server.port,
    secure: how.secure,
    doSTARTTLS: how.starttls ?? false,
    tls: { ca: server.certificate },
    auth: { user: server.user, pass: how.password ?? server.password },
    logger: false,
  });
  await client.connect();
  return client;
}

needs('dovecot')('a private Dovecot', () => {
  let server: TestDovecot;
  beforeAll(async () => {
    server = await startDovecot({ users: ['support', 'hotline'] });
  });
  afterAll(() => server.stop());

  test.each([
    ['plain', { secure: false }],
    ['STARTTLS', { secure: false, starttls: true }],
    ['implicit TLS', { secure: true }],
  ])('lets in over %s', async (_, how) => {
    const client = await signIn(server, how);
    expect(client.capabilities.has('MOVE')).toBe(true);
    expect(client.capabilities.has('IDLE')).toBe(true);
    expect(client.capabilities.has('UIDPLUS')).toBe(true);
    await client.logout();
  });

  test('shows a certificate that a verifying client can trust', async () => {
    const socket = connect({
      port: server.tlsPort,
      host: '127.0.0.1',
      ca: server.certificate,
      servername: 'localhost',
    });
    await new Promise((done, fail) => socket.once('secureConnect', done).once('error', fail));
    expect(socket.authorized).toBe(true);
    socket.destroy();
  });

  test('refuses a wrong password', async () => {
    await expect(signIn(server, { secure: false, password: 'wrong' })).rejects.toMatchObject({
      authenticationFailed: true,
    });
  });

  test('keeps letters in the order of delivery, byte for byte, with their INTERNALDATE', async () => {
    const internalDate = new Date('2026-03-12T07:15:00Z');
    server.deliver('support', letter('one'), { internalDate });
    server.deliver('support', letter('two'), { seen: true });
    const [one, two] = await server.list('support');
    expect(one?.raw.toString()).toBe(letter('one'));
    expect(one?.internalDate).toEqual(internalDate);
    expect(one?.flags).not.toContain('\\Seen');
    expect(two?.raw.toString()).toBe(letter('two'));
    expect(two?.flags).toContain('\\Seen');
    expect(await server.list('hotline')).toEqual([]);
  });

  test('has folders with Russian names', async () => {
    server.deliver('hotline', letter('moved'), { folder: 'Обработано/2026' });
    expect(await server.list('hotline', 'Обработано/2026')).toHaveLength(1);
    expect(await server.list('hotline', 'Нет такой')).toEqual([]);
  });

  test('tells an idling client about a delivered letter', async () => {
    const client = await signIn(server, { secure: false });
    await client.mailboxOpen('INBOX');
    const arrived = new Promise((done) => client.once('exists', done));
    void client.idle();
    server.deliver('support', letter('wake up'));
    await arrived;
    await client.logout();
  });

  test('renumbers a folder under another UIDVALIDITY', async () => {
    const validity = async () => {
      const client = await signIn(server, { secure: false });
      const { uidValidity } = await client.mailboxOpen('INBOX');
      await client.logout();
      return uidValidity;
    };
    const before = { validity: await validity(), letters: await server.list('support') };
    await server.renumber('support');
    expect(await validity()).toBeGreaterThan(before.validity);
    expect(await server.list('support')).toHaveLength(before.letters.length);
  });

  test('comes back on the same ports with its letters', async () => {
    const before = await server.list('support');
    await server.restart();
    expect(await server.list('support')).toEqual(before);
  });
});

needs('dovecot')('a limited Dovecot', () => {
  describe.each([
    ['without MOVE', { without: ['MOVE', 'UIDPLUS'] }],
    ['with a read-only INBOX', { rights: { INBOX: 'lrs' } }],
  ])('%s', (name, options) => {
    test('behaves so', async () => {
      const server = await startDovecot(options);
      try {
        server.deliver('support', letter('stay'));
        const client = await signIn(server, { secure: false });
        expect(client.capabilities.has('MOVE')).toBe(name !== 'without MOVE');
        await client.mailboxOpen('INBOX');
        await client.mailboxCreate('Processed').catch(() => {});
        await client.messageMove('1', 'Processed').catch(() => {});
        await client.logout();
        expect(await server.list('support')).toHaveLength(name === 'without MOVE' ? 0 : 1);
      } finally {
        await server.stop();
      }
    });
  });
});
