/** Old letters brought in by `import`, and the register as the reading commands tell of it. */
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../register/fixture.ts';
import { cli, type Ended, environment, objects } from './cli.ts';

const SAMPLES = join(import.meta.dirname, '../../src/demo/letters');

/** contract.md, «ticket list --json» and «Made exact»; the last ones of each are what `ticket show` adds. */
const TICKET_KEYS = [
  ...['number', 'status', 'subject', 'kind', 'category', 'urgent', 'applicant', 'from', 'receivedAt', 'dueAt'],
  ...[
    'department',
    'operator',
    'messages',
    'messageId',
    'attachments',
    'related',
    'archivedAt',
    'erasedAt',
    'heldBack',
    'missing',
    'lacks',
  ],
].sort();
const DETAIL_KEYS = [...TICKET_KEYS, 'thread', 'events', 'deliveries'].sort();
const LETTER_KEYS = [
  ...['id', 'account', 'folder', 'uid', 'messageId', 'from', 'subject', 'receivedAt', 'class', 'state', 'ticket'],
  ...['attempts', 'error'],
].sort();
const FILE_KEYS = ['id', 'name', 'type', 'bytes', 'verdict', 'reason', 'advice'].sort();
const ENTRY_KEYS = ['at', 'from', 'name', 'messageId', 'text', 'quoted', 'attachments'].sort();
const EVENT_KEYS = ['at', 'who', 'what', 'before', 'after'].sort();
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

interface Office {
  folder: string;
  env: Record<string, string>;
  run(...args: string[]): Promise<Ended>;
  /** What a command prints for programs; it must succeed without a word to people. */
  read(...args: string[]): Promise<Record<string, unknown>[]>;
}

function office(): Office {
  const folder = temporaryFolder();
  const env = environment({
    OFFICE__ADDRESS: 'support@example.org',
    SMTP__USER: 'support@example.org',
    SMTP__PASSWORD_FILE: '/nowhere/smtp', // none of these commands signs in anywhere
    REGISTER__URL: `sqlite:${join(folder, 'var/register.db')}`,
    KEYS__FILE: join(folder, 'var/keys.json'),
  });
  const run = (...args: string[]) => cli(env, args, folder);
  return {
    folder,
    env,
    run,
    async read(...args) {
      const { code, stdout, stderr } = await run(...args, '--json');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return objects(stdout);
    },
  };
}

