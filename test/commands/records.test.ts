/** The record as a whole: backed up, restored, erased, verified, through the commands that an office types. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { backUp } from '../../src/register/backup.ts';
import { openKeys } from '../../src/register/key-file.ts';
import { openRegister } from '../../src/register/register.ts';
import { restoreBackup } from '../../src/register/restore.ts';
import { verifyRegister } from '../../src/register/verify.ts';
import { temporaryFolder } from '../register/fixture.ts';
import { cli, environment, objects } from './cli.ts';

/** `ларионов` is the stem in the index of words. */
const SECRETS = ['Ларионова', 'ларионов', 'Вера', 'a_vera@example.ru', 'справка.pdf'];

function office(folder = temporaryFolder()) {
  const register = join(folder, 'var/register.db');
  const keys = join(folder, 'var/keys.json');
  const env = environment({
    OFFICE__ADDRESS: 'support@example.org',
    REGISTER__URL: `sqlite:${register}`,
    KEYS__FILE: keys,
  });
  const run = (...args: string[]) => cli(env, args, folder);
  const done = async (...args: string[]) => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ code: 0 });
    return ended;
  };
  return {
    folder,
    register,
    keys,
    run,
    done,
    read: async (...args: string[]) => objects((await done(...args, '--json')).stdout),
  };
}

type Office = ReturnType<typeof office>;

/** Brings letters in, in the order of their names. */
async function write(one: Office, letters: Record<string, string>): Promise<void> {
  const folder = mkdtempSync(join(one.folder, 'letters-'));
  for (const [name, text] of Object.entries(letters)) writeFileSync(join(folder, `${name}.eml`), letterOf(name, text));
  await one.done('import', folder);
}

function letterOf(name: string, text: string): string {
  const pdf = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
  return [
    `From: ${name}@example.ru`,
    'To: support@example.org',
    `Subject: ${encoded('Пропали уведомления')}`,
    'Date: Mon, 16 Nov 2026 10:00:00 +0300',
    `Message-ID: <${name}@example.ru>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--b',
    `Content-Type: application/pdf; name="${encoded('справка.pdf')}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(pdf).toString('base64'),
    '--b--',
    '',
  ].join('\n');
}

function encoded(text: string): string {
  return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

const VERA = 'Я Ларионова Вера Павловна, СНИЛС 112-233-445 95, телефон +7 916 123-45-67. У меня пропали уведомления.';
const OLEG = 'Меня зовут Жданов Олег Игоревич, СНИЛС 112-233-445 95. Не открывается страница.';

/** What of the secrets stands readable in files of a folder. */
function readable(folder: string): string[] {
  const bytes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path));
  return SECRETS.filter((secret) => bytes.some((content) => content.includes(Buffer.from(secret))));
}

test('a backup is encrypted, restores to what was, and the next number follows', { timeout: 120_000 }, async () => {
  const one = office();
  await write(one, { a_vera: VERA, b_oleg: OLEG });
  const before = await one.read('ticket', 'show', 'ТП-2026-000001');
  const backup = join(one.folder, 'copies.backup');
  expect((await one.done('backup', backup)).stderr).toContain('2 tickets, 2 letters');
  expect(statSync(backup).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(one.folder, 'var')).filter((name) => name.includes('copy'))).toEqual([]);
  expect(SECRETS.filter((secret) => readFileSync(backup).includes(Buffer.from(secret)))).toEqual([]);
  expect(await one.run('backup', backup)).toMatchObject({ code: 1, stderr: expect.stringContaining('BACKUP_EXISTS') });
  expect(await one.run('restore', backup)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('REGISTER_EXISTS'),
  });

  const other = office();
  expect(await other.run('restore', backup)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('KEYS_MISSING'),
  });
  await write(other, { a_vera: VERA });
  rmSync(other.register);
  expect(await other.run('restore', backup)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('BACKUP_BROKEN'),
  });
  expect(existsSync(other.register)).toBe(false);
  copyFileSync(one.keys, other.keys);
  expect((await other.done('restore', backup)).stderr).toContain('restored as it was');
  expect((await other.done('register', 'verify')).stderr).toContain('all whole');
  const [after] = await other.read('ticket', 'show', 'ТП-2026-000001');
  expect(after).toEqual(before[0]);
  expect(await other.read('ticket', 'search', 'уведомление', 'Ларионова')).toHaveLength(1);
  expect(await other.read('ticket', 'search', '112 233 445 95')).toHaveLength(2);

  // The same letter again is no new ticket.
  await write(other, { a_vera: VERA, c_third: OLEG.replace('Олег', 'Пётр') });
  const numbers = (await other.read('ticket', 'list')).map(({ number }) => number);
  expect(numbers).toEqual(['ТП-2026-000001', 'ТП-2026-000002', 'ТП-2026-000003']);

  rmSync(other.register);
  await other.done('restore', backup, '--after', 'тп 2026 40');
  await write(other, { d_fourth: OLEG.replace('Олег', 'Иван') });
  expect((await other.read('ticket', 'list')).at(-1)).toMatchObject({ number: 'ТП-2026-000041' });
});

