/** Taking letters out of a real mailbox: nothing lost, nothing taken twice, the mailbox told last. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { putAside } from '../../src/imap/aside.ts';
import { checkFolder } from '../../src/imap/check.ts';
import { takeAll } from '../../src/imap/sweep.ts';
import { startDovecot, type TestDovecot } from '../services/dovecot.ts';
import { needs } from '../services/services.ts';
import { accountOn, colleague, letter, readableLog, type Server, silent } from './mailbox.ts';
import { Notebook } from './notebook.ts';

vi.setConfig({ testTimeout: 30_000 });

let users = 0;

needs('dovecot')('taking letters from Dovecot', () => {
  const names = Array.from({ length: 40 }, (_, n) => `office${n}`);
  let server: TestDovecot;
  /** A mailbox of each test's own. */
  let box: Server;
  let notebook: Notebook;
  beforeAll(async () => {
    server = await startDovecot({ users: names });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    box = { ...server, user: names[users++] as string };
    notebook = new Notebook();
  });

  const deliver = (...subjects: string[]) => {
    for (const subject of subjects) server.deliver(box.user, letter(subject));
  };
  const take = (changes = {}) => takeAll(accountOn(box, changes), 'INBOX', notebook, silent);
  const subjectsIn = async (folder: string) =>
    (await server.list(box.user, folder)).map(({ raw }) => /Subject: (.*)/.exec(raw.toString())?.[1]);

  test('every letter is stored as it came, then moved', async () => {
    const receivedAt = new Date('2026-03-12T07:15:00Z');
    server.deliver(box.user, letter('one'), { internalDate: receivedAt });
    deliver('two');
    expect(await take()).toBe(2);
    expect(notebook.letters[0]).toMatchObject({ uid: 1, receivedAt, partial: false, omitted: [] });
    expect(notebook.letters[0]?.raw.toString()).toBe(letter('one'));
    expect(notebook.letters[0]?.place).toMatchObject({ account: 'support', folder: 'INBOX' });
    expect(notebook.letters[0]?.place.uidValidity).toMatch(/^\d+$/);
    expect(await subjectsIn('INBOX')).toEqual([]);
    expect(await subjectsIn('Processed')).toEqual(['one', 'two']);
  });

  test('reading a letter does not mark it as read', async () => {
    deliver('quiet');
    await take();
    const [moved] = await server.list(box.user, 'Processed');
    expect(moved?.flags).not.toContain('\\Seen');
  });

  test.each([
    ['read', '\\Seen'],
    ['deleted', '\\Deleted'],
    ['answered', '\\Answered'],
    ['registered', '$Registered'],
  ])('a letter that a colleague marked as %s is taken all the same', async (_, flag) => {
    deliver('marked');
    await colleague(box, (client) => client.messageFlagsAdd('1', [flag]));
    await take();
    expect(notebook.subjects).toEqual(['marked']);
  });

  test('a letter moved away while we look is no failure and stops no other', async () => {
    deliver('stays', 'leaves', 'stays too');
    notebook.beforeKnown = () => colleague(box, (client) => client.messageDelete('2', { uid: true }));
    expect(await take()).toBe(2);
    expect(notebook.subjects).toEqual(['stays', 'stays too']);
    expect(await subjectsIn('Processed')).toEqual(['stays', 'stays too']);
  });

  test('a letter moved away after it was stored is no failure', async () => {
    deliver('stored');
    notebook.afterStore = () => colleague(box, (client) => client.messageDelete('1', { uid: true }));
    expect(await take()).toBe(1);
    expect(await take()).toBe(0);
  });

  test('a death between storing and moving: moved by the next pass, not fetched again', async () => {
    deliver('once');
    notebook.afterStore = () => {
      throw new Error('killed');
    };
    await expect(take()).rejects.toMatchObject({ code: 'LETTERBOX' });
    expect(await subjectsIn('INBOX')).toEqual(['once']);
    notebook.afterStore = () => {};
    expect(await take()).toBe(0);
    expect(notebook.stored).toEqual([[1]]);
    expect(await subjectsIn('Processed')).toEqual(['once']);
  });

  test('a letterbox that takes nothing leaves the mailbox as it is', async () => {
    deliver('one', 'two');
    notebook.beforeStore = () => {
      throw new Fault('DISK_FULL', 'no space left');
    };
    await expect(take()).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await subjectsIn('INBOX')).toEqual(['one', 'two']);
    expect(await subjectsIn('Processed')).toEqual([]);
  });

  test('a rebuilt mailbox: letters come again under another UIDVALIDITY', async () => {
    deliver('one');
    notebook.afterStore = () => {
      throw new Error('killed');
    };
    await take().catch(() => {});
    notebook.afterStore = () => {};
    await server.renumber(box.user);
    expect(await take()).toBe(1);
    const [before, after] = notebook.letters;
    expect(after?.place.uidValidity).not.toBe(before?.place.uidValidity);
    expect(after?.raw).toEqual(before?.raw);
  });

  test('a UID used again for another letter: the letter is taken', async () => {
    deliver('first');
    await take();
    const [first] = notebook.letters;
    deliver('second');
    // The register remembers UID 2 as some other letter: so it looks after a server gave the number twice.
    notebook.letters.push({ ...first!, uid: 2, size: first!.size + 1 });
    expect(await take()).toBe(1);
    expect(notebook.subjects.at(-1)).toBe('second');
  });

  test('folders with Russian names, on two levels', async () => {
    deliver('stays in the inbox');
    server.deliver(box.user, letter('one'), { folder: 'Обращения граждан' });
    const account = accountOn(box, { folders: ['Обращения граждан'], done: 'Приёмная/Готово & ясно' });
    expect(await takeAll(account, 'Обращения граждан', notebook, silent)).toBe(1);
    expect(await subjectsIn('Приёмная/Готово & ясно')).toEqual(['one']);
  });

  test('a backlog of 2000 letters comes in bounded pieces, each letter once', async () => {
    const subjects = Array.from({ length: 2000 }, (_, n) => `letter ${n}`);
    deliver(...subjects);
    expect(await take()).toBe(2000);
    expect(notebook.subjects).toEqual(subjects);
    expect(Math.max(...notebook.stored.map((uids) => uids.length))).toBeLessThanOrEqual(64);
    expect(Math.max(...notebook.asked.map((uids) => uids.length))).toBeLessThanOrEqual(256);
    expect(await subjectsIn('INBOX')).toEqual([]);
    expect(await server.list(box.user, 'Processed')).toHaveLength(2000);
  }, 60_000);

  test('a letter over the limit comes as its headers and first text', async () => {
    const file = Buffer.alloc(300_000, 7).toString('base64').replace(/.{76}/g, '$&\r\n');
    server.deliver(
      box.user,
      [
        'From: Мария <maria@example.ru>',
        'Subject: large',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary="edge"',
        '',
        '--edge',
        'Content-Type: text/plain; charset=koi8-r',
        'Content-Transfer-Encoding: 8bit',
        '',
        'My documents are attached.',
        '--edge',
        'Content-Type: application/pdf; name="scan.pdf"',
        'Content-Disposition: attachment; filename="scan.pdf"',
        'Content-Transfer-Encoding: base64',
        '',
        file,
        '--edge--',
        '',
      ].join('\r\n'),
    );
    deliver('small');
    expect(await take({ maxLetterBytes: 100_000 })).toBe(2);
    const large = notebook.letters.find(({ partial }) => partial);
    expect(large?.size).toBeGreaterThan(400_000);
    expect(large?.raw.toString()).toBe(
      [
        'From: Мария <maria@example.ru>',
        'Subject: large',
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=koi8-r',
        'Content-Transfer-Encoding: 8bit',
        '',
        'My documents are attached.',
      ].join('\r\n'),
    );
    const omitted = { why: 'too-large', name: 'scan.pdf', type: 'application/pdf', bytes: expect.any(Number) };
    expect(large?.omitted).toEqual([omitted]);
    expect(await subjectsIn('INBOX')).toEqual([]);
  });

  test('a large letter that is all text comes as its beginning', async () => {
    server.deliver(box.user, letter('endless', 'слово за словом\r\n'.repeat(20_000)));
    expect(await take({ maxLetterBytes: 100_000 })).toBe(1);
    const [large] = notebook.letters;
    expect(large).toMatchObject({ partial: true, omitted: [] });
    expect(large?.raw.toString()).toContain('Content-Type: text/plain; charset=utf-8\r\n\r\nслово за словом\r\n');
  });

  test('a quarantined letter is put aside from where it was moved to', async () => {
    deliver('aside', 'other', 'early');
    await take();
    const [aside] = notebook.letters;
    expect(await putAside(accountOn(box), aside!)).toBe(false); // three letters of one size and second: which?
    server.deliver(box.user, letter('bad one', 'very bad'), { internalDate: new Date('2026-01-02T03:04:05Z') });
    await take();
    expect(await putAside(accountOn(box), notebook.letters.at(-1)!)).toBe(true);
    expect(await subjectsIn('Failed')).toEqual(['bad one']);
  });

  test('a quarantined letter that has not been moved yet is put aside from the inbox', async () => {
    deliver('one', 'two');
    notebook.afterStore = () => {
      throw new Error('killed');
    };
    await take().catch(() => {});
    expect(await putAside(accountOn(box), notebook.letters[1]!)).toBe(true);
    expect(await subjectsIn('INBOX')).toEqual(['one']);
    expect(await subjectsIn('Failed')).toEqual(['two']);
  });

  test('check says how many letters wait and where they will go', async () => {
    deliver('one');
    const { ok, line } = await checkFolder(accountOn(box), 'INBOX', silent);
    expect(ok).toBe(true);
    expect(line).toContain('letters waiting: 1; registered letters move to «Processed»');
    expect(await subjectsIn('INBOX')).toEqual(['one']);
  });

  test('check names what is wrong', async () => {
    const { ok, line } = await checkFolder(accountOn(box), 'Нет такой', silent);
    expect(ok).toBe(false);
    expect(line).toContain('IMAP_FOLDER: folder «Нет такой» cannot be opened: there is no such folder');
  });
});

