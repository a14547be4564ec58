import { createServer, type Server } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { createPostman, type Postman, type PostmanOptions } from '../../src/smtp/postman.ts';
import { type SinkOptions, type SmtpSink, startSmtpSink } from '../services/smtp-sink.ts';

let postman: Postman;
let sink: SmtpSink | null = null;
let listener: Server | null = null;
let logged: string[] = [];
let heard = '';

afterEach(async () => {
  await postman.close();
  await sink?.stop();
  listener?.close();
  [sink, listener, logged, heard] = [null, null, [], ''];
});

const BYTES = Buffer.from('Subject: test\r\n\r\n.a line with a dot\r\nlast line\r\n');
const letter = (to = 'maria@example.ru', bytes = BYTES) => ({ envelopeFrom: 'support+b@example.org', to, bytes });

function open(options: Partial<PostmanOptions> & { port: number }): Postman {
  const log = pino({ level: 'info' }, { write: (line) => void logged.push(line) });
  const usual = { host: '127.0.0.1', tls: 'none', user: null, password: null, connections: 2, perMinute: 0 } as const;
  postman = createPostman({ ...usual, ...options }, log);
  return postman;
}

async function openWithSink(options: Partial<PostmanOptions> = {}, sinkOptions: SinkOptions = {}): Promise<SmtpSink> {
  sink = await startSmtpSink(sinkOptions);
  open({ port: sink.port, tls: sinkOptions.tls ?? 'none', ca: sink.certificate, ...options });
  return sink;
}

/** A listener that says its lines: the first as greeting, each next one as the reply to whatever comes. */
async function openWithScript(...lines: string[]): Promise<Postman> {
  const talking = createServer((socket) => {
    const left = [...lines];
    const say = () => {
      const line = left.shift();
      if (line === undefined) socket.destroy();
      else socket.write(`${line}\r\n`);
    };
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      heard += chunk;
      say();
    });
    say();
  });
  listener = talking;
  await new Promise<void>((done) => talking.listen(0, '127.0.0.1', done));
  return open({ port: (talking.address() as { port: number }).port });
}

describe('a letter that is taken', () => {
  test.each(['none', 'starttls', 'implicit'] as const)('arrives byte for byte (TLS %s)', async (tls) => {
    const { letters } = await openWithSink({}, { tls });
    expect(await postman.send(letter())).toEqual({ state: 'accepted', response: expect.stringMatching(/^250 /) });
    expect(letters).toMatchObject([{ from: 'support+b@example.org', to: ['maria@example.ru'] }]);
    expect(letters[0]?.raw).toEqual(BYTES);
  });

  test('goes out under our user and password', async () => {
    const { letters } = await openWithSink(
      { user: 'office', password: 'вход-42' },
      { user: 'office', password: 'вход-42' },
    );
    expect(await postman.send(letter())).toMatchObject({ state: 'accepted' });
    expect(letters).toMatchObject([{ user: 'office' }]);
  });

  test('shares connections with the others', async () => {
    const { letters, connections } = await openWithSink();
    await Promise.all(Array.from({ length: 20 }, (_, i) => postman.send(letter(`citizen${i}@example.ru`))));
    expect(letters).toHaveLength(20);
    expect(connections()).toBe(2);
  });

  test('goes to a Cyrillic domain by its name in the DNS', async () => {
    await openWithScript('220 hi', '250 hi', '250 fine', '250 fine');
    await postman.send(letter('maria@пример.example'));
    expect(heard).toContain('RCPT TO:<maria@xn--e1afmkfd.example>');
  });

  test('may have an empty envelope sender', async () => {
    const { letters } = await openWithSink();
    await postman.send({ ...letter(), envelopeFrom: '' });
    expect(letters).toMatchObject([{ from: '' }]);
  });
});