function letter(name: string, date: string, text: string): string {
  return [
    `From: ${name}@example.ru`,
    'To: support@example.org',
    `Subject: =?utf-8?B?${Buffer.from(`Вопрос от ${name}`).toString('base64')}?=`,
    `Date: ${date}`,
    `Message-ID: <${name}@example.ru>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\n');
}

const VERA =
  'Здравствуйте! Я Ларионова Вера Павловна, СНИЛС 112-233-445 95, телефон +7 916 123-45-67. Пропали уведомления.';
const OLEG = 'Здравствуйте! Олег Игоревич Жданов. Не открывается страница с платежами за детский сад.';

test('import of an mbox: registered unanswered, twice adds nothing; then read in every way', {
  timeout: 120_000,
}, async () => {
  const { folder, run, read } = office();
  const mbox = join(folder, 'old.mbox');
  const dates = [
    'Mon, 16 Nov 2026 10:00:00 +0300',
    'Tue, 17 Nov 2026 00:30:00 +0300',
    'Wed, 18 Nov 2026 10:00:00 +0300',
  ];
  writeFileSync(mbox, `From vera@example.ru Mon Nov 16 07:00:00 2026\n${letter('vera', dates[0]!, VERA)}\n`);
  appendFileSync(mbox, `From oleg@example.ru Mon Nov 16 21:30:00 2026\n${letter('oleg', dates[1]!, OLEG)}\n`);
  const machine = letter('robot', dates[2]!, 'Меня нет в офисе').replace('\n\n', '\nAuto-Submitted: auto-replied\n\n');
  appendFileSync(mbox, `From robot@example.ru Wed Nov 18 07:00:00 2026\n${machine}\n`);

  for (const seen of ['3 письма', '3 письма, уже были 3']) {
    const { code, stdout, stderr } = await run('import', mbox);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^Прочитано .*: ${seen}\\.\\n$`));
  }

  const tickets = await read('ticket', 'list');
  expect(tickets).toMatchObject([
    {
      number: 'ТП-2026-000001',
      status: 'registered',
      from: 'vera@example.ru',
      messageId: '<vera@example.ru>',
      subject: 'Вопрос от vera',
      receivedAt: '2026-11-16T07:00:00.000Z',
      dueAt: expect.stringMatching(ISO),
      applicant: {
        fio: { surname: 'Ларионова', given: 'Вера', patronymic: 'Павловна' },
        snils: '112-233-445 95',
        inn: null,
        phone: '+79161234567',
      },
      department: null,
      operator: null,
      messages: 1,
      attachments: [],
      related: [],
    },
    { number: 'ТП-2026-000002', status: 'awaiting_info', applicant: { snils: null, phone: null } },
  ]);
  for (const ticket of tickets) expect(Object.keys(ticket).sort()).toEqual(TICKET_KEYS);

  const letters = await read('letter', 'list');
  for (const one of letters) expect(Object.keys(one).sort()).toEqual(LETTER_KEYS);
  expect(letters).toMatchObject([
    { id: 1, state: 'registered', class: 'human', ticket: 'ТП-2026-000001', attempts: 0, error: null },
    { id: 2, state: 'registered', receivedAt: '2026-11-16T21:30:00.000Z' },
    { id: 3, state: 'set-aside', class: 'automatic', ticket: null },
  ]);
  expect(await read('letter', 'list', '--state', 'set-aside')).toEqual([letters[2]]);
  expect(await read('letter', 'list', '--state', 'quarantined')).toEqual([]);

  const [details] = await read('ticket', 'show', 'tp 2026 1');
  expect(Object.keys(details!).sort()).toEqual(DETAIL_KEYS);
  expect(details).toMatchObject({
    ...tickets[0],
    thread: [{ at: '2026-11-16T07:00:00.000Z', from: 'citizen', messageId: '<vera@example.ru>', text: VERA }],
    events: [{ who: 'service', what: 'registered', before: null, after: { status: 'registered' } }],
    deliveries: [],
  });
  const { thread, events } = details as Record<'thread' | 'events', object[]>;
  for (const entry of thread) expect(Object.keys(entry).sort()).toEqual(ENTRY_KEYS);
  for (const event of events) expect(Object.keys(event).sort()).toEqual(EVENT_KEYS);

  const found = async (...words: string[]) => (await read('ticket', 'search', ...words)).map(({ from }) => from);
  const [one, two] = ['vera@example.ru', 'oleg@example.ru'];
  const searches: [string[], string[]][] = [
    [['уведомление'], [one!]],
    [['ПЛАТЁЖ', 'детским', 'садом'], [two!]],
    [['вопросы'], [one!, two!]],
    [['платёж', 'уведомление'], []],
    [['112 233 445 95'], [one!]],
    [['8 (916) 123-45-67'], [one!]],
    [['№ tp-2026-2'], [two!]],
    [['Oleg@Example.ru'], [two!]],
    [['"', '*', 'NEAR('], []],
  ];
  const answers = searches.map(async ([words]) => [words, await found(...words)]);
  expect(await Promise.all(answers)).toEqual(searches);

  const table = await run('ticket', 'list');
  expect(table).toMatchObject({ code: 0, stderr: '' });
  expect(table.stdout).toContain('ТП-2026-000001');
  const sheet = await run('ticket', 'show', 'ТП-2026-000002');
  expect(sheet.stdout).toContain('детский сад');
  const nothing = await run('ticket', 'show', 'ТП-2026-000777', '--json');
  expect(nothing).toMatchObject({ code: 1, stdout: '', stderr: 'there is no ticket ТП-2026-000777\n' });
});

