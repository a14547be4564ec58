/** `check` and `run --once` against servers that are well, away, or refuse: which it is, is said in a line, and in the exit code. */
import { rmSync } from 'node:fs';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test, vi } from 'vitest';
import { cli } from '../commands/cli.ts';
import { freePorts } from '../services/daemon.ts';
import { startRedis } from '../services/redis.ts';
import { needs } from '../services/services.ts';
import { letter, letterStates, openOffice } from './office.ts';

/** What is said of each part: `ok` or `FAILED`, by its first word. Whether the calendar is in doubt is a matter of the day; there is no scanner here. */
function verdicts(stdout: string): Record<string, string> {
  return Object.fromEntries(
    stdout
      .trimEnd()
      .split('\n')
      .filter((line) => !/^warn +(calendar|antivirus) /.test(line))
      .map((line) => {
        const [verdict, part] = line.split(/\s+/);
        return [part!, verdict!];
      }),
  );
}

needs('dovecot', 'redis')('check and run --once', () => {
  test('say what works and what does not, and do the rest of the work all the same', { timeout: 120_000 }, async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const office = await openOffice({ QUEUE__URL: redis.url });
    const well = { templates: 'ok', register: 'ok', queue: 'ok', imap: 'ok', smtp: 'ok' };

    const good = await office.cli('check');
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(verdicts(good.stdout)).toEqual(well);
    expect(good.stdout).not.toContain(office.dovecot.password);

    office.dovecot.deliver(office.dovecot.user, letter('first'));
    expect(await office.cli('run', '--once')).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
    expect(office.sink.letters.map(({ to }) => to)).toEqual([['first@example.ru']]);

    const wrong = (settings: Record<string, string>, ...args: string[]) => {
      const changed = Object.entries(settings).map(([key, value]) => [`PRIEMNAYA__${key}`, value]);
      return cli({ ...office.env, ...Object.fromEntries(changed) }, args);
    };
    const refused = await wrong({ IMAP__PASSWORD: 'not-this-one' }, 'check');
    expect({ code: refused.code, ...verdicts(refused.stdout) }).toEqual({ code: 1, ...well, imap: 'FAILED' });
    expect(refused.stdout).toMatch(/FAILED +imap office .* «INBOX»: IMAP_LOGIN: /);
    expect(refused.stdout).not.toContain('not-this-one');

    // Mailbox, queue and mail server away: the register is there, and so is what waits in it.
    await Promise.all([redis.halt(), office.dovecot.halt(), office.sink.halt()]);
    const away = await office.cli('check');
    expect({ code: away.code, ...verdicts(away.stdout) }).toEqual({
      ...{ code: 1, ...well },
      ...{ queue: 'FAILED', imap: 'FAILED', smtp: 'FAILED' },
    });
    for (const said of ['IMAP_CONNECT', 'SMTP_UNREACHABLE', 'cannot be reached']) expect(away.stdout).toContain(said);
    const round = await office.cli('run', '--once');
    expect({ code: round.code, stdout: round.stdout }).toEqual({ code: 1, stdout: '' });
    for (const code of ['QUEUE_UNREACHABLE', 'IMAP_CONNECT']) expect(round.stderr).toContain(code);

    // Only the queue is away: the letter is taken and answered, but cron hears of it.
    await Promise.all([office.dovecot.start(), office.sink.start()]);
    office.dovecot.deliver(office.dovecot.user, letter('second'));
    const without = await office.cli('run', '--once');
    expect(without).toMatchObject({ code: 1, stderr: expect.stringContaining('QUEUE_UNREACHABLE') });
    expect(without.stderr).not.toContain('IMAP_');
    expect(office.sink.letters).toHaveLength(2);

    // Only the mail server is away: the letter is registered, its answer waits for a later run.
    await redis.start();
    await office.sink.halt();
    office.dovecot.deliver(office.dovecot.user, letter('third'));
    expect(await office.cli('run', '--once')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('SMTP_UNREACHABLE'),
    });
    const third = (await office.tickets()).find(({ from }) => from === 'third@example.ru');
    expect(third).toMatchObject({ deliveries: [{ state: 'delayed', attempts: 1 }] });
    expect(await letterStates(await office.register())).toEqual(['registered', 'registered', 'registered']);

    // The key file is gone.
    rmSync(office.config.keys.file);
    for (const args of [['check'], ['run', '--once']]) {
      const { code, stdout, stderr } = await office.cli(...args);
      expect({ args, code, told: stdout + stderr }).toEqual({
        args,
        code: 1,
        told: expect.stringContaining('KEYS_MISSING'),
      });
    }
  });

  test('a Redis that throws work away: warned of, and nothing is left undone', { timeout: 120_000 }, async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const client = new Redis(redis.port, '127.0.0.1');
    onTestFinished(() => client.disconnect());
    const [port] = await freePorts(1);
    const office = await openOffice({ QUEUE__URL: redis.url, HTTP__PORT: String(port) });
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await office.cli('check')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^warn .*allkeys-lru/m) });

    for (const name of ['vera', 'oleg', 'kira']) office.dovecot.deliver(office.dovecot.user, letter(name));
    expect(await office.cli('run', '--once', '--roles', 'receive')).toMatchObject({ code: 0 });
    await client.del('priemnaya:letter:wait'); // the jobs' hashes stand: BullMQ takes no new offer of them
    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
    expect(office.sink.letters).toHaveLength(3);

    const service = office.startCli('run');
    const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).json();
    await vi.waitFor(
      async () =>
        expect(await ready()).toMatchObject({
          ok: true,
          parts: { queue: { ok: true, note: expect.stringContaining('maxmemory-policy is allkeys-lru') } },
        }),
      { timeout: 25_000, interval: 100 },
    );
    service.kill('SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0 });
  });
});