describe('a letter that is refused', () => {
  test.each([
    ['for now at RCPT TO', 451, 'rcpt', 'delayed', 'SMTP_TEMPORARY'],
    ['for now after DATA', 452, 'data', 'delayed', 'SMTP_TEMPORARY'],
    ['because the server is closing', 421, 'rcpt', 'delayed', 'SMTP_TEMPORARY'],
    ['for good at RCPT TO', 550, 'rcpt', 'failed', 'SMTP_REFUSED'],
    ['for good after DATA', 554, 'data', 'failed', 'SMTP_REFUSED'],
  ] as const)('%s is %s', async (_what, code, at, kind, name) => {
    const { misbehave, letters } = await openWithSink();
    misbehave({ how: 'refuse', code, at, text: 'because of reasons', times: 1 });
    const outcome = await postman.send(letter());
    expect(outcome).toEqual({ state: kind, code: name, response: `${code} because of reasons` });
    expect(letters).toHaveLength(0);
    expect(await postman.send(letter())).toMatchObject({ state: 'accepted' });
  });

  test('takes no other letter down', async () => {
    const { misbehave } = await openWithSink();
    misbehave({ how: 'refuse', code: 550, recipient: 'gone@example.ru' });
    const outcomes = await Promise.all(
      ['a@example.ru', 'gone@example.ru', 'b@example.ru'].map((to) => postman.send(letter(to))),
    );
    expect(outcomes.map(({ state }) => state)).toEqual(['accepted', 'failed', 'accepted']);
  });

  test.each(['not an address', 'two@example.ru\r\nRCPT TO:<three@example.ru>', ''])(
    'has no usable recipient: %j',
    async (to) => {
      const { letters } = await openWithSink();
      expect(await postman.send(letter(to))).toMatchObject({ state: expect.stringMatching(/failed|accepted/) });
      for (const { to: recipients } of letters) expect(recipients).toHaveLength(1);
    },
  );
});

describe('a line that breaks', () => {
  test('after the whole letter leaves us not knowing', async () => {
    const { misbehave, letters } = await openWithSink();
    misbehave({ how: 'drop', times: 1 });
    expect(await postman.send(letter())).toMatchObject({ state: 'unknown', code: 'SMTP_NO_ANSWER' });
    expect(letters).toHaveLength(1);
  });

  test('by silence after the whole letter leaves us not knowing', async () => {
    const { misbehave } = await openWithSink({ timeouts: { silenceMs: 300 } });
    misbehave({ how: 'stall', times: 1 });
    expect(await postman.send(letter())).toMatchObject({ state: 'unknown', code: 'SMTP_NO_ANSWER' });
  });

  test('before the letter was asked for only delays it', async () => {
    await openWithScript('220 hello', '250 hello', '250 sender fine', '250 recipient fine');
    expect(await postman.send(letter())).toMatchObject({ state: 'delayed', code: 'SMTP_UNREACHABLE' });
  });

  test('in the middle of the letter only delays it', async () => {
    await openWithScript('220 hello', '250 hello', '250 sender fine', '250 recipient fine', '354 go on');
    const long = Buffer.alloc(8_000_000, 'Good afternoon\r\n');
    expect(await postman.send(letter('maria@example.ru', long))).toMatchObject({ state: 'delayed' });
  });

  test('while it was idle is mended without anybody noticing', async () => {
    const { halt, start, letters } = await openWithSink();
    await postman.send(letter());
    await halt();
    await start();
    expect(await postman.send(letter())).toMatchObject({ state: 'accepted' });
    expect(letters).toHaveLength(2);
  });
});

