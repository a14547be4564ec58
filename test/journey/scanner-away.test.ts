/** The antivirus scanner away, slow, talking nonsense or choking on one file: letters wait, none is lost, none passes unscanned. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Sweep } from '../../src/flow/sweep.ts';
import { listLetters } from '../../src/register/letter-views.ts';
import { flateStream, pdfWith, png, zip } from '../attachment/build.ts';
import { temporaryFolder } from '../register/fixture.ts';
import { startClamd, type TestClamd, VIRUS } from '../services/clamd.ts';
import { freePorts } from '../services/daemon.ts';
import { type Manners, startOddClamd } from '../services/odd-clamd.ts';
import { needs } from '../services/services.ts';
import { Person, type Words } from './correspondence.ts';
import { letter, letterStates, type Office, openOffice, type RunningService } from './office.ts';

const HOUR = 3_600_000;
const PATIENT = { timeout: 25_000, interval: 100 };

async function clamd(settings: Record<string, string> = {}): Promise<TestClamd> {
  const server = await startClamd(settings);
  onTestFinished(() => server.stop());
  return server;
}

function deliver(office: Office, count: number, name = 'citizen'): void {
  for (let n = 1; n <= count; n += 1) office.dovecot.deliver(office.dovecot.user, letter(`${name}${n}`));
}

/** Letters wait for half a minute at least after a try: the clock is put forward. */
async function later({ desk }: RunningService, ms = 60_000): Promise<void> {
  desk.clock = () => new Date(Date.now() + ms);
  await desk.gate.ask();
  await new Sweep(desk).run();
}

/** Each letter has become one ticket with one answer. */
async function allAnsweredOnce(office: Office, count: number): Promise<void> {
  const tickets = await office.tickets();
  expect(new Set(tickets.map(({ from }) => from)).size).toBe(count);
  expect(tickets.map(({ deliveries }) => deliveries.map(({ state }) => state))).toEqual(
    Array(count).fill(['accepted']),
  );
  expect(office.sink.letters).toHaveLength(count);
}

needs('dovecot', 'clamd')('a scanner that is away', () => {
  test('from the start: letters are taken and wait; when it comes, each is answered once', {
    timeout: 120_000,
  }, async () => {
    const scanner = await clamd();
    await scanner.halt();
    const office = await openOffice({ ATTACHMENTS__ANTIVIRUS: scanner.url, LOG__LEVEL: 'silent' });
    const service = await office.start();
    deliver(office, 30);
    await service.crossed('stored', 30);
    await service.desk.queue.idle();
    expect(service.count('examined')).toBe(0);
    expect(await letterStates(await office.register())).toEqual(Array(30).fill('stored'));

    await scanner.start();
    await service.crossed('settled', 30);
    await allAnsweredOnce(office, 30);
  });

  test('in the middle of the work', { timeout: 120_000 }, async () => {
    const scanner = await clamd();
    const office = await openOffice({ ATTACHMENTS__ANTIVIRUS: scanner.url, LOG__LEVEL: 'silent' });
    const service = await office.start();
    deliver(office, 30);
    await service.crossed('registered', 3);
    await scanner.halt();
    deliver(office, 10, 'late');
    await service.crossed('stored', 40);
    await service.desk.queue.idle();
    expect(await service.desk.gate.ask()).toBe(false);
    expect(service.count('registered')).toBeLessThan(40);

    await scanner.start();
    await later(service);
    await service.crossed('settled', 40);
    await allAnsweredOnce(office, 40);
  });

  test('is told by check, run --once, /readyz, /metrics and once in the log', { timeout: 120_000 }, async () => {
    const [port] = await freePorts(1);
    const scanner = await clamd();
    const office = await openOffice({
      ATTACHMENTS__ANTIVIRUS: scanner.url,
      HTTP__PORT: String(port),
      LOG__LEVEL: 'info',
    });
    const well = await office.cli('check');
    expect(well).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ok {6}antivirus clamd:.*: ClamAV 1\..*of the office$/m),
    });
    await scanner.halt();
    deliver(office, 3);
    const check = await office.cli('check');
    expect(check).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^FAILED {2}antivirus clamd:.*ANTIVIRUS_UNREACHABLE/m),
    });
    const round = await office.cli('run', '--once');
    expect([round.code, round.stderr.match(/ANTIVIRUS_UNREACHABLE/g)]).toEqual([1, ['ANTIVIRUS_UNREACHABLE']]);
    expect(await letterStates(await office.register())).toEqual(['stored', 'stored', 'stored']);

    const service = office.startCli('run');
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    const ready = async () =>
      ((await (await get('/readyz')).json()) as { parts: Record<string, unknown> }).parts.antivirus;
    const metrics = async () => (await get('/metrics')).text();
    await vi.waitFor(async () => expect(await ready()).toEqual({ ok: false, note: 'ANTIVIRUS_UNREACHABLE' }), PATIENT);
    expect(await metrics()).toContain('priemnaya_antivirus_reachable 0');
    expect(await metrics()).toContain('priemnaya_letters{state="stored",class="unread"} 3');
    await scanner.start();
    await vi.waitFor(async () => expect(await ready()).toEqual({ ok: true }), PATIENT);
    await office.sink.received(3);
    await vi.waitFor(
      async () => expect(await metrics()).toContain('priemnaya_letters{state="registered",class="human"} 3'),
      PATIENT,
    );
    expect(await metrics()).toContain('priemnaya_antivirus_reachable 1');
    expect(await metrics()).toContain('priemnaya_scans_total{outcome="clean"} 3');
    service.kill('SIGTERM');
    const { code, stderr } = await service.ended;
    expect([code, stderr.match(/does not answer|answers again/g)]).toEqual([0, ['does not answer', 'answers again']]);
  });
});

