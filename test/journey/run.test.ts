/** `run` as a supervisor has it: what it tells over HTTP while servers come and go, and how it ends. */
import { expect, test, vi } from 'vitest';
import { freePorts } from '../services/daemon.ts';
import { needs } from '../services/services.ts';
import { letter, letterStates, openOffice } from './office.ts';

const PATIENT = { timeout: 25_000, interval: 100 };
/** Ten seconds are promised; a machine that does much else besides is granted a little more. */
const STOPS_WITHIN_MS = 15_000;

needs('dovecot')('run', () => {
  test('is ready when its servers are, by itself, and says why when they are not', { timeout: 120_000 }, async () => {
    const [port] = await freePorts(1);
    const office = await openOffice({ HTTP__PORT: String(port), IMAP__POLL_SECONDS: '1', LOG__LEVEL: 'info' });
    await office.sink.halt();
    const service = office.startCli('run');
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    const ready = async () => {
      const answer = await get('/readyz');
      const { ok, parts } = (await answer.json()) as { ok: boolean; parts: Record<string, { note?: string }> };
      const notes = Object.entries(parts).flatMap(([part, { note }]) =>
        note === undefined ? [] : [`${part}: ${note}`],
      );
      return { status: answer.status, ok, notes };
    };
    const well = { status: 200, ok: true, notes: [] };
    const unwell = (...notes: string[]) => ({ status: 503, ok: false, notes });

    await vi.waitFor(async () => expect(await ready()).toEqual(unwell('smtp: SMTP_UNREACHABLE')), PATIENT);
    await office.sink.start();
    await vi.waitFor(async () => expect(await ready()).toEqual(well), PATIENT);
    await office.dovecot.halt();
    await vi.waitFor(async () => expect(await ready()).toEqual(unwell('imap office INBOX: IMAP_CONNECT')), PATIENT);
    expect(await (await get('/healthz')).json()).toEqual({ ok: true });
    await office.dovecot.start();
    await vi.waitFor(async () => expect(await ready()).toEqual(well), PATIENT);

    office.dovecot.deliver(office.dovecot.user, letter('vera'));
    await office.sink.received(1);
    const metrics = async () => (await get('/metrics')).text();
    await vi.waitFor(async () => expect(await metrics()).toContain('priemnaya_outbox{state="accepted"} 1'), PATIENT);
    for (const line of [
      'priemnaya_letters_total{outcome="registered",class="human"} 1',
      'priemnaya_letters{state="registered",class="human"} 1',
      'priemnaya_deliveries_total{outcome="accepted"} 1',
      'priemnaya_mailbox_connected{account="office",folder="INBOX"} 1',
      'priemnaya_queue_reachable 1',
    ]) {
      expect(await metrics()).toContain(line);
    }

    service.kill('SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0, signal: null, stdout: '' });
  });

  test('SIGTERM waits for a mail server, but not for ever; a second one does not wait', {
    timeout: 120_000,
  }, async () => {
    const office = await openOffice({ LOG__LEVEL: 'info' });
    office.sink.misbehave({ how: 'stall' });
    office.dovecot.deliver(office.dovecot.user, letter('vera'));
    const stalled = async () => {
      const before = office.sink.connections();
      const service = office.startCli('run');
      await vi.waitFor(() => expect(office.sink.connections()).toBeGreaterThan(before), PATIENT);
      service.kill('SIGTERM');
      return service;
    };

    const patient = await stalled();
    const asked = performance.now();
    expect(await patient.ended).toMatchObject({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(STOPS_WITHIN_MS);

    office.dovecot.deliver(office.dovecot.user, letter('oleg'));
    const hurried = await stalled();
    await hurried.says('finishing what is in hand');
    hurried.kill('SIGTERM');
    expect(await hurried.ended).toMatchObject({ code: 1, signal: null });

    // Neither letter is lost or registered twice.
    expect((await office.tickets()).map(({ from }) => from)).toEqual(['vera@example.ru', 'oleg@example.ru']);
  });

  test('run --once heeds SIGTERM too: what waits for its turn is left to the next run', async () => {
    const office = await openOffice({ SMTP__PER_MINUTE: '1' });
    for (const name of ['vera', 'oleg']) office.dovecot.deliver(office.dovecot.user, letter(name));
    const round = office.startCli('run', '--once');
    await office.sink.received(1);
    round.kill('SIGTERM');
    expect(await round.ended).toMatchObject({ code: 0, signal: null });
    expect(office.sink.letters).toHaveLength(1);
    expect(await letterStates(await office.register())).toHaveLength(2);
  });
});
