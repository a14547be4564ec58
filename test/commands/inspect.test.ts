/** `inspect`: what the service would make of a letter, for programs and for people, with no configuration at all. */
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../register/fixture.ts';
import { cli, environment, objects } from './cli.ts';

const SAMPLES = join(import.meta.dirname, '../../src/demo/letters');

/** contract.md, «inspect --json»; what it is extended by stands after it. */
const KEYS = [
  ...['file', 'messageId', 'from', 'subject', 'date', 'class', 'answerable', 'signals', 'ticketRef', 'intent', 'kind'],
  ...['urgent', 'identity', 'missing', 'text', 'quoted', 'attachments', 'bounce', 'defects'],
  ...['category', 'hasNone', 'byOffice'],
].sort();
const IDENTITY_KEYS = [
  ...['fio', 'snils', 'snilsValid', 'otherSnils', 'inn', 'phone'],
  ...['fioSource', 'fioConfidence', 'onBehalfOf', 'innValid'],
].sort();
const FILE_KEYS = ['name', 'declared', 'type', 'bytes', 'verdict', 'reason', 'advice'].sort();

test('a folder: one object a line in the order of names, every key in each, a broken letter no exception', async () => {
  const folder = temporaryFolder();
  for (const name of ['05-exe-named-pdf.eml', '14-out-of-office.eml', '15-bounce.eml', '16-newsletter.eml']) {
    cpSync(join(SAMPLES, name), join(folder, name));
  }
  mkdirSync(join(folder, '15-folder'));
  cpSync(join(SAMPLES, '03-no-snils.eml'), join(folder, '15-folder', 'б.eml'));
  writeFileSync(join(folder, '00-empty.eml'), '');
  writeFileSync(join(folder, '99-noise.eml'), Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7919) % 256)));
  symlinkSync('/nowhere', join(folder, '98-link.eml'));

  const { code, stdout, stderr } = await cli({}, ['inspect', folder, '--json'], '/');
  const readings = objects(stdout);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readings.map(({ file }) => file)).toEqual([
    '00-empty.eml',
    '05-exe-named-pdf.eml',
    '14-out-of-office.eml',
    '15-bounce.eml',
    '15-folder/б.eml',
    '16-newsletter.eml',
    '98-link.eml',
    '99-noise.eml',
  ]);
  for (const reading of readings) {
    expect(Object.keys(reading).sort()).toEqual(KEYS);
    expect(Object.keys(reading.identity as object).sort()).toEqual(IDENTITY_KEYS);
    for (const file of reading.attachments as object[]) expect(Object.keys(file).sort()).toEqual(FILE_KEYS);
  }
  const [empty, exe, absence, bounce, plain, newsletter, link] = readings;
  expect(empty).toMatchObject({ from: null, messageId: null, date: null, text: '' });
  expect(exe).toMatchObject({ class: 'human', attachments: [{ verdict: 'accepted' }, { verdict: 'refused' }] });
  expect(absence).toMatchObject({
    class: 'automatic',
    answerable: false,
    signals: expect.arrayContaining([expect.any(String)]),
  });
  expect(bounce).toMatchObject({
    class: 'bounce',
    bounce: { recipient: expect.stringContaining('@'), status: expect.any(String), permanent: expect.any(Boolean) },
  });
  expect(plain).toMatchObject({ ticketRef: null, missing: ['snils'], identity: { snils: null, snilsValid: null } });
  expect(plain!.date).toBe(new Date(plain!.date as string).toISOString());
  expect(newsletter).toMatchObject({ class: 'list', answerable: false });
  expect(link).toMatchObject({ from: null, defects: [expect.stringContaining('ENOENT')] });
});

test('one letter by its path, as the office numbers its tickets', async () => {
  const file = join(temporaryFolder(), 'letter.eml');
  const letter = ['From: a@example.ru', 'Subject: Status 17-2026-12', '', 'Текст'].join('\r\n');
  writeFileSync(file, letter.replace('17-', 'ГУ-'));
  const env = environment({ OFFICE__TICKET_PREFIX: 'ГУ', OFFICE__TICKET_DIGITS: '4' });
  const { code, stdout } = await cli(env, ['inspect', file, '--json']);
  expect(code).toBe(0);
  expect(objects(stdout)).toMatchObject([{ file, ticketRef: 'ГУ-2026-0012' }]);
});

test('for people: a sheet a letter', async () => {
  const { code, stdout, stderr } = await cli({}, ['inspect', join(SAMPLES, '05-exe-named-pdf.eml')]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('05-exe-named-pdf.eml');
  expect(() => JSON.parse(stdout)).toThrow();
});

test('a path that is not there is said plainly', async () => {
  const { code, stdout, stderr } = await cli({}, ['inspect', '/nowhere/letter.eml', '--json']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe('priemnaya: there is no file or folder /nowhere/letter.eml\n');
});

test('a letter of 25 MB takes less than 300 MB of memory', async () => {
  const path = join(temporaryFolder(), 'great.eml');
  const pages = Buffer.alloc(18e6, randomBytes(4096)).toString('base64').replace(/.{76}/g, '$&\r\n');
  writeFileSync(
    path,
    `From: o@example.com\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${pages}`,
  );
  const told = `import { isMainThread } from 'node:worker_threads';
    if (isMainThread) process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)));`;
  const tell = { NODE_OPTIONS: `--import data:text/javascript;base64,${Buffer.from(told).toString('base64')}` };
  const { code, stdout, stderr } = await cli(tell, ['inspect', path, '--json']);
  expect(code).toBe(0);
  expect(objects(stdout)).toMatchObject([{ attachments: [{ bytes: 18e6, reason: 'damaged' }] }]);
  expect(Number(stderr)).toBeGreaterThan(50_000);
  expect(Number(stderr)).toBeLessThan(300_000);
});