describe('a fault that is ours', () => {
  test.each([
    ['a greeting that turns us away', ['554 5.7.1 not from there'], 'SMTP_GREETING', '554 5.7.1 not from there'],
    ['a greeting that asks for patience', ['421 too many connections'], 'SMTP_TEMPORARY', '421 too many connections'],
    ['sign-in demanded', ['220 hi', '250 hi', '530 5.7.0 sign in first'], 'SMTP_LOGIN', '530 5.7.0 sign in first'],
  ])('%s only delays the letter', async (_what, lines, code, response) => {
    await openWithScript(...lines);
    expect(await postman.send(letter())).toEqual({ state: 'delayed', code, response });
  });

  test('a wrong password delays every letter, is said once and never shown', async () => {
    await openWithSink({ user: 'office', password: 'wrong-secret-1' }, { user: 'office', password: 'right' });
    for (const _ of [1, 2, 3]) {
      expect(await postman.send(letter())).toMatchObject({ state: 'delayed', code: 'SMTP_LOGIN', response: /^535/ });
    }
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('smtp.password');
    expect(logged.join()).not.toContain('wrong-secret-1');
    expect(logged.join()).not.toContain('maria@example.ru');
  });

  test('a password that was mended is used for the next letter, by verify too', async () => {
    const secrets = { password: 'wrong', ca: null };
    const right = { user: 'office', password: 'right' };
    await openWithSink({ ...right, password: 'older still', secrets: () => ({ ...secrets }) }, right);
    for (const _ of [1, 2]) expect(await postman.send(letter())).toMatchObject({ code: 'SMTP_LOGIN' });
    expect(await postman.verify()).toMatchObject({ ok: false, code: 'SMTP_LOGIN' });
    secrets.password = 'right';
    expect(await postman.verify()).toEqual({ ok: true });
    expect(await postman.send(letter())).toMatchObject({ state: 'accepted' });
  });

  test('a certificate that was mended likewise', async () => {
    let ca: string | null = null;
    const { certificate } = await openWithSink({ ca, secrets: () => ({ password: null, ca }) }, { tls: 'starttls' });
    expect(await postman.send(letter())).toMatchObject({ code: 'SMTP_TLS' });
    ca = certificate;
    expect(await postman.send(letter())).toMatchObject({ state: 'accepted' });
  });

  test('a server that is away delays, and its return is told', async () => {
    const { halt, start } = await openWithSink();
    await halt();
    expect(await postman.send(letter())).toMatchObject({ state: 'delayed', code: 'SMTP_UNREACHABLE' });
    await start();
    expect(await postman.send(letter())).toMatchObject({ state: 'accepted' });
    expect(logged.map((line) => JSON.parse(line).level)).toEqual([50, 30]);
  });

  test.each(['starttls', 'implicit'] as const)('a certificate that nobody vouches for stops %s', async (tls) => {
    const { letters } = await openWithSink({ ca: null }, { tls });
    const response = expect.stringMatching(
      /not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\).* smtp\.tlsCa .*smtp\.tlsVerify/,
    );
    expect(await postman.send(letter())).toEqual({ state: 'delayed', code: 'SMTP_TLS', response });
    expect(await postman.verify()).toEqual({ ok: false, code: 'SMTP_TLS', reason: response });
    expect(letters).toHaveLength(0);
  });

  test.each(['starttls', 'implicit'] as const)(
    '… unless the office wants no certificate looked at (%s)',
    async (tls) => {
      const { letters } = await openWithSink({ ca: null, rejectUnauthorized: false }, { tls });
      expect(await postman.send(letter())).toMatchObject({ state: 'accepted' });
      expect(letters).toHaveLength(1);
    },
  );

  test('STARTTLS is required when asked for', async () => {
    const { letters } = await openWithSink({ tls: 'starttls' }, { tls: 'none' });
    expect(await postman.send(letter())).toMatchObject({ state: 'delayed', code: 'SMTP_TLS' });
    expect(letters).toHaveLength(0);
  });
});

describe('verify', () => {
  test('is content with a server that lets us in', async () => {
    await openWithSink({ user: 'office', password: 'right' }, { tls: 'starttls', user: 'office', password: 'right' });
    expect(await postman.verify()).toEqual({ ok: true });
  });

  test.each([
    ['a wrong password', { user: 'office', password: 'wrong' }, { user: 'office', password: 'right' }, 'SMTP_LOGIN'],
    ['a certificate', { ca: null }, { tls: 'implicit' }, 'SMTP_TLS'],
    ['a closed port', { port: 1 }, {}, 'SMTP_UNREACHABLE'],
  ] as const)('names %s', async (_what, options, sinkOptions, code) => {
    await openWithSink(options, sinkOptions);
    expect(await postman.verify()).toEqual({ ok: false, code, reason: expect.stringMatching(/./) });
  });
});

describe('pace and end', () => {
  test('no more than perMinute go out, the rest is given back when we stop', async () => {
    const { letters, received } = await openWithSink({ perMinute: 3 });
    const sending = Array.from({ length: 5 }, (_, i) => postman.send(letter(`citizen${i}@example.ru`)));
    await received(3);
    await postman.close();
    const kinds = (await Promise.all(sending)).map((outcome) => ('code' in outcome ? outcome.code : outcome.state));
    expect(kinds).toEqual(['accepted', 'accepted', 'accepted', 'SMTP_STOPPING', 'SMTP_STOPPING']);
    expect(letters).toHaveLength(3);
  });

  test('a letter in hand is finished before the end, a later one is given back', async () => {
    await openWithSink();
    const sending = postman.send(letter());
    await postman.close();
    expect(['accepted', 'delayed']).toContain((await sending).state);
    expect(await postman.send(letter())).toMatchObject({ state: 'delayed', code: 'SMTP_STOPPING' });
  });

  test('a server that stands still cannot hold the end up', async () => {
    const { misbehave } = await openWithSink({ timeouts: { closeMs: 200 } });
    misbehave({ how: 'stall' });
    const sending = postman.send(letter());
    await expect.poll(() => sink?.connections()).toBe(1);
    await postman.close();
    expect(['unknown', 'delayed']).toContain((await sending).state);
  });
});

