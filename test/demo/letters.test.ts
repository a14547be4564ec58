/** Every sample letter is what the demo says it is, read with the library that the service reads with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { type ParsedMail, simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { padPicture } from '../../src/demo/prepare.ts';
import { OFFICE_ADDRESS, SAMPLES } from '../../src/demo/samples.ts';

const FOLDER = join(import.meta.dirname, '../../src/demo/letters');
const FILES = readdirSync(FOLDER).sort();
const bytesOf = (file: string) => readFileSync(join(FOLDER, file));
const read = (file: string) => simpleParser(bytesOf(file));

/** СНИЛС of a letter and whether its check digits serve (domain.md §3). */
function snilsOf(text: string): { snils: string; valid: boolean }[] {
  return [...text.matchAll(/(\d{3})[\s\u2011-](\d{3})[\s\u2011-](\d{3})\s(\d\d)/g)].map(([, a, b, c, check]) => {
    const sum = [...`${a}${b}${c}`].reduce((total, digit, i) => total + Number(digit) * (9 - i), 0) % 101;
    return { snils: `${a}-${b}-${c} ${check}`, valid: (sum === 100 ? 0 : sum) === Number(check) };
  });
}

const fromOf = (mail: ParsedMail) => mail.from?.value[0]?.address ?? '';

describe('every letter', () => {
  test('is in the list of samples, and the list has no other', () => {
    expect([...new Set(SAMPLES.map((sample) => sample.file))].sort()).toEqual(FILES);
    expect(FILES.length).toBeGreaterThanOrEqual(16);
  });

  test.each(FILES)('%s has CRLF lines only, and is small enough for a repository', (file) => {
    const raw = bytesOf(file).toString('latin1');
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(raw.length).toBeLessThan(60_000);
  });

  test.each(FILES)('%s is written to the office by invented people of example domains', async (file) => {
    const mail = await read(file);
    expect([mail.to ?? []].flat()[0]?.value[0]?.address).toBe(OFFICE_ADDRESS);
    expect(fromOf(mail)).toMatch(/@([a-z]+\.)?example\.(ru|com|org)$/i);
    expect(mail.messageId).toMatch(/^<[^<>\s]+@[^<>\s]*example\.(ru|com|org)>$/);
    expect(mail.date).toBeInstanceOf(Date);
    expect(mail.subject).not.toMatch(/=\?|\uFFFD/);
    expect(mail.text).not.toContain('\uFFFD');
  });

  test('has a Message-ID of its own', async () => {
    const ids = await Promise.all(FILES.map(async (file) => (await read(file)).messageId));
    expect(new Set(ids).size).toBe(FILES.length);
  });
});

describe('identity in the letters', () => {
  const wrong = '04-wrong-snils.eml';
  const none = ['03-no-snils.eml', '14-out-of-office.eml', '15-bounce.eml', '16-newsletter.eml'];

  test.each(FILES.filter((file) => file !== wrong && !none.includes(file)))(
    '%s gives one right СНИЛС',
    async (file) => {
      expect(snilsOf((await read(file)).text ?? '')).toMatchObject([{ valid: true }]);
    },
  );
  test('only one letter gives a СНИЛС with wrong check digits', async () => {
    expect(snilsOf((await read(wrong)).text ?? '')).toEqual([{ snils: '126-550-814 15', valid: false }]);
  });
  test.each(none)('%s gives none', async (file) => {
    expect((await read(file)).text).not.toMatch(/\d{3}.\d{3}.\d{3}.\d\d/);
  });
});

describe('files in the letters', () => {
  const cases = [
    { file: '01-lost-password.eml', names: ['экран.jpg'], types: ['jpg'] },
    { file: '02-official-statement.eml', names: ['Заявление Ивановой.pdf'], types: ['pdf'] },
    { file: '05-exe-named-pdf.eml', names: ['Чек.pdf', 'Справка об оплате.pdf'], types: ['pdf', 'exe'] },
    { file: '07-heic-photo.eml', names: ['IMG_2481.HEIC'], types: ['heic'] },
    { file: '08-urgent-outage.eml', names: ['ошибка 503.png'], types: ['png'] },
  ];
  test.each(cases)('$file: $types', async ({ file, names, types }) => {
    const { attachments } = await read(file);
    expect(attachments.map((one) => one.filename)).toEqual(names);
    const found = await Promise.all(attachments.map((one) => fileTypeFromBuffer(one.content)));
    expect(found.map((one) => one?.ext)).toEqual(types);
  });

  test('the scan is 6 MB when it is delivered, and is still a picture', async () => {
    const [scan] = (await simpleParser(padPicture(bytesOf('06-six-megabytes.eml')))).attachments;
    expect(scan?.filename).toBe('Справка о регистрации (скан).jpg');
    expect(scan?.size).toBeGreaterThanOrEqual(6 * 2 ** 20);
    expect((await fileTypeFromBuffer(scan?.content ?? Buffer.alloc(0)))?.ext).toBe('jpg');
    expect(scan?.content.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
  });
});

describe('what the letters are there to show', () => {
  test('an urgent subject', async () => {
    expect((await read('08-urgent-outage.eml')).subject).toMatch(/^Сбой /);
  });
  test.each([
    ['09-windows-1251.eml', 'charset=Windows-1251', 'Пахомов Геннадий Ильич'],
    ['10-koi8-r.eml', 'charset=koi8-r', 'Белкина Анастасия Юрьевна'],
  ])('%s is 8-bit text in another charset', async (file, declared, name) => {
    expect(bytesOf(file).toString('latin1')).toContain(declared);
    expect(bytesOf(file).some((byte) => byte > 127)).toBe(true);
    expect(bytesOf(file).toString('utf8')).not.toContain(name);
    expect((await read(file)).text).toContain(name);
  });
  test('HTML without a plain part', async () => {
    expect(bytesOf('11-html-only.eml').toString()).toMatch(/^Content-Type: text\/html/m);
    expect(bytesOf('11-html-only.eml').toString()).not.toMatch(/text\/plain|multipart/);
  });
  test('an out-of-office reply says that it is one', async () => {
    const { headers } = await read('14-out-of-office.eml');
    expect(headers.get('auto-submitted')).toBe('auto-replied');
  });
  test('a bounce is a delivery report from the null sender', async () => {
    const raw = bytesOf('15-bounce.eml').toString();
    expect(raw).toMatch(/^Return-Path: <>\r\n/);
    expect(raw).toContain('multipart/report; report-type=delivery-status');
    expect(raw).toMatch(/^Status: 5\.1\.1\r$/m);
  });
  test('a newsletter has a list', async () => {
    expect((await read('16-newsletter.eml')).headerLines.map((line) => line.key)).toContain('list-id');
  });
  test('a follow-up is written by the person whose СНИЛС was missing', async () => {
    expect(fromOf(await read('17-follow-up.eml'))).toBe(fromOf(await read('03-no-snils.eml')));
  });
  test("a stranger is nobody of the first ticket's people", async () => {
    const mail = await read('18-strangers-number.eml');
    expect(fromOf(mail)).not.toBe(fromOf(await read('01-lost-password.eml')));
    expect(mail.subject).toBe('Статус обращения TP-2026-000001');
  });
});