test('however a backup ends, no readable copy stands anywhere while it is made, nor any copy after', {
  timeout: 60_000,
}, async () => {
  const one = office();
  await write(one, { a_vera: VERA });
  const register = await openRegister(`sqlite:${one.register}`, openKeys(one.keys));
  onTestFinished(() => register.close());
  const files = () => readdirSync(one.folder, { recursive: true, encoding: 'utf8' }).sort();
  const apart = (name: string) => !/letters-|^var.register\.db(-wal|-shm)?$/.test(name);
  const looked: { others: string[]; readable: string[] }[] = [];
  const { snapshot } = register.storage;
  const watched = (then: () => void) => {
    register.storage.snapshot = () => {
      const { db, close } = snapshot();
      const look = async () => {
        await close();
        const others = files().filter((name) => apart(name) && statSync(join(one.folder, name)).isFile());
        const bytes = others.map((name) => readFileSync(join(one.folder, name)));
        looked.push({
          others,
          readable: SECRETS.filter((secret) => bytes.some((content) => content.includes(secret))),
        });
        then();
      };
      return { db, close: look };
    };
  };
  const before = files();
  const interrupted = () => {
    throw new Error('interrupted');
  };
  watched(interrupted);
  await expect(backUp(register, join(one.folder, 'a.backup'), Date.now())).rejects.toThrow('interrupted');
  expect(files()).toEqual(before);
  writeFileSync(join(one.folder, 'a.backup.part'), 'of a backup that was killed');
  watched(() => {});
  await backUp(register, join(one.folder, 'a.backup'), Date.now());
  expect(looked).toEqual([expect.objectContaining({ readable: [] }), expect.objectContaining({ readable: [] })]);
  expect(looked[1]!.others).toEqual(['a.backup.part', 'var/keys.json', 'var/keys.json.journal']);
  expect(files()).toEqual([...before, 'a.backup'].sort());
});

test('a backup that was changed or cut anywhere is refused, and leaves nothing behind', {
  timeout: 120_000,
}, async () => {
  const one = office();
  await write(one, { a_vera: VERA });
  const backup = join(one.folder, 'a.backup');
  await one.done('backup', backup);
  rmSync(one.register);
  const whole = readFileSync(backup);
  const changed = (at: number) => Buffer.from(whole.map((byte, index) => (index === at ? byte ^ 1 : byte)));
  const spoilt = [
    changed(3),
    changed(20),
    changed(200),
    changed(whole.length - 1),
    whole.subarray(0, -1),
    whole.subarray(0, 500),
  ];
  const options = { sendWaiting: false, lastNumber: null, at: Date.now() };
  for (const [index, bytes] of spoilt.entries()) {
    const file = join(one.folder, `spoilt-${index}`);
    writeFileSync(file, bytes);
    const restored = restoreBackup(file, `sqlite:${one.register}`, one.keys, options);
    await expect(restored).rejects.toMatchObject({ code: 'BACKUP_BROKEN' });
    expect(readdirSync(join(one.folder, 'var')).sort()).toEqual(['keys.json', 'keys.json.journal']);
  }
});

test('what is erased is gone from the register and from older backups; the journal keeps that and by whom', {
  timeout: 120_000,
}, async () => {
  const one = office();
  await write(one, { a_vera: VERA, b_oleg: OLEG });
  const backup = join(one.folder, 'older.backup');
  await one.done('backup', backup);
  expect(readable(join(one.folder, 'var'))).not.toEqual([]);

  expect(await one.run('ticket', 'erase', 'ТП-2026-000001')).toMatchObject({ code: 2 });
  expect(await one.run('ticket', 'erase', '777', '--reason', 'x')).toMatchObject({ code: 1 });
  const erased = await one.done('ticket', 'erase', 'тп 2026 1', '--reason', 'отзыв согласия, ст. 9 152-ФЗ');
  expect(erased.stderr).toMatch(/ТП-2026-000001 is erased\.\nReplace the copies of .*keys\.json/);
  await one.done('ticket', 'erase', 'тп 2026 1', '--reason', 'ещё раз');

  const [ticket] = await one.read('ticket', 'show', 'ТП-2026-000001');
  expect(ticket).toMatchObject({
    number: 'ТП-2026-000001',
    status: 'closed',
    subject: '',
    from: null,
    applicant: { fio: null, snils: null, inn: null, phone: null },
    thread: [{ text: '', quoted: '', name: null }],
    erasedAt: expect.any(String),
  });
  expect((ticket!.events as object[]).filter((event) => (event as { what: string }).what === 'erased')).toMatchObject([
    { who: expect.stringMatching(/^console: /), after: { reason: 'отзыв согласия, ст. 9 152-ФЗ' } },
    { after: { reason: 'ещё раз' } },
  ]);
  expect(await one.read('ticket', 'search', 'Ларионова')).toEqual([]);
  expect(await one.read('ticket', 'search', '112 233 445 95')).toHaveLength(1);
  expect((await one.done('ticket', 'show', 'ТП-2026-000001')).stdout).toContain('данные удалены');
  expect((await one.done('register', 'verify')).stderr).toContain('all whole');
  expect(readable(join(one.folder, 'var')).filter((secret) => !OLEG.includes(secret))).toEqual(['справка.pdf']);

  rmSync(one.register);
  expect((await one.done('restore', backup)).stderr).toContain('erased since: 1 tickets');
  expect(
    readable(join(one.folder, 'var')).filter((secret) => ['Ларионова', 'a_vera@example.ru'].includes(secret)),
  ).toEqual([]);
  const [first, second] = await one.read('ticket', 'list');
  expect(first).toMatchObject({ subject: '', from: null, applicant: { fio: null, snils: null } });
  expect(second).toMatchObject({ from: 'b_oleg@example.ru', applicant: { fio: { surname: 'Жданов' } } });
  expect((await one.done('register', 'verify')).stderr).toContain('all whole');
  await write(one, { c_third: OLEG.replace('Олег', 'Пётр') }); // data keys begin again where the backup ended
  expect((await one.read('ticket', 'list')).at(-1)).toMatchObject({ number: 'ТП-2026-000003' });
});

