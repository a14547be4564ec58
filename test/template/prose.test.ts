import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matterOf } from '../../src/template/letterhead.ts';
import { lineOf, linesOf, paragraphsOf } from '../../src/template/prose.ts';

test.each([
  ['а\nб', ['а', 'б']],
  ['а\r\nб\rв', ['а', 'б', 'в']],
  ['\n\nа\n\n\n\nб\n\n', ['а', '', 'б']],
  ['а\u2028б', ['а', 'б']],
  ['  отступ\tи конец  ', ['  отступ и конец']],
  ['\u202eзадом\u202c\u0000', ['задом']],
  ['👨‍👩‍👧', ['👨‍👩‍👧']],
  ['', []],
  [' \n ', []],
])('the lines of %j are %j', (text, lines) => {
  expect(linesOf(text)).toEqual(lines);
});

test('paragraphs are what stands between empty lines', () => {
  expect(paragraphsOf('а\nб\n\nв')).toEqual([['а', 'б'], ['в']]);
  expect(paragraphsOf(' ')).toEqual([]);
});

test('no visible word of a text is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const words = (one: string) => one.match(/[\p{L}\p{N}]+/gu) ?? [];
      expect(words(linesOf(text).join('\n'))).toEqual(words(text));
    }),
  );
});

test('a reason is one line', () => {
  expect(lineOf('ждём\n\n  ответа\u0007')).toBe('ждём ответа');
  expect(lineOf('я'.repeat(5000))).toHaveLength(1000);
});

test.each([
  ['Не могу войти', 'Не могу войти'],
  ['Re: RE[2]: Fwd: Отв: Не могу войти', 'Не могу войти'],
  ['Re: [ТП-2026-000123] Ответ: не могу', 'не могу'],
  ['тема\r\nBcc: x@example.com', 'тема Bcc: x\u2060@\u2060example\u2060.\u2060com'],
  ['Re: ', null],
  ['', null],
  ['ж'.repeat(100), `${'ж'.repeat(69)}…`],
])('the matter of %j is %j', (subject, matter) => {
  expect(matterOf(subject)).toBe(matter);
});
