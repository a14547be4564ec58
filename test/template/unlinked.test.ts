import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matterOf } from '../../src/template/letterhead.ts';
import { receiptLetter } from '../../src/template/receipt.ts';
import { sampleLetters } from '../../src/template/samples/letters.ts';
import { BARE } from '../../src/template/samples/receipts.ts';
import { plainly, unlinked } from '../../src/template/unlinked.ts';
import { OWN_TEMPLATES, openTemplates } from '../../src/template-files.ts';

/** What mail programs take for a link: by scheme, by www, by two labels of which the last is a domain, by an at-sign. */
const LINKS = [
  /\b(?:https?|ftp|mailto|tel|file|javascript):[\w/]/i,
  /\bwww\./i,
  /\b[\w-]+(?:\.[\w-]+)*\.(?:com|ru|org|zip|mov|example|app|pl|рф|xn--p1ai)(?![\p{L}\p{N}-])/iu,
  /[\p{L}\p{N}-]+\.(?:com|ru|zip|рф|москва)(?![\p{L}\p{N}])/iu,
  /\w@\w/,
  /(?:\d{1,3}\.){3}\d{1,3}/,
];
const isLinked = (text: string) => LINKS.some((link) => link.test(text));

describe('is no link any more, and reads the same', () => {
  test.each([
    'evil.example.zip',
    'evil.example',
    'www.evil.example',
    'www.evil',
    'WWW.EVIL.EXAMPLE.pdf',
    'https://evil.example/login.pdf',
    'http_evil.com.pdf',
    'setup.zip',
    'evil.com.pdf',
    'evil.pdf.com',
    'вход.рф',
    'вход.рф.pdf',
    'госуслуги.com',
    'xn--b1aew.xn--p1ai',
    'support@evil.example',
    'support@evil.example.pdf',
    'mailto:a',
    'javascript:alert(1)',
    '10.0.0.1',
    '192.168.10.1.pdf',
    'Ошибка на сайте evil.com: срочно войдите на www.evil.example',
    'a.b.c.d.e.ru',
    'evil-1.ru/вход',
    'evil.ru:8080',
  ])('%s', (text) => {
    expect(isLinked(text)).toBe(true);
    const broken = unlinked(text);
    expect(isLinked(broken)).toBe(false);
    expect(plainly(broken)).toBe(text);
    expect(unlinked(broken)).toBe(broken);
  });
});

test.each([
  'скан.pdf',
  'скан (2).jpg',
  'scan.pdf',
  'IMG_20261120.HEIC',
  'Иванов И.И.pdf',
  'Заявление от 12.03.2026.docx',
  'документы.zip',
  'архив.tar.gz',
  'фото.mov',
  'Вопрос о выплате. Прошу ответить',
  'Т.е. не работает, и т.д.',
  'Версия 12.3, 15.12.2026, 10:30',
  'Тема: вход',
])('%s stays as it is', (text) => {
  expect(unlinked(text)).toBe(text);
});

test('whatever stands in it, nothing is lost, and twice is as once', () => {
  const word = fc.constantFrom(
    'www',
    'evil',
    'вход',
    '.',
    '..',
    '@',
    '://',
    ':',
    '/',
    ' ',
    'ru',
    'zip',
    'pdf',
    'рф',
    '1',
    'http',
    '-',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const text = words.join('');
      expect(plainly(unlinked(text))).toBe(text);
      expect(unlinked(unlinked(text))).toBe(unlinked(text));
      expect(LINKS.slice(0, 3).some((link) => link.test(unlinked(text)))).toBe(false);
    }),
  );
});

test('a long one takes no long time', () => {
  for (const text of ['a.'.repeat(50_000), '1.'.repeat(50_000), '@'.repeat(100_000), 'http:'.repeat(20_000)])
    unlinked(text);
});

describe('in our letters', () => {
  const renderer = openTemplates(OWN_TEMPLATES);
  const file = { id: null, type: null, bytes: 10, advice: [] };

  test('the name of a file, accepted or refused', () => {
    const { template, variables } = receiptLetter({
      ...BARE,
      files: [
        { ...file, name: 'evil.example.zip', verdict: 'refused', reason: 'archive' },
        { ...file, name: 'www.evil.example.pdf', verdict: 'accepted', reason: null },
      ],
    });
    const { text, html } = renderer.render(template, variables);
    for (const shape of [text, html]) {
      expect(plainly(shape)).toContain('evil.example.zip');
      expect(shape).not.toMatch(/evil\.example/);
      expect(shape).not.toMatch(/www\./);
    }
  });

  test('the subject of the ticket in the text; in the subject it stands as it was written', () => {
    expect(matterOf('Re: войдите на evil.com')).toBe('войдите на evil\u2060.\u2060com');
    const assignment = sampleLetters().find(({ template }) => template === 'assignment')!;
    const variables = { ...assignment.variables, matter: matterOf('войдите на evil.com') };
    const { subject, text, html } = renderer.render('assignment', variables);
    expect(subject).toContain('войдите на evil.com');
    for (const shape of [text, html.replace(/<title>.*?<\/title>/, '')]) expect(shape).not.toContain('evil.com');
  });
});