describe('a letter to an address with Russian letters', () => {
  const international = (to: string, header = `To: ${to}`) =>
    letter(to, Buffer.from(`${header}\r\nSubject: test\r\n\r\ntext\r\n`));

  test.each(['none', 'starttls', 'implicit'] as const)(
    'goes to a server that offers SMTPUTF8 (TLS %s)',
    async (tls) => {
      const { letters } = await openWithSink({}, { tls });
      expect(await postman.send(international('вера@example.ru'))).toMatchObject({ state: 'accepted' });
      expect(letters).toMatchObject([{ to: ['вера@example.ru'] }]);
      expect(letters[0]?.raw.toString()).toContain('To: вера@example.ru');
    },
  );

  test('says so to the server, and signs in first', async () => {
    const { letters } = await openWithSink({ user: 'office', password: 'вход' }, { user: 'office', password: 'вход' });
    expect(await postman.send(international('вера@example.ru'))).toMatchObject({ state: 'accepted' });
    expect(letters).toMatchObject([{ user: 'office' }]);
  });

  test.each([
    ['in the envelope', () => letter('вера@example.ru')],
    ['under a Russian domain', () => letter('вера@почта.example')],
    ['as the sender', () => ({ ...letter(), envelopeFrom: 'приём@example.org' })],
    ['in a header alone', () => international('vera@example.ru', 'Reply-To: приём@example.org')],
  ])('fails for good where that is not offered, and not a byte of it is sent: %s', async (_, made) => {
    await openWithSink({}, { without: ['SMTPUTF8'] });
    expect(await postman.send(made())).toEqual({
      state: 'failed',
      code: 'SMTP_NOT_INTERNATIONAL',
      response: expect.stringContaining('does not offer SMTPUTF8'),
    });
    expect(sink?.letters).toEqual([]);
    expect(await postman.send(letter())).toMatchObject({ state: 'accepted' });
  });

  test('nothing of it is heard by such a server', async () => {
    await openWithScript('220 hi', '250-hi\r\n250 8BITMIME');
    await postman.send(letter('вера@example.ru'));
    expect(heard).not.toMatch(/MAIL|RCPT|[^\x00-\x7f]/);
  });

  test('by a domain alone it is an ordinary letter', async () => {
    const { letters } = await openWithSink({}, { without: ['SMTPUTF8', '8BITMIME'] });
    expect(await postman.send(letter('vera@почта.рф'))).toMatchObject({ state: 'accepted' });
    expect(letters).toHaveLength(1);
  });

  test.each([
    ['for good', 550, 'failed', 'SMTP_REFUSED'],
    ['for now', 451, 'delayed', 'SMTP_TEMPORARY'],
  ] as const)('is refused %s like any other', async (_, code, state, name) => {
    const { misbehave } = await openWithSink();
    misbehave({ how: 'refuse', code, text: 'because' });
    expect(await postman.send(international('вера@example.ru'))).toMatchObject({ state, code: name });
  });

  test('whose line dies after it leaves us not knowing', async () => {
    const { misbehave } = await openWithSink();
    misbehave({ how: 'drop' });
    expect(await postman.send(international('вера@example.ru'))).toMatchObject({ state: 'unknown' });
  });

  test('waits while the server is away or refuses our password', async () => {
    await openWithSink({ user: 'office', password: 'wrong' }, { user: 'office', password: 'right' });
    expect(await postman.send(international('вера@example.ru'))).toMatchObject({
      state: 'delayed',
      code: 'SMTP_LOGIN',
    });
    await sink?.halt();
    expect(await postman.send(international('вера@example.ru'))).toMatchObject({
      state: 'delayed',
      code: 'SMTP_UNREACHABLE',
    });
  });

  test('cannot hold the end up', async () => {
    const { misbehave } = await openWithSink({ timeouts: { closeMs: 200 } });
    misbehave({ how: 'stall' });
    const sending = postman.send(international('вера@example.ru'));
    await expect.poll(() => sink?.connections()).toBe(1);
    await postman.close();
    expect(await sending).toMatchObject({ state: expect.stringMatching(/delayed|unknown/) });
  });
});
