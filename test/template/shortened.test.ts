/** People's words made fewer: the first ones stay, and what is cut says so. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortened } from '../../src/template/shortened.ts';

const cut = (variables: object, signs: number) => shortened({ template: 't', variables }, signs).variables;

test.each<[string, object, number, object]>([
  ['enough room', { lines: ['раз', 'два'], cut: false }, 100, { lines: ['раз', 'два'], cut: false }],
  ['whole lines', { lines: ['раз', 'два', 'три'], cut: false }, 8, { lines: ['раз', 'два'], cut: true }],
  ['within a line', { lines: ['здравствуйте'], cut: false }, 7, { lines: ['здравст…'], cut: true }],
  [
    'the first text before the others',
    { thread: [{ lines: ['раз'] }, { lines: ['два'] }, { lines: ['три'] }], number: 'ТП-1' },
    6,
    { thread: [{ lines: ['раз'] }, { lines: ['дв…'], cut: true }, { lines: ['…'], cut: true }], number: 'ТП-1' },
  ],
  [
    'nothing that is no text',
    { listed: [{ id: 'F-1' }], help: null, urgent: true },
    0,
    { listed: [{ id: 'F-1' }], help: null, urgent: true },
  ],
  ['an empty text', { lines: [], cut: false }, 0, { lines: [], cut: false }],
])('%s', (_, variables, signs, shown) => {
  expect(cut(variables, signs)).toEqual(shown);
});

test('no more is shown than may be', () => {
  const texts = fc.array(fc.array(fc.string({ maxLength: 40 }), { maxLength: 10 }), { maxLength: 6 });
  fc.assert(
    fc.property(texts, fc.nat({ max: 300 }), (entries, signs) => {
      const shown = cut({ thread: entries.map((lines) => ({ lines })) }, signs) as { thread: { lines: string[] }[] };
      const rest = shown.thread.flatMap(({ lines }) => lines).map((line) => line.replace(/…$/, ''));
      expect(rest.join('').length).toBeLessThanOrEqual(signs);
    }),
  );
});