test('erasing says which tickets of the same person are linked, and takes them along when told to', {
  timeout: 120_000,
}, async () => {
  const one = office();
  await write(one, { a_vera: VERA });
  const letters = mkdtempSync(join(one.folder, 'letters-'));
  const appeal = letterOf('a_vera', 'Обжалование ТП-2026-000001. Не согласна, Ларионова Вера Павловна.')
    .replace('<a_vera@', '<again@')
    .replace(encoded('Пропали уведомления'), encoded('Обжалование ТП-2026-000001'));
  writeFileSync(join(letters, 'appeal.eml'), appeal);
  await one.done('import', letters);
  expect(await one.read('ticket', 'list')).toHaveLength(2);
  const alone = await one.done('ticket', 'erase', 'тп 2026 1', '--reason', 'отзыв согласия');
  expect(alone.stderr).toMatch(/ТП-2026-000001 is erased.\nOf the same person, .*: ТП-2026-000002\. .*--with-linked/);
  expect(readable(join(one.folder, 'var'))).toContain('Ларионова');
  const along = await one.done('ticket', 'erase', 'тп 2026 1', '--reason', 'отзыв согласия', '--with-linked');
  expect(along.stderr).toMatch(/ТП-2026-000001 is erased.\nТП-2026-000002 is erased.\nReplace/);
  expect(readable(join(one.folder, 'var')).filter((secret) => secret !== 'справка.pdf')).toEqual([]);
});

test('verify names what somebody changed: a line of the journal, its end, a letter, a number', {
  timeout: 60_000,
}, async () => {
  const one = office();
  await write(one, { a_vera: VERA, b_oleg: OLEG });
  expect((await one.done('register', 'verify')).stdout).toBe('');
  const whole = readFileSync(one.register);
  const problems = async (sql: string): Promise<string[]> => {
    writeFileSync(one.register, whole);
    const db = new Database(one.register);
    db.exec(`drop trigger events_stay; drop trigger events_keep; pragma foreign_keys = off; ${sql}`);
    db.close();
    const register = await openRegister(`sqlite:${one.register}`, openKeys(one.keys));
    const found = await Array.fromAsync(verifyRegister(register, { events: 0, tickets: 0, letters: 0, deliveries: 0 }));
    await register.close();
    return found;
  };
  const chain = (id: number) => `event ${id}: does not follow from the one before`;
  const untold = 'ticket ТП-2026-000001: the journal does not tell of its registration';
  expect(await problems('')).toEqual([]);
  expect(await problems(`update events set who = 'nobody' where id = 1`)).toEqual([chain(1)]);
  expect(await problems(`update events set after = '{}' where id = 1`)).toEqual(['event 1: was changed']);
  expect(await problems('delete from events where id = 1')).toEqual([chain(2), untold]);
  expect(await problems('delete from events where id = 2')).toContain('journal: it was shortened, or written anew');
  expect(await problems('update letter_bytes set sealed = zeroblob(100) where letter_id = 1')).toEqual([
    'letter 1: does not open (SEAL_BROKEN)',
  ]);
  expect(await problems('delete from letter_bytes where letter_id = 2')).toEqual([
    'letter 2: does not open (it is not there)',
  ]);
  expect(await problems(`update tickets set number = 'ТП-2026-000005' where id = 1`)).toContain(
    'numbers of 2026: between 2 and 5 some are missing or repeated',
  );
  expect(await problems('update data_keys set destroyed_at = 1 where id = 1')).toContainEqual(
    expect.stringContaining('was to be destroyed and still stands'),
  );
});

test('the database itself refuses to change the journal', async () => {
  const one = office();
  await write(one, { a_vera: VERA });
  const db = new Database(one.register);
  expect(() => db.exec('delete from events')).toThrow('the journal cannot be shortened');
  expect(() => db.exec(`update events set who = 'x'`)).toThrow('the journal cannot be changed');
  db.close();
});
