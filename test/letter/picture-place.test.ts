/** A picture in the text is the letter's, unless others, words or its place say that it is a signature's. */

import { describe, expect, test } from 'vitest';
import type { FilePart } from '../../src/letter/letter.ts';
import { readLetter } from '../../src/letter/read.ts';

const IMG = '<img src="cid:i1@x">';
const OURS = 'Служба поддержки';

/** A letter with an HTML text and inline pictures named `1.png`, `2.png` … with the IDs `i1@x`, `i2@x` …. */
async function places(
  html: string,
  more: { names?: string[]; files?: string[]; subject?: string; plain?: boolean } = {},
) {
  const { names = ['image001.png'], files = [], subject = 'Вход', plain = false } = more;
  const parts = names.map(
    (name, index) =>
      `--b\nContent-Type: image/png; name="${name}"\nContent-ID: <i${index + 1}@x>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n`,
  );
  const attached = files.map(
    (name) => `--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="${name}"\n\n%PDF-1.4\n`,
  );
  const letter = `From: a@example.ru\nSubject: ${subject}\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/${plain ? 'plain' : 'html'}; charset=utf-8\n\n${html}\n${parts.join('')}${attached.join('')}--b--\n`;
  return (await readLetter(Buffer.from(letter))).files
    .filter(({ contentId }) => contentId !== null)
    .map(({ place }: FilePart) => place);
}

describe('the letter’s own', () => {
  test.each([
    ['a picture alone', IMG],
    ['a picture in a table', `<table><tr><td>${IMG}</td></tr></table>`],
    ['a greeting and a picture', `<p>Добрый день!</p>${IMG}`],
    ['a picture and the signature of a phone', `${IMG}<p>Отправлено с iPhone</p>`],
    ['a picture above the closing words', `${IMG}<p>С уважением,<br>Иванов Иван</p>`],
  ])('%s is the matter', async (_what, html) => {
    expect(await places(html)).toEqual(['matter']);
  });

  test('a picture alone, whatever its name', async () => {
    expect(await places(IMG, { names: ['logo.png'] })).toEqual(['matter']);
  });

  test('pictures alone', async () => {
    const html = '<img src="cid:i1@x"><br><img src="cid:i2@x"><img src="cid:i3@x">';
    expect(await places(html, { names: ['1.png', '2.png', '3.png'] })).toEqual(['matter', 'matter', 'matter']);
  });

  test.each([
    ['below words', `<p>Не могу войти, вот ошибка:</p>${IMG}`],
    ['between words', `<p>Вот ошибка:</p>${IMG}<p>Что делать?</p><p>С уважением, Иванов</p>`],
    ['in a line of words', `<p>Нажимаю ${IMG} и ничего не происходит.</p>`],
    ['below words without a colon', `<p>Не приходит код</p><div>${IMG}</div>`],
    ['below the name of who speaks of it', `<p>Скриншот прилагаю.</p><p>Иванов Иван</p>${IMG}`],
    ['below the closing words of who speaks of it', `<p>Снимок экрана ниже.</p><p>С уважением, Иванов</p>${IMG}`],
    ['behind words', `<table background="cid:i1@x"><tr><td>Не могу войти.</td></tr></table>`],
    ['below a postscript', `<p>Не войти.</p><p>С уважением, Иванов</p><p>P.S. Вот что я вижу:</p>${IMG}`],
  ])('%s', async (_what, html) => {
    expect(await places(html)).toEqual(['text']);
  });

  test('of plain text that shows it', async () => {
    expect(await places('Вот ошибка:\n\n[cid:i1@x]\n\nПомогите', { plain: true })).toEqual(['text']);
  });

  test('of a letter that is sent on', async () => {
    const inner = `<div>---------- Forwarded message ---------<br>От: Пётр &lt;petr@example.ru&gt;<br>Date: пт, 27 нояб. 2026 г. в 10:00<br>Subject: Ошибка<br>To: &lt;vera@example.ru&gt;<br><br><p>Вот ошибка:</p>${IMG}</div>`;
    expect(await places(`<p>Пересылаю.</p>${inner}`, { subject: 'Fwd: Ошибка' })).toEqual(['text']);
  });
});

describe('decoration', () => {
  test.each([
    ['below closing words', `<p>Не могу войти, помогите.</p><p>С уважением,<br>Иванов Иван<br>ООО «Ромашка»</p>${IMG}`],
    ['beside closing words', `<p>Не могу войти, помогите.</p><p>Best regards, Ivan ${IMG}</p>`],
    ['below the delimiter', `<p>Не могу войти, помогите.</p><p>--</p><p>Иванов</p>${IMG}`],
    ['in the box of a signature', `<p>Не могу войти.</p><div class="gmail_signature">${IMG}</div>`],
    ['below a telephone number', `<p>Не могу войти, помогите.</p><p>Иванов<br>тел. +7 900 000-00-00</p>${IMG}`],
    ['above an address', `<p>Не могу войти, помогите.</p>${IMG}<p>ivanov@example.ru</p>`],
    ['below a name', `<p>Не могу войти, помогите.</p><p>Иванов Иван Иванович</p>${IMG}`],
    ['that links to a page', `<p>Не могу войти, помогите.</p><a href="https://example.ru">${IMG}</a>`],
    ['called a logo', `<p>Не могу войти.</p><img alt="Логотип" src="cid:i1@x">`],
    ['in what is quoted', `<p>Спасибо!</p><blockquote type="cite"><p>${OURS}</p>${IMG}</blockquote>`],
    [
      'in a table of a signature',
      `<p>Не войти.</p><p>С уважением,</p><table><tr><td>${IMG}</td><td>Иванов<br>+7 900 000-00-00</td></tr></table>`,
    ],
  ])('%s', async (_what, html) => {
    const found = await places(html, { subject: 'Re: Вход' });
    expect(found).toEqual(['decoration']);
  });

  test('a row of icons', async () => {
    const html = '<p>Не могу войти.</p><p><img src="cid:i1@x"><img src="cid:i2@x"><img src="cid:i3@x"></p>';
    expect(await places(html, { names: ['1.png', '2.png', '3.png'] })).toEqual([
      'decoration',
      'decoration',
      'decoration',
    ]);
  });

  test('what a trimmed signature left behind', async () => {
    expect(await places('<p>Не могу войти.</p>')).toEqual(['decoration']);
  });

  test('a logo below the closing words, where the screenshot stands above', async () => {
    const html = '<p>Скриншот:</p><img src="cid:i1@x"><p>С уважением, Иванов</p><img src="cid:i2@x">';
    expect(await places(html, { names: ['1.png', '2.png'] })).toEqual(['text', 'decoration']);
  });

  test('a logo below the closing words, where the file that is spoken of is attached', async () => {
    const html = `<p>Скан прилагаю.</p><p>С уважением, Иванов</p>${IMG}`;
    expect(await places(html, { files: ['скан.pdf'] })).toEqual(['decoration']);
  });

  test('a logo of a letter without a word that brings a file', async () => {
    expect(await places(`<p>С уважением, Иванов</p>${IMG}`, { files: ['скан.pdf'] })).toEqual(['decoration']);
  });
});
