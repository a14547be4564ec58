/** The disk of the register fills up while the service runs: letters stay in the mailbox until there is room again. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { freePorts } from '../services/daemon.ts';
import { needs } from '../services/services.ts';
import { fill, smallDisk } from '../services/small-disk.ts';
import { letter, letterStates, openOffice } from './office.ts';

const PATIENT = { timeout: 40_000, interval: 100 };

needs('dovecot')('a full disk', () => {
  test('stops the intake, leaves the mailbox as it is, is told, and is got over', {
    timeout: 120_000,
  }, async (context) => {
    const disk = smallDisk();
    if (disk === null) return context.skip('mounting a small disk needs root');
    const [port] = await freePorts(1);
    const office = await openOffice({
      REGISTER__URL: `sqlite:${join(disk, 'register.db')}`,
      HTTP__PORT: String(port),
      LOG__LEVEL: 'info',
    });
    const service = office.startCli('run');
    const ready = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
      return { status: answer.status, parts: ((await answer.json()) as { parts: object }).parts };
    };
    const inbox = async () => (await office.dovecot.list(office.dovecot.user)).length;
    office.dovecot.deliver(office.dovecot.user, letter('before'));
    await office.sink.received(1);
    await vi.waitFor(async () => expect(await ready()).toMatchObject({ status: 200 }), PATIENT);

    fill(join(disk, 'filler'));
    for (const name of ['during1', 'during2']) office.dovecot.deliver(office.dovecot.user, letter(name));
    const full = { ok: false, note: 'DISK_FULL' };
    await vi.waitFor(
      async () =>
        expect(await ready()).toMatchObject({ status: 503, parts: { register: full, 'imap office INBOX': full } }),
      PATIENT,
    );
    await service.says('DISK_FULL');
    expect(await inbox()).toBe(2);
    expect(await office.dovecot.list(office.dovecot.user, 'Processed')).toHaveLength(1);

    rmSync(join(disk, 'filler'));
    await office.sink.received(3);
    await vi.waitFor(async () => expect(await ready()).toMatchObject({ status: 200 }), PATIENT);
    await vi.waitFor(async () => expect(await inbox()).toBe(0), PATIENT);
    service.kill('SIGTERM');
    const { code, stderr } = await service.ended;
    expect(code).toBe(0);
    expect(stderr).not.toContain('example.ru');
    expect(await letterStates(await office.register())).toEqual(['registered', 'registered', 'registered']);
  });
});
