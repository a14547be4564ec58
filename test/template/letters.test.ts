import { describe, expect, test } from 'vitest';
import type { RefusalReason } from '../../src/attachment/verdict.ts';
import type { AnsweredFile } from '../../src/template/answered-files.ts';
import { receiptLetter } from '../../src/template/receipt.ts';
import { CANNED, rareLetters, sampleLetters } from '../../src/template/samples/letters.ts';
import { BARE } from '../../src/template/samples/receipts.ts';
import { OWN_TEMPLATES, openTemplates, readTemplates } from '../../src/template-files.ts';

const sources = readTemplates(OWN_TEMPLATES);
const renderer = openTemplates(OWN_TEMPLATES);
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** What the templates themselves say, without tags and values. */
const sentences = Object.entries(sources)
  .filter(([path]) => !path.startsWith('forms/'))
  .flatMap(([path, source]) => {
    const said = source.replace(/\{% comment %\}.*?\{% endcomment %\}/gs, '').split(/\{%.*?%\}|\{\{.*?\}\}/s);
    return said.map((piece) => ({ path, sentence: oneLine(piece) })).filter(({ sentence }) => /[а-яё]/i.test(sentence));
  });

describe('every letter', () => {
  // To be read by people: test/template/rendered/. After a change of wording: vitest run test/template -u
  test.each(sampleLetters())('$name reads as it stands in rendered/', async ({ name, template, variables }) => {
    const { subject, text, html } = renderer.render(template, variables);
    await expect(`${subject}\n\n${text}`).toMatchFileSnapshot(`rendered/${name}.txt`);
    await expect(html).toMatchFileSnapshot(`rendered/${name}.html`);
  });

  test('carries the number in square brackets in its subject', () => {
    for (const { template, variables } of [...sampleLetters(), ...rareLetters()]) {
      const { number } = variables as { number: string | null };
      const subject = /^\p{Lu}[^\]]*$/u;
      const { subject: written } = renderer.render(template, variables);
      expect(written.replace(number === null ? '' : `[${number}] `, '')).toMatch(subject);
      expect(written.startsWith('[ТП-2026-000123] ')).toBe(number !== null);
    }
  });

  test('has no stray signs: no doubled full stop, no space before a sign, no empty label', () => {
    for (const { template, variables } of [...sampleLetters(), ...rareLetters()]) {
      const { subject, text } = renderer.render(template, variables);
      expect(`${subject}\n${text}`).not.toMatch(
        /(?<!\.)\.\.(?!\.)| [,.:;?](?: |$)|: *,|\( ?\)|«»|null|undefined|\[object/m,
      );
    }
  });

  test('promises no day while the clock stands', () => {
    for (const { template, variables } of [...sampleLetters(), ...rareLetters()]) {
      const { text } = renderer.render(template, variables);
      if (/не идёт/.test(text)) expect(text).not.toMatch(/ответим/i);
    }
  });

  test('tells the same in text and in HTML', () => {
    const words = (written: string) =>
      oneLine(written)
        .replace(/[—•]|&\w+;/g, ' ')
        .match(/[\p{L}\d]+/gu) ?? [];
    const visible = (html: string) => html.replace(/<head>.*<\/head>|<[^>]*>/gs, ' ');
    for (const { template, variables } of [...sampleLetters(), ...rareLetters()]) {
      const { text, html } = renderer.render(template, variables);
      // HTML shows the office once more, at the top.
      expect(words(visible(html)).slice(2)).toEqual(words(text));
    }
  });

  test('shows no sentence for the first time to a citizen: the samples hold all of them', () => {
    const all = [...sampleLetters(), ...rareLetters()].map(({ template, variables }) => {
      const { subject, text } = renderer.render(template, variables);
      return oneLine(`${subject}\n${text}`);
    });
    for (const status of ['in_progress', 'awaiting_info'] as const) {
      all.push(...renderer.answers.names.map((name) => oneLine(renderer.answers.render(name, { ...CANNED, status }))));
    }
    const unseen = sentences.filter(({ sentence }) => !all.some((letter) => letter.includes(sentence)));
    expect(unseen).toEqual([]);
  });

  test('to a citizen shows СНИЛС as a pattern, never as a number', () => {
    for (const { template, variables } of sampleLetters().filter((letter) => !('reader' in letter.variables))) {
      expect(renderer.render(template, variables).text).not.toMatch(/\d{3}-\d{3}-\d{3}/);
    }
  });
});

