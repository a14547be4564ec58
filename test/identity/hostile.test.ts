import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identify } from '../../src/identity/identify.ts';
import { alarmOf, categoryOf } from '../../src/ticket/category.ts';
import { intentOf } from '../../src/ticket/intent.ts';
import { findTicketRef } from '../../src/ticket/number.ts';

function readAll(text: string): void {
  const letter = { subject: text.slice(0, 5000), split: { fresh: text, quoted: text, forwarded: null } };
  identify({ ...letter, from: { address: 'a@example.ru', name: text.slice(0, 500) } });
  const ticketRef = findTicketRef(letter, 'ТП');
  intentOf({ ...letter, isReply: true, ticketRef });
  categoryOf(letter);
  alarmOf(letter);
}

/** Each repeated to 100 KB: what a quadratic pattern would choke on. */
test.each([
  '1',
  '-',
  ' ',
  '\n',
  'а',
  'a',
  'аa',
  'А ',
  'И. ',
  '1 ',
  '123-',
  '+7(',
  '«',
  '"',
  'снилс ',
  'снилс 1-',
  'инн 12 ',
  'ФИО: ',
  'Фамилия: Иванов ',
  'Иван Петрович ',
  'я, ',
  'когда ',
  'повторно пишу уже ',
  'ТП-2026-',
  'а-',
  'добрый день, ',
  'Уважаемый ',
  'ул. ',
  'закрыть ',
  'Ким Ли ',
  'Петров\n',
  'я новый ',
  'мой кабинет на имя ',
  'Петров (Лужин) ',
  'в базе я ',
  '> > a@example.ru писал:\n',
  '12О',
  'оператор не ',
  'Аль ',
  'иванова м.п. ',
])('100 KB of %j are read in linear time', (piece) => {
  const small = piece.repeat(Math.ceil(25_000 / piece.length));
  const started = performance.now();
  readAll(small);
  const once = performance.now() - started;
  const again = performance.now();
  readAll(small.repeat(4));
  // Four times the text may take many times four on a busy machine, never the sixteen times a hundred of a blow-up.
  expect(performance.now() - again).toBeLessThan(Math.max(3000, once * 100));
});

test('no text breaks the reader', () => {
  const word = fc.constantFrom(
    'Иванов',
    'иван',
    'И.',
    'Петрович',
    'оглы',
    'СНИЛС',
    'ФИО:',
    '112-233-445 95',
    '\n',
    ',',
    '«',
    'ТП-2026-1',
    'от',
    'Ким',
    'John',
    '-',
    'мама',
    '8 916',
    '\u0000',
    '🙂',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 5 })), { maxLength: 40 }), (words) =>
      readAll(words.join(' ')),
    ),
    { numRuns: 200 },
  );
});
