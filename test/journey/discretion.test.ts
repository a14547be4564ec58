/** Nothing that a citizen wrote, and no secret, stands in any log, at any level, whatever goes wrong. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cli } from '../commands/cli.ts';
import { needs } from '../services/services.ts';
import { letter, openOffice } from './office.ts';

const TEXT =
  'Здравствуйте! Меня зовут Звонарёва Аглая Тихоновна, СНИЛС 112-233-445 95, телефон +7 916 123-45-67. Не грузится выписка.';
const PLANTED =
  /звонар|аглая|тихонов|112-?233|11223344595|123-?45-?67|79161234567|выписк|шнурок|planted|example\.ru|0KjQvdGD/i;

needs('dovecot')('the log', () => {
  test('holds no word of a letter, at its most talkative', { timeout: 120_000 }, async () => {
    const office = await openOffice({ LOG__LEVEL: 'trace', SMTP__USER: 'office-smtp', SMTP__PASSWORD: 'hush-smtp' });
    const subject = 'Шнурок порвался';
    for (const name of ['planted.well', 'planted.refused', 'planted.later']) {
      office.dovecot.deliver(office.dovecot.user, letter(name, { text: TEXT, subject }));
    }
    const broken = letter('planted.broken', { text: TEXT, subject }).replace(
      'text/plain',
      'multipart/mixed; boundary="шнурок',
    );
    office.dovecot.deliver(office.dovecot.user, broken);
    const named = {
      text: '5.1.1 <planted.refused@example.ru> Звонарёва is unknown',
      recipient: 'planted.refused@example.ru',
    };
    office.sink.misbehave({ how: 'refuse', code: 550, ...named });
    office.sink.misbehave({
      how: 'refuse',
      code: 451,
      text: '4.2.2 planted.later',
      recipient: 'planted.later@example.ru',
    });

    const good = await office.cli('run', '--once');
    expect(good.code).toBe(0);
    expect((await office.tickets()).map(({ deliveries: [one] }) => one!.state).sort()).toEqual([
      ...['accepted', 'accepted', 'delayed', 'failed'],
    ]);
    const talk = [good];
    office.dovecot.deliver(office.dovecot.user, letter('planted.slow', { text: TEXT, subject }));
    for (const settings of [
      { WORKERS__TIMEOUT: '1ms' },
      { IMAP__PASSWORD: 'hush-wrong' },
      { SMTP__PORT: '1', IMAP__PORT: '1' },
      { QUEUE__URL: 'redis://:hush-redis@127.0.0.1:1/0' },
      { LOG__FORMAT: 'text', WORKERS__MEMORY: '32MiB' },
    ]) {
      office.dovecot.deliver(office.dovecot.user, letter(`planted.${talk.length}`, { text: TEXT, subject }));
      const env = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`PRIEMNAYA__${key}`, value]));
      talk.push(await cli({ ...office.env, ...env }, ['run', '--once']));
    }
    for (const { stdout, stderr } of talk) {
      expect(stdout).toBe('');
      expect(stderr.length).toBeGreaterThan(0);
      expect(stderr).not.toMatch(PLANTED);
      expect(stderr).not.toMatch(/hush|open-sesame/);
      expect(stderr).not.toContain(JSON.parse(readFileSync(office.config.keys.file, 'utf8')).office[0]);
    }
  });

  test('a letter over the limit is registered from its headers and text; its file is refused as too large', async () => {
    const office = await openOffice({ IMAP__MAX_LETTER: '64KiB' });
    const file = randomBytes(150_000).toString('base64').replace(/.{76}/g, '$&\r\n');
    const whole = letter('large', { text: TEXT }).replace(
      /Content-Type[\s\S]*$/,
      [
        'Content-Type: multipart/mixed; boundary=b\r\n',
        `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${TEXT}`,
        '--b\r\nContent-Type: application/pdf; name="scan.pdf"\r\nContent-Disposition: attachment; filename="scan.pdf"',
        `Content-Transfer-Encoding: base64\r\n\r\n${file}`,
        '--b--\r\n',
      ].join('\r\n'),
    );
    office.dovecot.deliver(office.dovecot.user, whole);
    expect(await office.cli('run', '--once')).toMatchObject({ code: 0 });
    const [ticket] = await office.tickets();
    expect(ticket).toMatchObject({
      status: 'registered',
      applicant: { fio: { surname: 'Звонарёва' }, snils: '112-233-445 95' },
      attachments: [{ name: 'scan.pdf', verdict: 'refused', reason: 'too-large' }],
      deliveries: [{ state: 'accepted' }],
    });
    expect(Math.abs(ticket!.attachments[0]!.bytes - 150_000)).toBeLessThan(1_000);
    expect(await office.dovecot.list(office.dovecot.user, 'Processed')).toHaveLength(1);
  });
});
