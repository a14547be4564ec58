/** Letters over which the mail server stumbles: the others are taken all the same, and of this one what can be had. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { takeAll } from '../../src/imap/sweep.ts';
import { watchFolder } from '../../src/imap/watch.ts';
import {
  type Asked,
  type Manners,
  type ScriptedImap,
  type ScriptedLetter,
  type Stumble,
  startScriptedImap,
} from '../services/scripted-imap.ts';
import { accountOn, letter, readableLog, silent } from './mailbox.ts';
import { Notebook } from './notebook.ts';

const BODY: Asked[] = ['whole', 'outline', 'text'];
const ALL: Asked[] = ['whole', 'outline', 'text', 'header'];

function stumbling(how: Stumble, asked: Asked[] = BODY, name = 'culprit'): ScriptedLetter {
  return { raw: letter(name), stumbles: Object.fromEntries(asked.map((one) => [one, how])) };
}

const good = (name: string): ScriptedLetter => ({ raw: letter(name) });

async function serve(letters: ScriptedLetter[], manners?: Manners): Promise<ScriptedImap> {
  const server = await startScriptedImap(letters, manners);
  onTestFinished(() => server.stop());
  return server;
}

/** Waits are so short that a hanging server costs no time, and so long that no machine is too slow to answer at once. */
const pace = { letterMs: 400, againMs: 1, silenceMs: 20_000, doubtMs: 120_000 };
const accountAt = (server: ScriptedImap) => accountOn(server, { pace });
const take = (server: ScriptedImap, notebook: Notebook, log = silent) =>
  takeAll(accountAt(server), 'INBOX', notebook, log);

describe.each([1, 2, 3])('letter %i of three', (culprit) => {
  const lettersWith = (one: ScriptedLetter) => [1, 2, 3].map((n) => (n === culprit ? one : good(`letter ${n}`)));
  const others = [1, 2, 3].filter((n) => n !== culprit).map((n) => `letter ${n}`);

  test.each<Stumble>(['drop', 'hang', 'murmur', 'no', 'skip', 'cut', 'overlong', 'empty'])(
    'has a body at which the server does «%s»: the others come first, then its headers',
    async (how) => {
      const server = await serve(lettersWith(stumbling(how)));
      const notebook = new Notebook();
      await take(server, notebook);
      expect(notebook.subjects).toEqual([...others, 'culprit']);
      const last = notebook.letters.at(-1)!;
      expect(last).toMatchObject({ uid: culprit, partial: true });
      expect(last.omitted).toEqual([{ why: 'withheld', name: null, type: 'message/rfc822', bytes: last.size }]);
      expect(last.raw.toString()).not.toContain('Добрый день');
      expect(server.moved.toSorted()).toEqual([1, 2, 3]);
    },
  );

  test.each<Stumble>(['drop', 'hang', 'no'])('the same where it looks ahead: «%s»', async (how) => {
    const server = await serve(lettersWith(stumbling(how)), { looksAhead: true });
    const notebook = new Notebook();
    await take(server, notebook);
    expect(notebook.subjects.at(-1)).toBe('culprit');
    expect(notebook.subjects.slice(0, -1).toSorted()).toEqual(others);
  });

  test.each<Stumble>(['drop', 'hang', 'no', 'skip'])(
    'gives nothing, not even its headers («%s»): it is noted and left, the others are taken',
    async (how) => {
      const server = await serve(lettersWith(stumbling(how, ALL)));
      const notebook = new Notebook();
      const { log, lines } = readableLog();
      await take(server, notebook, log);
      expect(notebook.subjects).toEqual(others);
      expect([...notebook.notes.keys()]).toEqual([culprit]);
      expect(server.inbox()).toEqual([culprit]);
      expect(lines.filter(({ code }) => code === 'IMAP_WITHHELD')).toHaveLength(1);
    },
  );

  test.each<Stumble>(['drop', 'hang', 'no'])('cannot even be told of («%s»): the same', async (how) => {
    const server = await serve(lettersWith(stumbling(how, ['head', ...ALL])));
    const notebook = new Notebook();
    await take(server, notebook);
    expect(notebook.subjects).toEqual(others);
    expect([...notebook.notes.keys()]).toEqual([culprit]);
  });

  test.each<Stumble>(['drop', 'hang', 'no'])(
    'cannot be moved («%s»): it is taken once, like the others',
    async (how) => {
      const server = await serve(lettersWith(stumbling(how, ['move'])));
      const notebook = new Notebook();
      await takeAll(accountOn(server, { pace: { ...pace, silenceMs: 500 } }), 'INBOX', notebook, silent);
      expect(notebook.subjects.toSorted()).toEqual(['culprit', ...others]);
    },
  );
});

describe('a letter whose body comes in pieces', () => {
  test('hangs as a whole, and its text can be had: that is taken', async () => {
    const server = await serve([good('first'), stumbling('hang', ['whole'])]);
    const notebook = new Notebook();
    await take(server, notebook);
    expect(notebook.letters[1]).toMatchObject({ partial: true, omitted: [] });
    expect(notebook.letters[1]?.raw.toString()).toContain('Добрый день');
  });

  test('drops the line once: it comes whole the second time', async () => {
    const server = await serve([stumbling('drop', ['whole']), good('second')]);
    const notebook = new Notebook();
    notebook.afterStore = () => {
      server.letter(1).stumbles = {};
    };
    await take(server, notebook);
    expect(notebook.subjects).toEqual(['second', 'culprit']);
    expect(notebook.letters[1]).toMatchObject({ partial: false });
  });
});