test('import of folders: plain files by their Date, a Maildir by the time of its files, --since by the office’s day', async () => {
  const { folder, run, read } = office();
  mkdirSync(join(folder, 'old/Maildir/cur'), { recursive: true });
  mkdirSync(join(folder, 'old/Maildir/tmp'), { recursive: true });
  const dated = (name: string, date: string) => letter(name, date, OLEG.replace('Олег', name));
  writeFileSync(join(folder, 'old/1.eml'), dated('a', 'Mon, 16 Nov 2026 23:59:59 +0300'));
  writeFileSync(join(folder, 'old/2.eml'), dated('b', 'Tue, 17 Nov 2026 00:00:00 +0300'));
  const kept = join(folder, 'old/Maildir/cur/1.M1.localhost:2,S');
  writeFileSync(kept, dated('c', 'Mon, 16 Nov 2026 12:00:00 +0300'));
  const arrived = new Date('2026-11-18T09:00:00Z');
  utimesSync(kept, arrived, arrived);
  writeFileSync(join(folder, 'old/Maildir/dovecot-uidlist'), '3 V1 N2');
  cpSync(join(SAMPLES, '15-bounce.eml'), join(folder, 'old/3.eml'));
  cpSync(join(SAMPLES, '05-exe-named-pdf.eml'), join(folder, 'old/4.eml'));

  const { code, stderr } = await run('import', 'old', '--since', '2026-11-17');
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('письма') });
  const letters = await read('letter', 'list');
  expect(letters.filter(({ class: kind }) => kind === 'human')).toMatchObject([
    { from: 'b@example.ru', receivedAt: '2026-11-16T21:00:00.000Z', account: 'import', folder: 'old' },
    { from: 'demin.roman@example.org' },
    { from: 'c@example.ru', receivedAt: arrived.toISOString() },
  ]);
  const [{ attachments } = {}] = await read('ticket', 'search', 'demin.roman@example.org');
  expect(attachments).toMatchObject([
    { name: 'Чек.pdf', type: 'pdf', verdict: 'accepted', reason: null },
    { type: 'exe' },
  ]);
  for (const file of attachments as object[]) expect(Object.keys(file).sort()).toEqual(FILE_KEYS);

  expect(await run('import', 'old', '--since', 'yesterday')).toMatchObject({ code: 2, stdout: '' });
  expect(await run('import', 'nowhere')).toMatchObject({
    code: 1,
    stderr: 'priemnaya: there is no file or folder nowhere\n',
  });
});

describe('a register that does not exist', () => {
  test.each([
    ['ticket', 'list'],
    ['ticket', 'search', 'слово'],
    ['letter', 'list'],
  ])('%s %s prints nothing, and makes none', async (...args) => {
    const { folder, run } = office();
    expect(await run(...args)).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await run(...args, '--json')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(existsSync(join(folder, 'var'))).toBe(false);
  });
});

test('keys: old letters open after a rotation; a key file that is lost, foreign or exposed is named', {
  timeout: 60_000,
}, async () => {
  const { folder, run, read } = office();
  const keys = join(folder, 'var/keys.json');
  const old = join(folder, 'old');
  mkdirSync(old);
  writeFileSync(join(old, 'one.eml'), letter('vera', 'Mon, 16 Nov 2026 10:00:00 +0300', VERA));
  expect(await run('keys', 'rotate')).toMatchObject({ code: 1, stderr: expect.stringContaining('KEYS_UNREADABLE') });
  expect((await run('import', old)).code).toBe(0);
  const before = readFileSync(keys, 'utf8');
  expect(await run('keys', 'rotate')).toMatchObject({ code: 0, stdout: '' });
  expect(JSON.parse(readFileSync(keys, 'utf8')).office).toEqual([
    { id: expect.any(String), nodes: { '': expect.any(String) } },
    JSON.parse(before).office[0],
  ]);
  expect((await run('import', old)).code).toBe(0);
  expect(await read('ticket', 'search', '11223344595')).toMatchObject([{ applicant: { snils: '112-233-445 95' } }]);

  const refused = async (code: string) => {
    const ended = await run('ticket', 'list', '--json');
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(new RegExp(`^priemnaya: ${code}: `));
    expect(ended.stderr).not.toContain(JSON.parse(before).office[0].nodes['']);
  };
  chmodSync(keys, 0o644);
  await refused('KEYS_EXPOSED');
  renameSync(keys, `${keys}.aside`);
  await refused('KEYS_MISSING');
  expect(existsSync(keys)).toBe(false);
  writeFileSync(keys, before, { mode: 0o600 });
  await refused('KEYS_DO_NOT_FIT');
  writeFileSync(keys, '{', { mode: 0o600 });
  await refused('KEYS_UNREADABLE');
});
