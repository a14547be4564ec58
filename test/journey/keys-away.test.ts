/** The key file while the service runs: gone, of another office, an old copy, open to others. It is told, and never adopted. */
import { chmodSync, copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openKeys, rotate } from '../../src/register/key-file.ts';
import { temporaryFolder } from '../register/fixture.ts';
import { freePorts } from '../services/daemon.ts';
import { needs } from '../services/services.ts';
import { letter, openOffice } from './office.ts';

const PATIENT = { timeout: 40_000, interval: 100 };

needs('dovecot')('the key file', () => {
  test('that is not as it was is told in /readyz until it is back; letters go on', { timeout: 240_000 }, async () => {
    const [port] = await freePorts(1);
    const office = await openOffice({ HTTP__PORT: String(port) });
    const { file } = office.config.keys;
    const service = office.startCli('run');
    const told = async (expected: object) =>
      vi.waitFor(async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
        const { parts } = (await answer.json()) as { parts: { keys: object } };
        expect({ status: answer.status, keys: parts.keys }).toEqual(expected);
      }, PATIENT);
    const unwell = (note: string) => told({ status: 503, keys: { ok: false, note } });
    const well = () => told({ status: 200, keys: { ok: true } });
    await well();

    const away = `${file}.away`;
    renameSync(file, away);
    await unwell('KEYS_UNREADABLE');
    office.dovecot.deliver(office.dovecot.user, letter('meanwhile'));
    await office.sink.received(1);
    renameSync(away, file);
    await well();

    copyFileSync(file, away);
    const stranger = join(temporaryFolder(), 'keys.json');
    openKeys(stranger);
    copyFileSync(stranger, file);
    const theirs = readFileSync(file, 'utf8');
    await unwell('KEYS_DO_NOT_FIT');
    expect(await office.cli('keys', 'rotate')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('KEYS_DO_NOT_FIT'),
    });
    expect(readFileSync(file, 'utf8')).toBe(theirs);
    copyFileSync(away, file);
    await well();

    writeFileSync(file, 'not keys');
    await unwell('KEYS_UNREADABLE');
    copyFileSync(away, file);
    chmodSync(file, 0o644);
    await unwell('KEYS_EXPOSED');
    chmodSync(file, 0o600);
    await well();

    rotate(file);
    await well();
    copyFileSync(away, file); // the copy that was made before
    await unwell('KEYS_DO_NOT_FIT');
    rmSync(file);
    service.kill('SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0 });
  });
});
