/**
 * Several services at once on one mailbox, register and queue, as in a rolling restart: one watches the mailbox, both do the
 * work; nothing is lost and nothing doubled when one of them leaves, crashes, or stands still and wakes up again.
 */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readRoles } from '../../src/roles.ts';
import { freePorts } from '../services/daemon.ts';
import { startRedis } from '../services/redis.ts';
import { needs } from '../services/services.ts';
import { letter, letterStates, type Office, openOffice } from './office.ts';

/** A crashed watcher is to be replaced within this time. */
const TAKEN_OVER_WITHIN_MS = 30_000;
const PATIENT = { timeout: 60_000, interval: 100 };

async function redisUrl(): Promise<string> {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  return redis.url;
}

const QUEUES = [
  ['local:', async () => 'local:'],
  ['redis:', redisUrl],
] as const;

/** Delivers letters of citizens from…to. */
function write(office: Office, from: number, to: number): void {
  for (let n = from; n <= to; n += 1) office.dovecot.deliver(office.dovecot.user, letter(`citizen${n}`));
}

/** Every one of so many letters has its ticket and its one answer, and has left the mailbox. */
async function expectWhole(office: Office, count: number): Promise<void> {
  await office.sink.received(count);
  await vi.waitFor(async () => {
    const tickets = await office.tickets();
    expect(tickets.flatMap(({ deliveries }) => deliveries.map(({ state }) => state))).toEqual(
      Array(count).fill('accepted'),
    );
    expect(await office.dovecot.list(office.dovecot.user)).toEqual([]);
  }, PATIENT);
  const tickets = await office.tickets();
  expect(new Set(tickets.map(({ from }) => from)).size).toBe(count);
  expect(tickets.map(({ number }) => Number(number.slice(-6))).sort((a, b) => a - b)).toEqual(
    Array.from({ length: count }, (_, n) => n + 1),
  );
  expect(await letterStates(await office.register())).toEqual(Array(count).fill('registered'));
  const answered = office.sink.letters.map(({ to }) => to[0]);
  expect(new Set(answered).size).toBe(count);
  expect(answered).toHaveLength(count);
}

needs('dovecot', 'redis')('two services at once', () => {
  describe.each(QUEUES)('queue %s', (_name, queue) => {
    test('one watches, and when it leaves the other takes over at once', { timeout: 90_000 }, async () => {
      const office = await openOffice({ QUEUE__URL: await queue(), IMAP__POLL_SECONDS: '1' });
      const first = await office.start();
      const second = await office.start();
      write(office, 1, 20);
      await first.crossed('registered', 5);
      expect(second.count('stored')).toBe(0);
      await first.stop();
      write(office, 21, 40);
      await second.crossed('stored', 20);
      await second.crossed('settled', 20);
      await expectWhole(office, 40);
    });
  });

  test('both do the work', { timeout: 90_000 }, async () => {
    const office = await openOffice({ QUEUE__URL: await redisUrl() });
    const services = [await office.start(), await office.start()] as const;
    write(office, 1, 60);
    await expectWhole(office, 60);
    for (const service of services) expect(service.count('registered')).toBeGreaterThan(0);
  });

  test('a watcher that crashes is replaced, and its work goes on', { timeout: 120_000 }, async () => {
    const office = await openOffice({ QUEUE__URL: await redisUrl(), LOG__LEVEL: 'info' });
    const watcher = office.startCli('run');
    await watcher.says('this process watches the folder');
    const other = await office.start();
    write(office, 1, 10);
    await office.sink.received(3);
    watcher.kill('SIGKILL');
    await watcher.ended;
    const crashed = performance.now();
    write(office, 11, 20);
    await other.crossed('stored', 1);
    expect(performance.now() - crashed).toBeLessThan(TAKEN_OVER_WITHIN_MS);
    await vi.waitFor(async () => expect(await office.tickets()).toHaveLength(20), PATIENT);
    const { letters } = office.sink;
    await vi.waitFor(() => expect(new Set(letters.map(({ to }) => to[0])).size).toBe(20), PATIENT);
    // An answer that was just being sent may have come twice, under one Message-ID.
    const ids = letters.map(({ raw }) => /^Message-ID: (\S+)/im.exec(raw.toString())?.[1]);
    expect(new Set(ids).size).toBe(20);
  });

  test('one that stands still with a letter in hand is taken for dead, and does no harm when it wakes up', {
    timeout: 180_000,
  }, async () => {
    const office = await openOffice({ QUEUE__URL: await redisUrl() });
    const sleeper = office.startSleepy('examined:1');
    write(office, 1, 5);
    const register = await office.register();
    const claims = async () => {
      const rows = await register.db.selectFrom('letters').select('claimed_by').execute();
      return rows.filter(({ claimed_by }) => claimed_by !== null).length;
    };
    await vi.waitFor(async () => expect(await claims()).toBeGreaterThan(0), PATIENT);
    // As if it stood still in another container: one that is to be seen is waited for longer.
    await register.db.updateTable('instances').set({ host: 'elsewhere' }).execute();
    await office.start();
    await office.sink.received(5);
    sleeper.kill('SIGCONT');
    write(office, 6, 10);
    await expectWhole(office, 10);
  });
});

