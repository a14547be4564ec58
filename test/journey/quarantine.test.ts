/** A letter that cannot be examined: tried three times, put where people see it, and tried again when they say so. */
import { expect, test } from 'vitest';
import { cli, objects } from '../commands/cli.ts';
import { needs } from '../services/services.ts';
import { letter, type Office, openOffice } from './office.ts';

const NO_TIME = { PRIEMNAYA__WORKERS__TIMEOUT: '1ms' };

async function quarantined(office: Office): Promise<Record<string, unknown>[]> {
  const { stdout } = await office.cli('letter', 'list', '--state', 'quarantined', '--json');
  return objects(stdout);
}

async function contents(office: Office): Promise<Record<string, number>> {
  const count = async (folder: string) => (await office.dovecot.list(office.dovecot.user, folder)).length;
  return { INBOX: await count('INBOX'), Processed: await count('Processed'), Failed: await count('Failed') };
}

needs('dovecot')('quarantine', () => {
  test('a letter that outlasts its worker three times is put aside, and can be replayed', {
    timeout: 120_000,
  }, async () => {
    const office = await openOffice();
    office.dovecot.deliver(office.dovecot.user, letter('slow'));
    const round = await cli({ ...office.env, ...NO_TIME }, ['run', '--once']);
    expect(round).toMatchObject({ code: 0, stderr: expect.stringContaining('quarantine') });

    expect(await quarantined(office)).toMatchObject([
      { id: 1, state: 'quarantined', attempts: 3, error: expect.stringMatching(/^outlasted: /), ticket: null },
    ]);
    expect(await contents(office)).toEqual({ INBOX: 0, Processed: 0, Failed: 1 });
    expect(await office.tickets()).toEqual([]);
    const table = await office.cli('letter', 'list');
    expect(table.stdout).toContain('outlasted');

    // Left alone, it stays there.
    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
    expect(await office.tickets()).toEqual([]);

    expect(await office.cli('letter', 'replay', '1')).toMatchObject({ code: 0, stdout: '' });
    expect(await office.cli('letter', 'replay', '1')).toMatchObject({ code: 1, stdout: '' });
    // Replayed with no more time than before, in a process of its own, it comes back.
    await cli({ ...office.env, ...NO_TIME }, ['run', '--once']);
    expect(await quarantined(office)).toMatchObject([{ id: 1, attempts: 3 }]);

    expect(await office.cli('letter', 'replay', '1')).toMatchObject({ code: 0 });
    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
    expect(await quarantined(office)).toEqual([]);
    expect(await office.tickets()).toMatchObject([{ from: 'slow@example.ru', deliveries: [{ state: 'accepted' }] }]);
  });

  test('a kill from outside never quarantines; a letter that was in hand is examined alone, and only that counts', {
    timeout: 120_000,
  }, async () => {
    const office = await openOffice();
    office.dovecot.deliver(office.dovecot.user, letter('unlucky'));
    for (let death = 1; death <= 3; death += 1) {
      expect(await office.run('examined:1')).toEqual({ code: null, signal: 'SIGKILL' });
    }
    const waiting = async () => objects((await office.cli('letter', 'list', '--json')).stdout);
    expect(await waiting()).toMatchObject([{ state: 'stored', attempts: 0 }]);

    await cli({ ...office.env, ...NO_TIME }, ['run', '--once']);
    expect(await waiting()).toMatchObject([{ state: 'quarantined', attempts: 3 }]);
    expect(await office.cli('letter', 'replay', '1')).toMatchObject({ code: 0 });
    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
    expect(await waiting()).toMatchObject([{ state: 'registered', attempts: 0, error: null }]);
  });
});
