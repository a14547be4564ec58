/** Commands on a full disk: a first start says so, whatever finds no room; what only reads works. */
import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openOfficeRegister, openOfficeRegisterToRead } from '../../src/open-register.ts';
import { backUp } from '../../src/register/backup.ts';
import { verifyRegister } from '../../src/register/verify.ts';
import { temporaryFolder } from '../register/fixture.ts';
import { fill, smallDisk } from '../services/small-disk.ts';
import { cli, environment, objects } from './cli.ts';

const KIB = 1024;

function placesOn(disk: string) {
  return { register: { url: `sqlite:${join(disk, 'var/register.db')}` }, keys: { file: join(disk, 'var/keys.json') } };
}

test('a first start says that the disk is full, however little room there is, and the next one succeeds', async (context) => {
  const disk = smallDisk();
  if (disk === null) return context.skip('mounting a small disk needs root');
  const filler = join(disk, 'filler');
  const start = async () => (await openOfficeRegister(placesOn(disk) as never)).close();
  for (const room of [0, 4, 8, 16, 32, 64, 96, 128, 192]) {
    rmSync(join(disk, 'var'), { recursive: true, force: true });
    fill(filler);
    truncateSync(filler, statSync(filler).size - room * KIB);
    await expect(start(), `with ${room} KiB`).rejects.toMatchObject({ code: 'DISK_FULL' });
    rmSync(filler);
    await start();
  }
});

test('lists, a ticket, letters, verify and a backup elsewhere work on a full disk, alone and beside the service', {
  timeout: 120_000,
}, async (context) => {
  const disk = smallDisk();
  if (disk === null) return context.skip('mounting a small disk needs root');
  const places = placesOn(disk);
  const env = environment({
    OFFICE__ADDRESS: 'support@example.org',
    REGISTER__URL: places.register.url,
    KEYS__FILE: places.keys.file,
  });
  const letters = join(disk, 'letters');
  mkdirSync(letters);
  const lines = ['From: vera@example.ru', 'Subject: where', 'Message-ID: <a@example.ru>', '', 'Where is my letter?'];
  writeFileSync(join(letters, '1.eml'), lines.join('\n'));
  expect(await cli(env, ['import', letters])).toMatchObject({ code: 0 });
  fill(join(disk, 'filler'));
  expect(objects((await cli(env, ['ticket', 'list', '--json'])).stdout)).toHaveLength(1);
  const looks = async () => {
    const register = await openOfficeRegisterToRead(places as never);
    const looked = { events: 0, tickets: 0, letters: 0, deliveries: 0 };
    expect(await Array.fromAsync(verifyRegister(register, looked))).toEqual([]);
    expect(looked).toMatchObject({ tickets: 1, letters: 1 });
    const file = join(temporaryFolder(), 'a.backup');
    expect(await backUp(register, file, 0)).toMatchObject({ tickets: 1, letters: 1 });
    await expect(backUp(register, join(disk, 'b.backup'), 0)).rejects.toMatchObject({ code: 'DISK_FULL' });
    await register.close();
  };
  await looks();
  rmSync(join(disk, 'filler'));
  const service = await openOfficeRegister(places as never);
  fill(join(disk, 'filler'));
  await looks();
  await service.close();
  expect(readdirSync(join(disk, 'var')).sort()).toEqual(['keys.json', 'keys.json.journal', 'register.db']);
  expect(readdirSync(disk).filter((name) => name.includes('backup'))).toEqual([]);
});
