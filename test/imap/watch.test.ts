/** Watching a folder over time: what wakes it, what it survives, how it ends. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Fault } from '../../src/fault.ts';
import { type Watch, watchFolder } from '../../src/imap/watch.ts';
import { type DovecotOptions, startDovecot, type TestDovecot } from '../services/dovecot.ts';
import { needs } from '../services/services.ts';
import { FreezingProxy } from './freezing-proxy.ts';
import { accountOn, colleague, type Line, letter, readableLog, type Server, silent } from './mailbox.ts';
import { Notebook } from './notebook.ts';

vi.setConfig({ testTimeout: 30_000 }); // Dovecot takes ten seconds to go while somebody idles

needs('dovecot')('watching a folder of Dovecot', () => {
  const names = Array.from({ length: 20 }, (_, n) => `office${n}`);
  let shared: TestDovecot;
  let limited: TestDovecot | null = null;
  let server: TestDovecot;
  let box: Server;
  let watch: Watch;
  let notebook: Notebook;
  beforeAll(async () => {
    shared = await startDovecot({ users: names });
  });
  afterAll(() => shared.stop(), 30_000);
  beforeEach(() => {
    server = shared;
    box = { ...shared, user: names.pop() as string };
    notebook = new Notebook();
  });
  afterEach(async () => {
    await watch.stop();
    await limited?.stop();
    limited = null;
  });

  const own = async (options: DovecotOptions = {}) => {
    limited = await startDovecot(options);
    server = limited;
    box = limited;
  };
  const deliver = (subject: string) => server.deliver(box.user, letter(subject));
  const begin = (changes = {}, log = silent) => {
    watch = watchFolder(accountOn(box, changes), 'INBOX', notebook, log, () => 0.5);
  };
  const reaches = (phase: string) => vi.waitFor(() => expect(watch.state().phase).toBe(phase), { timeout: 10_000 });
  const troubles = (lines: Line[]) => lines.filter(({ code }) => code).map(({ code }) => code);
  const said = (lines: Line[], code: string) =>
    vi.waitFor(() => expect(troubles(lines)).toContain(code), { timeout: 20_000 });

  test('what is there at the start is taken, what comes later wakes it by IDLE', async () => {
    deliver('early');
    begin();
    await reaches('listening');
    deliver('late');
    await notebook.untilTold(2);
    expect(notebook.subjects).toEqual(['early', 'late']);
    expect(watch.state()).toMatchObject({ trouble: null, means: 'move', taken: 2 });
    expect(watch.state().lastPassAt).toBeInstanceOf(Date);
  });

  test('a server without IDLE is asked every pollMs', async () => {
    await own({ without: ['IDLE'] });
    begin({ pollMs: 50 });
    await reaches('listening');
    deliver('polled');
    await notebook.untilTold(1);
  });

  test('letters that stay in the folder are not asked about again', async () => {
    await own({ without: ['MOVE', 'UIDPLUS'] });
    deliver('stays');
    begin({ pollMs: 20 });
    await notebook.untilTold(1);
    deliver('stays too');
    await notebook.untilTold(2);
    expect(notebook.asked).toEqual([[1], [2]]);
    expect(notebook.told).toEqual([[1], [2]]);
  });

  test('a server that goes away and comes back: said once, and work goes on', async () => {
    await own();
    const { log, lines } = readableLog();
    begin({}, log);
    await reaches('listening');
    await server.halt();
    await said(lines, 'IMAP_CONNECT');
    deliver('meanwhile');
    await server.start();
    await notebook.untilTold(1);
    expect(troubles(lines)).toEqual(['IMAP_LOST', 'IMAP_CONNECT']);
    await reaches('listening');
    expect(watch.state().trouble).toBeNull();
  });

  test('a connection that falls silent is noticed and replaced', async () => {
    const proxy = await FreezingProxy.before(server.port);
    try {
      const { log, lines } = readableLog();
      begin({ port: proxy.port, pollMs: 50, pace: { silenceMs: 200, retryMs: 10, retryMaxMs: 10 } }, log);
      await reaches('listening');
      proxy.freeze();
      await said(lines, 'IMAP_LOST');
      deliver('after the silence');
      await notebook.untilTold(1);
      expect(proxy.connections).toBeGreaterThan(1);
    } finally {
      await watch.stop();
      await proxy.close();
    }
  });

  test('a full disk stops the intake, leaves the mailbox alone, and is got over', async () => {
    deliver('one');
    let full = true;
    let refusals = 0;
    notebook.beforeStore = () => {
      if (!full) return;
      refusals += 1;
      throw new Fault('DISK_FULL', 'no space left');
    };
    const { log, lines } = readableLog();
    begin({}, log);
    await vi.waitFor(() => expect(refusals).toBeGreaterThan(2));
    expect(watch.state()).toMatchObject({ trouble: 'DISK_FULL', taken: 0, lastPassAt: null });
    expect(await server.list(box.user)).toHaveLength(1);
    full = false;
    await notebook.untilTold(1);
    expect(await server.list(box.user, 'Processed')).toHaveLength(1);
    expect(troubles(lines)).toEqual(['DISK_FULL']);
    await reaches('listening');
    expect(watch.state().trouble).toBeNull();
  });

  test('a wrong password is said once and tried again slowly', async () => {
    const { log, lines } = readableLog();
    begin({ password: 'wrong', pace: { loginRetryMs: 3_600_000, loginRetryMaxMs: 3_600_000 } }, log);
    await reaches('waiting');
    expect(troubles(lines)).toEqual(['IMAP_LOGIN']);
    expect(lines[0]?.msg).toContain('refuses the user name or password');
    expect(JSON.stringify(lines)).not.toContain('wrong');
    await watch.stop(); // at once, not in an hour
    expect(watch.state().phase).toBe('stopped');
  });

  test('a password that was mended is tried at once', async () => {
    let password = 'wrong';
    const pace = { loginRetryMs: 3_600_000, loginRetryMaxMs: 3_600_000 };
    deliver('waiting');
    begin({ password: 'older still', pace, secrets: () => ({ password }) });
    await reaches('waiting');
    expect(watch.state().trouble).toBe('IMAP_LOGIN');
    ({ password } = box);
    await notebook.untilTold(1);
    await reaches('listening');
    expect(watch.state().trouble).toBeNull();
  });

  test('a wrong password is still said once when it is tried many times', async () => {
    const { log, lines } = readableLog();
    const proxy = await FreezingProxy.before(server.port);
    try {
      begin({ port: proxy.port, password: 'wrong' }, log);
      await vi.waitFor(() => expect(proxy.connections).toBeGreaterThan(3), { timeout: 10_000 });
      expect(troubles(lines)).toEqual(['IMAP_LOGIN']);
    } finally {
      await watch.stop();
      await proxy.close();
    }
  });

  test('a folder deleted by a colleague is made again', async () => {
    deliver('one');
    begin();
    await notebook.untilTold(1);
    await colleague(box, (client) => client.mailboxDelete('Processed'));
    deliver('two');
    await notebook.untilTold(2);
    expect(await server.list(box.user, 'Processed')).toHaveLength(1);
  });

  test('stopping finishes the batch in hand', async () => {
    deliver('one');
    let release = () => {};
    const stored = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = () => {};
    const storing = new Promise<void>((resolve) => {
      begun = resolve;
    });
    notebook.beforeStore = () => {
      begun();
      return stored;
    };
    begin();
    await storing;
    const stopping = watch.stop();
    release();
    await stopping;
    expect(notebook.told).toEqual([[1]]);
    expect(await server.list(box.user)).toEqual([]);
    expect(watch.state().phase).toBe('stopped');
  });

  test('stopping does not wait for ever for a letterbox that hangs', async () => {
    deliver('one');
    notebook.beforeStore = () => new Promise<void>(() => {});
    begin({ pace: { stopMs: 50 } });
    await reaches('taking');
    await watch.stop();
    expect(watch.state().phase).toBe('stopped');
  });
});
