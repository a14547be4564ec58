/** What the mail server says of the longest letter that it takes. */
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createPostman } from '../../src/smtp/postman.ts';
import { sizeIn } from '../../src/smtp/size.ts';
import { startSmtpSink } from '../services/smtp-sink.ts';

test.each([
  ['250-mx.example.org hello\r\n250-SIZE 15728640\r\n250 8BITMIME', 15_728_640],
  ['250-mx\r\n250 SIZE 1000', 1000],
  ['250-mx\n250-size 35882577\n250 HELP', 35_882_577],
  ['250-mx\r\n250-SIZE\r\n250 HELP', null],
  ['250-mx\r\n250-SIZE 0\r\n250 HELP', null],
  ['250-SIZE.example.org hello 100\r\n250 HELP', null],
  ['250-mx\r\n250-X-SIZE 100\r\n250 HELP', null],
  ['250 mx', null],
  ['', null],
])('%j', (ehlo, size) => {
  expect(sizeIn(ehlo)).toBe(size);
});

const usual = { host: '127.0.0.1', user: null, password: null, connections: 1, perMinute: 0 } as const;

test.each(['none', 'starttls', 'implicit'] as const)('a server is asked, nobody signs in (TLS %s)', async (tls) => {
  const sink = await startSmtpSink({ tls, size: 2_000_000, user: 'office', password: 'right' });
  const postman = createPostman({ ...usual, port: sink.port, tls, ca: sink.certificate }, pino({ level: 'silent' }));
  onTestFinished(async () => {
    await postman.close();
    await sink.stop();
  });
  expect(await postman.size()).toBe(2_000_000);
});

test('a server that tells none has none; one that is away cannot be asked', async () => {
  const sink = await startSmtpSink();
  const postman = createPostman({ ...usual, port: sink.port, tls: 'none' }, pino({ level: 'silent' }));
  onTestFinished(() => postman.close());
  expect(await postman.size()).toBe(null);
  await sink.stop();
  expect(await postman.size()).toBe(undefined);
});
