/** What servers should not do, and some do. The connection is played by a double; the rest is real. */
import { EventEmitter } from 'node:events';
import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { describe, expect, test } from 'vitest';
import { Doubts } from '../../src/imap/doubts.ts';
import { Intake } from '../../src/imap/intake.ts';
import { OpenFolder, serverPath } from '../../src/imap/open-folder.ts';
import { accountOn, readableLog } from './mailbox.ts';
import { Notebook } from './notebook.ts';

interface OddLetter {
  uid: number;
  raw: string;
  /** What the server says about the size. */
  size?: number;
  /** The server answers NO to whoever asks for it. */
  broken?: boolean;
}

/** As much of a mailbox as intake asks of the library. */
class OddMailbox extends EventEmitter {
  usable = true;
  isClosed = false;
  capabilities = new Map([['MOVE', true]]);
  enabled = new Set<string>();
  mailbox = { path: 'INBOX', exists: 0 };
  namespace = { prefix: '', delimiter: '/' };
  letters: OddLetter[];
  moved: string[] = [];

  constructor(letters: OddLetter[]) {
    super();
    this.letters = letters;
  }

  async noop() {}

  stats() {
    return { sent: 0, received: 0 };
  }

  async search() {
    return this.letters.map(({ uid }) => uid);
  }

  async status() {
    return { messages: 0 };
  }

  async messageMove(range: string) {
    this.moved.push(range);
    this.letters = this.letters.filter(({ uid }) => !named(range, uid));
    return { path: 'INBOX', destination: 'Processed' };
  }

  async *fetch(range: string, query: { source?: { maxLength: number }; bodyParts?: unknown[] }) {
    for (const { uid, raw, size = raw.length, broken } of this.letters.filter(({ uid }) => named(range, uid))) {
      const row = {
        seq: uid,
        uid,
        size,
        internalDate: new Date('2026-03-12T07:15:00Z'),
        flags: new Set<string>(),
      } as FetchMessageObject;
      if (broken && (query.source || query.bodyParts)) {
        throw Object.assign(new Error('Command failed'), { responseStatus: 'NO', responseText: 'cannot read it' });
      }
      if (query.source) row.source = Buffer.from(raw).subarray(0, query.source.maxLength);
      if (query.bodyParts) row.headers = Buffer.from('Subject: odd\r\n\r\n');
      yield row;
    }
  }
}

function named(range: string, uid: number): boolean {
  return range.split(',').some((run) => {
    const [first = 0, last = first] = run.split(':').map(Number);
    return first <= uid && uid <= last;
  });
}

async function takeFrom(letters: OddLetter[], passes = 1) {
  const mailbox = new OddMailbox(letters);
  const place = { account: 'support', folder: 'INBOX', uidValidity: '1' };
  const folder = new OpenFolder(place, mailbox as unknown as ImapFlow, 60_000);
  const server = { host: '127.0.0.1', port: 1, user: 'support', password: '' };
  const notebook = new Notebook();
  const { log, lines } = readableLog();
  const account = accountOn(server, { maxLetterBytes: 100 });
  const intake = await Intake.open({ account, folder, letterbox: notebook, doubts: new Doubts(), log });
  for (let n = 0; n < passes; n++) await intake.pass(new AbortController().signal);
  const taken = notebook.letters.map(({ uid, raw, partial }) => ({ uid, raw: raw.toString(), partial }));
  return { taken, lines, mailbox, notes: [...notebook.notes.keys()] };
}

describe('a server that', () => {
  test('does not tell sizes: letters come whole', async () => {
    const { taken } = await takeFrom([{ uid: 1, raw: 'Subject: a\r\n\r\n', size: 0 }]);
    expect(taken).toEqual([{ uid: 1, raw: 'Subject: a\r\n\r\n', partial: false }]);
  });

  test.each([1, 99])('tells a wrong size (%i): the letter comes whole', async (size) => {
    const { taken } = await takeFrom([{ uid: 1, raw: 'Subject: a\r\n\r\nHello', size }]);
    expect(taken).toEqual([{ uid: 1, raw: 'Subject: a\r\n\r\nHello', partial: false }]);
  });

  test('hides that a letter is over the limit: it is abridged, not cut', async () => {
    const raw = `Subject: odd\r\n\r\n${'x'.repeat(200)}`;
    const { taken } = await takeFrom([{ uid: 1, raw, size: 50 }]);
    expect(taken).toEqual([{ uid: 1, raw, partial: true }]);
  });

  test('chokes on one letter: the others are taken, the one stays, said once', async () => {
    const letters = [
      { uid: 1, raw: 'Subject: a\r\n\r\n' },
      { uid: 2, raw: 'Subject: b\r\n\r\n', broken: true },
      { uid: 3, raw: 'Subject: c\r\n\r\n' },
    ];
    const { taken, lines, mailbox } = await takeFrom(letters, 3);
    expect(taken.map(({ uid }) => uid)).toEqual([1, 3]);
    expect(mailbox.letters.map(({ uid }) => uid)).toEqual([2]);
    expect(lines.map(({ msg }) => msg)).toEqual(['the server does not hand this letter over: see `letter list`']);
  });

  test('answers with an empty body for a letter that has a size: the letter stays', async () => {
    const { taken, mailbox } = await takeFrom([{ uid: 1, raw: '', size: 50 }]);
    expect(taken).toEqual([]);
    expect(mailbox.moved).toEqual([]);
  });
});

test.each([
  ['', '/', 'Processed', 'Processed'],
  ['', '/', 'Приёмная/Готово', 'Приёмная/Готово'],
  ['INBOX.', '.', 'Processed', 'INBOX.Processed'],
  ['INBOX.', '.', 'INBOX.Processed', 'INBOX.Processed'],
  ['INBOX.', '.', 'Приёмная/Готово', 'INBOX.Приёмная.Готово'],
  ['INBOX.', '.', 'inbox', 'inbox'],
])('prefix %j, delimiter %j: %s is %s', (prefix, delimiter, folder, path) => {
  expect(serverPath({ namespace: { prefix, delimiter } } as ImapFlow, folder)).toBe(path);
});
