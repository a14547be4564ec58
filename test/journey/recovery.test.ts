/**
 * What the outside may do to a running service: a password that is changed, a certificate that expires, a register that
 * another program locks, a clock that goes back. Each is told by a log line and by /readyz, loses no letter, and is got
 * over by itself when its cause is gone.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../register/fixture.ts';
import { freePorts } from '../services/daemon.ts';
import { needs } from '../services/services.ts';
import { startSmtpSink } from '../services/smtp-sink.ts';
import { letter, letterStates, type Office, openOffice } from './office.ts';

const PATIENT = { timeout: 60_000, interval: 200 };
/** Ten seconds are promised; a machine that does much else besides is granted a little more. */
const STOPS_WITHIN_MS = 15_000;
const CLOCK = join(import.meta.dirname, '../../scripts/chaos/clock.ts');

async function openWatched(settings: Record<string, string> = {}, options: Parameters<typeof openOffice>[1] = {}) {
  const [port] = await freePorts(1);
  const office = await openOffice({ HTTP__PORT: String(port), LOG__LEVEL: 'info', ...settings }, options);
  /** The notes of what is not well; empty when all is. */
  const unwell = async (): Promise<string[]> => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    const { parts } = (await answer.json()) as { parts: Record<string, { ok: boolean; note?: string }> };
    const notes = Object.entries(parts).flatMap(([part, { ok, note }]) => (ok ? [] : [`${part}: ${note}`]));
    expect(answer.status).toBe(notes.length > 0 ? 503 : 200);
    return notes;
  };
  const becomes = (...notes: string[]) => vi.waitFor(async () => expect(await unwell()).toEqual(notes), PATIENT);
  return { office, becomes };
}

function write(office: Office, ...names: string[]): void {
  for (const name of names) office.dovecot.deliver(office.dovecot.user, letter(name));
}

needs('dovecot')('the service gets over', () => {
  test('a changed password of the mailbox', { timeout: 120_000 }, async () => {
    const secret = join(temporaryFolder(), 'imap.password');
    writeFileSync(secret, 'the one of last year');
    const { office, becomes } = await openWatched();
    const { PRIEMNAYA__IMAP__PASSWORD: right, ...env } = office.env;
    Object.assign(office.env, { ...env, PRIEMNAYA__IMAP__PASSWORD_FILE: secret });
    delete office.env.PRIEMNAYA__IMAP__PASSWORD;
    write(office, 'vera');
    const service = office.startCli('run');
    await service.says('"code":"IMAP_LOGIN"');
    await becomes('imap office INBOX: IMAP_LOGIN');
    writeFileSync(secret, right!);
    await office.sink.received(1);
    await becomes();
  });

  test('a changed password of the mail server', { timeout: 120_000 }, async () => {
    const account = { user: 'office', password: 'the one of this year' };
    const sink = await startSmtpSink(account);
    const secret = join(temporaryFolder(), 'smtp.password');
    writeFileSync(secret, 'the one of last year');
    const { office, becomes } = await openWatched({
      SMTP__PORT: String(sink.port),
      SMTP__USER: account.user,
      SMTP__PASSWORD_FILE: secret,
    });
    const service = office.startCli('run');
    write(office, 'vera');
    await service.says('"code":"SMTP_LOGIN"');
    await becomes('smtp: SMTP_LOGIN');
    writeFileSync(secret, account.password);
    await becomes();
    write(office, 'oleg');
    await sink.received(1);
    service.kill('SIGTERM');
    await service.ended;
    await sink.stop();
    // The first answer waits for its next try; nothing of it is lost.
    const states = (await office.tickets()).map(({ deliveries: [delivery] }) => delivery!.state);
    expect(states).toEqual(['delayed', 'accepted']);
  });

  test('an expired certificate of the mailbox', { timeout: 120_000 }, async () => {
    const certificate = join(temporaryFolder(), 'ca.pem');
    const options = { dovecot: { certificateUntil: Date.now() - 60_000 } };
    const settings = { IMAP__TLS: 'starttls', IMAP__TLS_CA: certificate };
    writeFileSync(certificate, '-----BEGIN CERTIFICATE-----\n'); // to be there when the configuration is read
    const { office, becomes } = await openWatched(settings, options);
    writeFileSync(certificate, office.dovecot.certificate);
    write(office, 'vera');
    const service = office.startCli('run');
    await service.says('CERT_HAS_EXPIRED');
    await becomes('imap office INBOX: IMAP_TLS');
    writeFileSync(certificate, await office.dovecot.renewCertificate());
    await office.sink.received(1);
    await becomes();
  });

  test('a register that another program locks', { timeout: 120_000 }, async () => {
    const { office, becomes } = await openWatched();
    const service = office.startCli('run');
    await becomes();
    const other = new Database(office.config.register.url.replace('sqlite:', ''));
    other.exec('begin immediate');
    write(office, 'vera', 'oleg');
    await service.says('"code":"REGISTER_LOCKED"');
    await vi.waitFor(async () => expect(await readyStatus(office)).toBe(503), PATIENT);
    other.exec('rollback');
    other.close();
    await office.sink.received(2);
    await becomes();
    expect(await office.dovecot.list(office.dovecot.user)).toEqual([]);
  });

  test('a clock that was a day ahead', { timeout: 120_000 }, async () => {
    const { office, becomes } = await openWatched();
    const clock = join(temporaryFolder(), 'clock');
    writeFileSync(clock, String(86_400_000));
    Object.assign(office.env, { CHAOS_CLOCK: clock, NODE_OPTIONS: `--import ${CLOCK}` });
    office.sink.misbehave({ how: 'refuse', code: 451, times: 1 });
    const ahead = office.startCli('run');
    write(office, 'vera');
    await ahead.says('letter was not accepted by the mail server');
    ahead.kill('SIGKILL');
    await ahead.ended;
    writeFileSync(clock, '0');
    office.startCli('run');
    write(office, 'oleg');
    await office.sink.received(2);
    await becomes();
    expect(office.sink.letters.map(({ to }) => to[0]).sort()).toEqual(['oleg@example.ru', 'vera@example.ru']);
  });

  test('SIGTERM with hundreds of letters in hand: in time, and the next run goes on', {
    timeout: 180_000,
  }, async () => {
    const office = await openOffice({ LOG__LEVEL: 'info' });
    const count = 300;
    write(office, ...Array.from({ length: count }, (_, n) => `citizen${n + 1}`));
    const service = office.startCli('run');
    await office.sink.received(20);
    service.kill('SIGTERM');
    const asked = performance.now();
    expect(await service.ended).toMatchObject({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(STOPS_WITHIN_MS);
    expect(office.sink.letters.length, 'there was something left to do').toBeLessThan(count);

    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
    const tickets = await office.tickets();
    expect(tickets.map(({ number }) => Number(number.slice(-6))).sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, n) => n + 1),
    );
    expect(await letterStates(await office.register())).toEqual(Array(count).fill('registered'));
    // Graceful means: not one answer twice.
    expect(office.sink.letters).toHaveLength(count);
    expect(new Set(office.sink.letters.map(({ to }) => to[0])).size).toBe(count);
    expect(await office.dovecot.list(office.dovecot.user)).toEqual([]);
  });
});

async function readyStatus({ config }: Office): Promise<number> {
  return (await fetch(`http://127.0.0.1:${config.http.port}/readyz`)).status;
}