test('many at once, between many others: all others, and of each what can be had', async () => {
  const letters = Array.from({ length: 90 }, (_, n) =>
    n % 9 === 4 ? stumbling(n % 2 ? 'drop' : 'no', n % 27 === 4 ? ALL : BODY, `bad ${n}`) : good(`good ${n}`),
  );
  const server = await serve(letters);
  const notebook = new Notebook();
  await take(server, notebook);
  expect(notebook.subjects.filter((subject) => subject.startsWith('good'))).toHaveLength(80);
  expect(notebook.subjects.slice(0, 80).every((subject) => subject.startsWith('good'))).toBe(true);
  expect(notebook.subjects.filter((subject) => subject.startsWith('bad'))).toHaveLength(6);
  expect(notebook.notes.size).toBe(4);
});

test('nothing but such letters: nothing proves that it is the letters, so they are noted, with their headers', async () => {
  const server = await serve([stumbling('drop'), stumbling('drop')]);
  const notebook = new Notebook();
  await take(server, notebook);
  expect(notebook.letters).toEqual([]);
  expect([...notebook.notes.values()].map(({ header }) => /Subject: \w+/.exec(header.toString())?.[0])).toEqual([
    'Subject: culprit',
    'Subject: culprit',
  ]);
  expect(server.inbox()).toEqual([1, 2]);
});

describe('a letter that was noted', () => {
  async function noted(how: Stumble, tries: number) {
    const server = await serve([stumbling(how)]);
    const notebook = new Notebook();
    await take(server, notebook);
    Object.assign(notebook.notes.get(1)!, { tries });
    return { server, notebook };
  }

  test('is not asked for before its time, also after a restart', async () => {
    const { server, notebook } = await noted('drop', 1);
    const before = server.signIns();
    await take(server, notebook);
    expect(server.signIns()).toBe(before + 1);
    expect(server.commands.filter((command) => /PEEK/.test(command)).length).toBeGreaterThan(0);
    expect(notebook.letters).toEqual([]);
  });

  test('comes whole when the server has recovered', async () => {
    const { server, notebook } = await noted('hang', 1);
    server.letter(1).stumbles = {};
    notebook.notes.get(1)!.nextTryAt = new Date(0);
    await take(server, notebook);
    expect(notebook.letters).toMatchObject([{ uid: 1, partial: false }]);
    expect(notebook.notes.size).toBe(0);
    expect(server.moved).toEqual([1]);
  });

  test('is registered by its headers when it was asked for often', async () => {
    const { server, notebook } = await noted('drop', 3);
    notebook.notes.get(1)!.nextTryAt = new Date(0);
    await take(server, notebook);
    expect(notebook.letters).toMatchObject([{ uid: 1, partial: true }]);
  });
});

test('there is no time for letters that hang: the others are taken, and the round says that it was not all', async () => {
  const server = await serve([good('first'), stumbling('hang'), good('third')]);
  const notebook = new Notebook();
  const account = accountOn(server, { pace: { ...pace, doubtMs: 0 } });
  await expect(takeAll(account, 'INBOX', notebook, silent)).rejects.toMatchObject({ code: 'IMAP_SLOW' });
  expect(notebook.subjects).toEqual(['first', 'third']);
});

test('the watching service does the same, and goes on listening', async () => {
  const server = await serve([stumbling('hang', ALL), good('second'), stumbling('drop')]);
  const notebook = new Notebook();
  const watch = watchFolder(accountAt(server), 'INBOX', notebook, silent, () => 0.5);
  onTestFinished(() => watch.stop());
  await notebook.until(() => notebook.letters.length === 2 && notebook.notes.size === 1);
  expect(notebook.subjects).toEqual(['second', 'culprit']);
});

describe('a server that', () => {
  const three = () => [good('one'), good('two'), good('three')];

  test('refuses every FETCH of several: they are asked for one by one', async () => {
    const server = await serve(three(), { refusesSets: true });
    const notebook = new Notebook();
    await take(server, notebook);
    expect(notebook.subjects.toSorted()).toEqual(['one', 'three', 'two']);
    expect(server.moved.toSorted()).toEqual([1, 2, 3]);
  });

  test.each(['nothing', 'not all', 'refused'] as const)('finds by SEARCH: %s; all are taken', async (search) => {
    const server = await serve(three(), { search });
    const notebook = new Notebook();
    await take(server, notebook);
    expect(notebook.subjects).toEqual(['one', 'two', 'three']);
  });

  test.each([null, '01-Jan-1970 00:00:00 +0000', ' 1-Jan-2400 00:00:00 +0000', 'yesterday'])(
    'tells INTERNALDATE %j: the letter came now',
    async (date) => {
      const server = await serve([{ ...good('one'), date }]);
      const notebook = new Notebook();
      const before = Date.now();
      await take(server, notebook);
      const { receivedAt } = notebook.letters[0]!;
      expect(receivedAt.getTime()).toBeGreaterThanOrEqual(before);
      expect(receivedAt.getTime()).toBeLessThanOrEqual(Date.now());
    },
  );

  test.each([0, 1, 100_000])('tells a wrong size (%i): letters come whole', async (size) => {
    const server = await serve([{ ...good('one'), size }, good('two')]);
    const notebook = new Notebook();
    await take(server, notebook);
    expect(notebook.letters.map(({ partial }) => partial)).toEqual([false, false]);
    expect(notebook.letters[0]?.raw.toString()).toBe(letter('one'));
  });

  test('announces half a gigabyte: the line is ended at once, not when patience is', async () => {
    const server = await serve([stumbling('giant'), good('two')]);
    const notebook = new Notebook();
    await takeAll(accountOn(server, { pace: { ...pace, letterMs: 3_600_000 } }), 'INBOX', notebook, silent);
    expect(notebook.subjects).toEqual(['two', 'culprit']);
  });
});