needs('dovecot', 'redis')('roles', () => {
  test('an office splits the walk over three processes', { timeout: 90_000 }, async () => {
    const [port] = await freePorts(1);
    const office = await openOffice({ QUEUE__URL: await redisUrl(), HTTP__PORT: String(port) });
    const start = (roles: string) => {
      const read = readRoles(roles);
      if (typeof read === 'string') throw new Error(read);
      return office.start(read);
    };
    const receives = await start('receive,http');
    write(office, 1, 5);
    await receives.crossed('stored', 5);
    await receives.crossed('acknowledged', 5);
    const ready = async () => (await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()) as { parts: object };
    expect(Object.keys((await ready()).parts)).toEqual(['register', 'keys', 'queue', 'imap office INBOX']);
    expect(await letterStates(await office.register())).toEqual(Array(5).fill('stored'));

    const registers = await start('examine,register');
    await registers.crossed('registered', 5);
    expect(registers.httpPort).toBeNull();
    await registers.desk.queue.idle();
    expect(office.sink.letters).toEqual([]);

    const sends = await start('send');
    await sends.crossed('settled', 5);
    await expectWhole(office, 5);
    expect([registers, sends].map((service) => service.count('stored'))).toEqual([0, 0]);
    expect([receives, sends].map((service) => service.count('registered'))).toEqual([0, 0]);
  });

  test('with cron, one step after the other, each does its part and ends', { timeout: 180_000 }, async () => {
    const office = await openOffice();
    write(office, 1, 3);
    const states = async () => letterStates(await office.register());
    expect(await office.cli('run', '--once', '--roles', 'receive')).toMatchObject({ code: 0 });
    expect(await states()).toEqual(Array(3).fill('stored'));
    expect(await office.cli('run', '--once', '--roles', 'send')).toMatchObject({ code: 0 });
    expect(await states()).toEqual(Array(3).fill('stored'));
    expect(await office.cli('run', '--once', '--roles', 'examine, register')).toMatchObject({ code: 0 });
    expect(await states()).toEqual(Array(3).fill('registered'));
    expect(office.sink.letters).toEqual([]);
    expect(await office.cli('run', '--once', '--roles', 'send')).toMatchObject({ code: 0 });
    await expectWhole(office, 3);
  });

  test('words that are no roles are refused with exit code 2, before anything is started', {
    timeout: 90_000,
  }, async () => {
    const office = await openOffice();
    const ended = await Promise.all(['recieve,send', 'http'].map((roles) => office.cli('run', '--roles', roles)));
    expect(ended).toMatchObject(Array(2).fill({ code: 2, stdout: '' }));
    expect(ended.map(({ stderr }) => stderr)).toEqual([
      expect.stringContaining('unknown: recieve; there are: receive, examine, register, send, http'),
      expect.stringContaining('http.port: missing; the role http has nothing to do without it'),
    ]);
  });
});
