/** A backup of a working office, and what a register restored from it does: goes on with the next number, answers nobody twice. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../register/fixture.ts';
import { needs } from '../services/services.ts';
import { letter, type Office, openOffice } from './office.ts';

const done = async (office: Office, ...args: string[]) => expect(await office.cli(...args)).toMatchObject({ code: 0 });
const subjects = (office: Office) => office.sink.letters.map(({ to }) => to.join());

/** As if the disk had broken: the register is gone, the key file was kept apart. */
function loseRegister(office: Office): void {
  const path = office.config.register.url.slice('sqlite:'.length);
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
}

needs('dovecot')('a restored register', () => {
  test('goes on with the next number; what waited at the time of the backup is not sent again', {
    timeout: 120_000,
  }, async () => {
    const office = await openOffice();
    const backup = join(temporaryFolder(), 'office.backup');
    office.dovecot.deliver(office.dovecot.user, letter('vera'));
    await done(office, 'run', '--once');
    // The second answer waits when the backup is made, and goes out afterwards.
    office.sink.misbehave({ how: 'refuse', code: 451, times: 1 });
    office.dovecot.deliver(office.dovecot.user, letter('oleg'));
    await done(office, 'run', '--once');
    expect(subjects(office)).toEqual(['vera@example.ru']);
    await done(office, 'backup', backup);

    loseRegister(office);
    await done(office, 'restore', backup);
    office.dovecot.deliver(office.dovecot.user, letter('pavel'));
    await done(office, 'run', '--once');
    expect(subjects(office)).toEqual(['vera@example.ru', 'pavel@example.ru']);
    const tickets = await office.tickets();
    expect(tickets.map(({ number, from }) => [number, from])).toEqual([
      ['ТП-2026-000001', 'vera@example.ru'],
      ['ТП-2026-000002', 'oleg@example.ru'],
      ['ТП-2026-000003', 'pavel@example.ru'],
    ]);
    expect(tickets[1]!.deliveries).toMatchObject([{ state: 'suppressed', attempts: 1 }]);

    loseRegister(office);
    await done(office, 'restore', backup, '--send-waiting');
    await done(office, 'run', '--once');
    expect(subjects(office)).toEqual(['vera@example.ru', 'pavel@example.ru', 'oleg@example.ru']);
  });

  test('takes the answers to letters that went out before, and a backup made while the service runs holds them', {
    timeout: 120_000,
  }, async () => {
    const office = await openOffice();
    const backup = join(temporaryFolder(), 'office.backup');
    const service = await office.start();
    office.dovecot.deliver(office.dovecot.user, letter('vera'));
    const [receipt] = await office.sink.received(1);
    await service.crossed('settled', 1);
    await done(office, 'backup', backup);
    await service.stop();
    loseRegister(office);
    await done(office, 'restore', backup);

    const id = /^Message-ID: (<.+>)\r?$/im.exec(receipt!.raw.toString())?.[1];
    const answer = letter('vera-again', {
      headers: [`In-Reply-To: ${id}`],
      text: 'Добавляю: ошибка пропала и вернулась.',
    });
    office.dovecot.deliver(office.dovecot.user, answer.replace('vera-again@example.ru>', 'vera@example.ru>'));
    await done(office, 'run', '--once');
    const tickets = await office.tickets();
    expect(tickets).toMatchObject([{ number: 'ТП-2026-000001', messages: 2 }]);
  });
});