describe('the wording', () => {
  test('has no foreign words but names of file types', () => {
    const foreign = sentences.flatMap(({ sentence }) => sentence.match(/[a-z]+/gi) ?? []);
    const commands = [
      'ask',
      'assign',
      'close',
      'department',
      'due',
      'note',
      'reject',
      'resolved',
      'senior',
      'template',
    ];
    expect([...new Set(foreign)].sort()).toEqual(['DKIM', 'JPG', 'PDF', 'PNG', 'XXX', 'YY', ...commands]);
  });

  test('is calm: short sentences, an exclamation mark for the greeting only', () => {
    for (const { path, sentence } of sentences) {
      if (path !== 'parts/greeting') expect(sentence).not.toContain('!');
      for (const one of sentence.split(/[.?:]/)) expect(one.split(' ').length).toBeLessThanOrEqual(20);
    }
  });
});

describe('a refused file', () => {
  const ALL: Record<RefusalReason, true> = {
    type: true,
    'name-mismatch': true,
    archive: true,
    damaged: true,
    empty: true,
    encrypted: true,
    'active-content': true,
    'too-large': true,
    'total-too-large': true,
    'too-many': true,
    'too-many-pixels': true,
    withheld: true,
    infected: true,
  };
  const adviceOn = (type: string | null, reason: RefusalReason) => {
    const file: AnsweredFile = { id: null, name: 'x', type, bytes: 10, verdict: 'refused', reason, advice: [] };
    const { template, variables } = receiptLetter({ ...BARE, files: [file] });
    return /^— x \(1 КБ\)\.? ?(.*)$/m.exec(renderer.render(template, variables).text)?.[1] ?? '';
  };

  test.each(Object.keys(ALL) as RefusalReason[])('for %s is told why and what to do', (reason) => {
    expect(adviceOn('bin', reason)).toMatch(/^\p{Lu}.{15,}\. \p{Lu}.{15,}\.$/u);
    const others = (Object.keys(ALL) as RefusalReason[]).filter((other) => other !== reason);
    expect(others.map((other) => adviceOn('bin', other))).not.toContain(adviceOn('bin', reason));
  });

  test.each([
    ['heic', 'сохраните как JPG', 'Наиболее совместимый'],
    ['webp', 'картинка WEBP', 'JPG или PNG'],
    ['tif', 'скан TIF', 'PDF'],
    ['docx', 'документ DOCX', 'сохраните как PDF'],
    ['xlsx', 'таблица XLSX', 'сохраните как PDF'],
    ['txt', 'просто текст', 'в письмо'],
    ['zip', 'архив ZIP', 'Извлечь всё'],
    ['exe', 'программа', 'антивирусом'],
    ['rar', 'архив RAR', 'Распакуйте'],
    ['7z', 'архив 7Z', 'Распакуйте'],
    ['gif', 'картинка GIF', 'JPG или PNG'],
    ['bmp', 'картинка BMP', 'JPG или PNG'],
    ['dng', 'снимок DNG', 'JPG'],
    ['djvu', 'скан DJVU', 'PDF'],
    ['doc', 'документ DOC', 'сохраните как PDF'],
    ['odt', 'документ ODT', 'сохраните как PDF'],
    ['rtf', 'документ RTF', 'сохраните как PDF'],
    ['pages', 'документ PAGES', 'сохраните как PDF'],
    ['xls', 'таблица XLS', 'сохраните как PDF'],
    ['html', 'страница из интернета', 'сохранить как PDF'],
    ['eml', 'другое письмо', 'снимок экрана'],
    ['msg', 'другое письмо', 'снимок экрана'],
    ['p7s', 'электронной подписи', 'сам документ'],
    ['vcf', 'записной книжки', 'прямо в письме'],
    ['ics', 'календаря', 'прямо в письме'],
    ['epub', 'книга', 'снимок'],
    ['mov', 'видео', 'снимков экрана'],
    ['ogg', 'звукозапись', 'словами'],
    ['mp4', 'видео', 'снимков экрана'],
    ['mp3', 'звукозапись', 'словами'],
    [null, 'не смогли понять', 'сохраните документ как PDF'],
    ['wasm', 'файл WASM', 'сохраните документ как PDF'],
  ])('of type %s has its own way out', (type, why, wayOut) => {
    expect(adviceOn(type, 'type')).toContain(why);
    expect(adviceOn(type, 'type').toLowerCase()).toContain(wayOut.toLowerCase());
  });
});
