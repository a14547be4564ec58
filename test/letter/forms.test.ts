/** Of the forms of a text the one is read that says more; what both say is read once, and in the plain form. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { richer, together, withoutRepeats } from '../../src/letter/forms.ts';

const WORDS = 'прошу выслать справку составе семьи адрес улица садовая дом квартира снилс номер код вход'.split(' ');
const sentence = fc.array(fc.constantFrom(...WORDS), { minLength: 3, maxLength: 40 }).map((words) => words.join(' '));

test('the longer of two beginnings', () => {
  fc.assert(
    fc.property(sentence, sentence, (one, more) => {
      expect(richer(one, `${one} ${more}`)).toBe(`${one} ${more}`);
      expect(richer(`${one} ${more}`, one)).toBe(`${one} ${more}`);
    }),
  );
});

test('of equal ones the plain one, however its lines are broken and marked', () => {
  fc.assert(
    fc.property(sentence, fc.constantFrom('\n', '  ', '\n> ', ', ', ' *'), (text, between) => {
      const plain = text.replaceAll(' ', between);
      expect(richer(plain, text)).toBe(plain);
    }),
  );
});

test.each([
  '',
  '\u200b\n\u200b',
  '\ufeff',
  'Отправлено с iPhone',
  'Отправлено с Xiaomi',
  'Отправлено из приложения Молния',
  'Sent via Nobody Knows It',
  'Данное письмо создано в формате HTML.',
  'Для просмотра письма откройте его в браузере: https://example.ru/1',
  'Please view this email in your browser',
  'This is an HTML-only message.',
  'Ваш почтовый клиент не может отобразить это письмо.',
  'Вы видите этот текст, потому что ваш почтовый клиент не поддерживает html',
  'Текстовая версия письма отсутствует',
  '[image: справка.png]',
  '<image001.png>',
  '????? ????',
  '--',
])('%j says less than «Помогите, не приходит код»', (plain) => {
  expect(richer(plain, 'Помогите, не приходит код')).toBe('Помогите, не приходит код');
});

test('who speaks of HTML and browsers in both forms is read in the plain one', () => {
  const plain = 'Письмо в формате HTML не отображается,\nоткрыть в браузере не могу.';
  expect(richer(plain, plain.replace('\n', ' '))).toBe(plain);
});

test('what only the quote lacks does not matter', () => {
  const quote = '> Здравствуйте! Пришлите номер.\n> Служба';
  expect(richer('Вот номер: 5', `Вот номер: 5\n${quote}`)).toBe('Вот номер: 5');
});

test('a letter sent on as a quote does', () => {
  const quote = '> Здравствуйте! Не могу войти в личный кабинет, код не приходит третий день, помогите, пожалуйста.';
  expect(richer('Пересылаю.', `Пересылаю.\n${quote}`)).toBe(`Пересылаю.\n${quote}`);
});

test('parts of one type that differ belong together', () => {
  expect(together('Первая часть', 'Вторая часть')).toBe('Первая часть\n\nВторая часть');
  expect(together('Первая часть', 'Первая часть.')).toBe('Первая часть');
  expect(together('', 'Первая часть')).toBe('Первая часть');
  expect(withoutRepeats(['один два три', 'Один, два, три!', 'да', 'да', 'один два'])).toEqual([
    'один два три',
    'да',
    'один два',
  ]);
});