needs('dovecot')('taking letters where the server allows less', () => {
  let server: TestDovecot;
  afterEach(() => server.stop());

  const take = (notebook: Notebook, log = silent) => takeAll(accountOn(server), 'INBOX', notebook, log);

  test('without MOVE: copied and expunged, leaving alone what a colleague has deleted', async () => {
    server = await startDovecot({ without: ['MOVE'] });
    server.deliver('support', letter('one'));
    const notebook = new Notebook();
    notebook.afterStore = async () => {
      server.deliver('support', letter('thrown away'));
      await colleague(server, (client) => client.messageFlagsAdd('2', ['\\Deleted']));
    };
    expect(await take(notebook)).toBe(1);
    expect(await server.list('support', 'Processed')).toHaveLength(1);
    expect(await server.list('support')).toHaveLength(1);
  });

  test('without MOVE and UIDPLUS: marked $Registered, and not fetched again', async () => {
    server = await startDovecot({ without: ['MOVE', 'UIDPLUS'] });
    server.deliver('support', letter('one'));
    const notebook = new Notebook();
    const { log, lines } = readableLog();
    expect(await take(notebook, log)).toBe(1);
    expect(await take(notebook, log)).toBe(0);
    const [stays] = await server.list('support');
    expect(stays?.flags).toContain('$Registered');
    expect(notebook.told).toEqual([[1]]);
    expect(lines.map(({ means }) => means)).toEqual(['keyword', 'keyword']);
  });

  test('where only \\Seen may be set: marked as read', async () => {
    server = await startDovecot({ rights: { INBOX: 'lrs' } });
    server.deliver('support', letter('one'));
    const notebook = new Notebook();
    await take(notebook);
    const [stays] = await server.list('support');
    expect(stays?.flags).toContain('\\Seen');
    expect(notebook.subjects).toEqual(['one']);
  });

  test('in a read-only folder: only the register knows', async () => {
    server = await startDovecot({ rights: { INBOX: 'lr' } });
    server.deliver('support', letter('one'));
    const notebook = new Notebook();
    expect(await take(notebook)).toBe(1);
    expect(await take(notebook)).toBe(0);
    expect(notebook.told).toEqual([]);
  });
});