needs('dovecot', 'clamd')('one file that the scanner cannot take', () => {
  test('makes its letter wait, and no other, until the scanner takes it', { timeout: 120_000 }, async () => {
    const scanner = await clamd({ StreamMaxLength: '1M' });
    const office = await openOffice({ ATTACHMENTS__ANTIVIRUS: scanner.url, LOG__LEVEL: 'silent' });
    const service = await office.start();
    const file = (filename: string, content: Buffer) => ({ files: [{ filename, content }] });
    const write = (name: string, words: Words) =>
      new Person(office, `${name}@example.ru`, 'Вера').writes('Вопрос.', words);
    await write('large', file('скан.png', png(10, 10, { padding: 2 << 20 })));
    // Refused anyway: that the scanner does not take it changes nothing.
    await write('refused', file('архив.zip', Buffer.concat([zip(['a']), Buffer.alloc(2 << 20)])));
    await write('small', file('скан.png', png(10, 10)));
    await service.crossed('settled', 2);
    await service.desk.queue.idle();
    const letters = await Array.fromAsync(listLetters(await office.register(), null));
    expect(letters.map(({ state, error }) => [state, error])).toEqual([
      ['stored', 'ANTIVIRUS_SIZE'],
      ['registered', null],
      ['registered', null],
    ]);
    expect((await office.tickets()).map(({ from, events }) => [from, events.map(({ what }) => what)])).toEqual([
      ['refused@example.ru', ['not scanned', 'not scanned', 'registered', 'delivery accepted']],
      ['small@example.ru', ['registered', 'delivery accepted']],
    ]);

    // The longer it has waited, the longer it waits; an hour at most.
    for (const [waited, pause] of [
      [HOUR / 2, HOUR / 4],
      [8 * HOUR, HOUR],
    ] as const) {
      await later(service, waited);
      await service.desk.queue.idle();
      const { next_try_at, stored_at } = await service.desk.register.db
        .selectFrom('letters')
        .selectAll()
        .where('state', '=', 'stored')
        .executeTakeFirstOrThrow();
      const waits = (next_try_at - stored_at - waited) / pause;
      expect(waits).toBeGreaterThan(0.99);
      expect(waits).toBeLessThan(1.5);
    }

    await scanner.halt();
    await scanner.start({ StreamMaxLength: '30M' });
    await later(service, 10 * HOUR);
    await service.crossed('settled', 3);
    await allAnsweredOnce(office, 3);
  });
});

needs('dovecot')('a scanner that gives no verdict', () => {
  test.each<[string, Manners]>([
    ['silence', 'silent'],
    ['an end of the connection', 'hang up'],
    ['impatience', { says: 'COMMAND READ TIMED OUT\0', when: 'at the end' }],
    ['nonsense', { says: 'stream: OK, I suppose\0', when: 'at the end' }],
  ])('%s', { timeout: 120_000 }, async (_, manners) => {
    const scanner = await startOddClamd(manners);
    onTestFinished(() => scanner.stop());
    const office = await openOffice({
      ATTACHMENTS__ANTIVIRUS: scanner.url,
      ATTACHMENTS__SCAN_TIMEOUT: '500ms',
      LOG__LEVEL: 'silent',
    });
    const service = await office.start();
    deliver(office, 3);
    await service.crossed('stored', 3);
    await service.desk.queue.idle();
    expect(await letterStates(await office.register())).toEqual(['stored', 'stored', 'stored']);
    expect(scanner.asked()).toBeGreaterThan(0);

    scanner.behave({ says: 'stream: OK\0', when: 'at the end' });
    await later(service);
    await service.crossed('settled', 3);
    await allAnsweredOnce(office, 3);
  });
});

needs('dovecot', 'clamd')('files that staff send from the console', () => {
  test('are scanned: one with a virus, or without a verdict, is refused and nothing is changed', {
    timeout: 120_000,
  }, async () => {
    const scanner = await clamd();
    const office = await openOffice({ ATTACHMENTS__ANTIVIRUS: scanner.url, LOG__LEVEL: 'silent' });
    deliver(office, 1);
    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
    const folder = temporaryFolder();
    const answer = (name: string, content: Buffer) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return office.cli('ticket', 'answer', 'ТП-2026-1', 'Вот файл.', '--as', 'Зимин', '--file', path);
    };
    const clean = png(10, 10);
    const refusal = (why: string) => ({ code: 1, stdout: '', stderr: expect.stringMatching(why) });
    expect(await answer('a.pdf', pdfWith('', [flateStream('', Buffer.from(VIRUS))]))).toMatchObject(
      refusal('a.pdf: заражён'),
    );
    await scanner.halt();
    expect(await answer('b.png', clean)).toMatchObject(refusal('Антивирус не отвечает'));
    expect(await office.tickets()).toMatchObject([{ messages: 1 }]);
    await scanner.start();
    expect(await answer('b.png', clean)).toMatchObject({ code: 0 });
    expect(await office.tickets()).toMatchObject([{ messages: 2 }]);
  });
});
