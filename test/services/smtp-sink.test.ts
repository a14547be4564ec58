import { createTransport } from 'nodemailer';
import { afterEach, expect, test } from 'vitest';
import { type SinkOptions, type SmtpSink, startSmtpSink } from './smtp-sink.ts';

let sink: SmtpSink;
afterEach(() => sink.stop());

function send(to: string, auth?: { user: string; pass: string }) {
  const { host, port, certificate } = sink;
  const tls = { ca: certificate ?? undefined, servername: 'localhost' };
  const transport = createTransport({ host, port, tls, auth, socketTimeout: 300, secure: secure });
  return transport.sendMail({ from: 'support@example.org', to, subject: 'Ответ', text: 'Здравствуйте!' });
}

let secure = false;
async function start(options: SinkOptions = {}) {
  secure = options.tls === 'implicit';
  sink = await startSmtpSink(options);
}

test.each(['none', 'starttls', 'implicit'] as const)('keeps what arrives (TLS %s)', async (tls) => {
  await start({ tls });
  await send('maria@example.ru');
  const [letter] = await sink.received(1);
  expect(letter).toMatchObject({ from: 'support@example.org', to: ['maria@example.ru'] });
  expect(letter?.raw.toString()).toContain('Message-ID:');
});

test('asks for a password when it has one', async () => {
  await start({ user: 'support', password: 'secret' });
  await expect(send('a@example.ru')).rejects.toThrow();
  await expect(send('a@example.ru', { user: 'support', pass: 'wrong' })).rejects.toMatchObject({ responseCode: 535 });
  await send('a@example.ru', { user: 'support', pass: 'secret' });
  expect(sink.letters).toMatchObject([{ user: 'support' }]);
});

test('refuses the next two, then takes', async () => {
  await start();
  sink.misbehave({ how: 'refuse', code: 451, times: 2 });
  await expect(send('a@example.ru')).rejects.toMatchObject({ responseCode: 451 });
  await expect(send('a@example.ru')).rejects.toMatchObject({ responseCode: 451 });
  await send('a@example.ru');
  expect(sink.letters).toHaveLength(1);
});

test('refuses one person for good, after DATA too, until told to behave', async () => {
  await start();
  sink.misbehave({ how: 'refuse', code: 550, at: 'data', recipient: 'gone@example.ru' });
  await expect(send('gone@example.ru')).rejects.toMatchObject({ responseCode: 550 });
  await send('here@example.ru');
  sink.behave();
  await send('gone@example.ru');
  expect(sink.letters.map((letter) => letter.to)).toEqual([['here@example.ru'], ['gone@example.ru']]);
});

test('drops the connection after DATA and has the letter all the same', async () => {
  await start();
  sink.misbehave({ how: 'drop', times: 1 });
  await expect(send('a@example.ru')).rejects.toThrow();
  expect(sink.letters).toHaveLength(1);
});

test('stalls until the sender gives up', async () => {
  await start();
  sink.misbehave({ how: 'stall', times: 1 });
  await expect(send('a@example.ru')).rejects.toThrow(/timeout/i);
  expect(sink.letters).toHaveLength(0);
});

test('is unreachable while halted and back on the same port', async () => {
  await start();
  await sink.halt();
  await expect(send('a@example.ru')).rejects.toMatchObject({ code: 'ESOCKET' });
  await sink.start();
  await send('a@example.ru');
  expect(sink.connections()).toBe(1);
});
