/** The disk of the register fills up while the service runs: letters stay in the mailbox until there is room again. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../register/fixture.ts';
import { freePorts } from '../services/daemon.ts';
import { needs } from '../services/services.ts';
import { letter, letterStates, openOffice } from './office.ts';

const PATIENT = { timeout: 40_000, interval: 100 };

/** A file system of its own, of 16 MiB; null where mounting is not permitted. */
function smallDisk(): string | null {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  const piece = Buffer.alloc(4096);
  try {
    for (;;) writeSync(descriptor, piece);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(descriptor);
  }
}

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
