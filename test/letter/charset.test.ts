import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { decodeText } from '../../src/letter/charset.ts';

const CHARSETS = ['windows-1251', 'koi8-r', 'cp866', 'iso-8859-5', 'utf-8'];
const SENTENCES = [
  'Не могу войти в личный кабинет.',
  'ПРОШУ РАССМОТРЕТЬ МОЁ ОБРАЩЕНИЕ',
  'Щукин Эфраим Юрьевич',
  'Субсидия на оплату ЖКУ не начислена',
  'Запись ребёнка в детский сад',
  'от Эльвиры Шайхутдиновой',
  'Портал Госуслуг выдаёт ошибку 500, снимок экрана прилагаю',
  'Сбой при оплате госпошлины',
];

const cases = CHARSETS.flatMap((charset) => SENTENCES.map((sentence): [string, string] => [charset, sentence]));

test.each(cases)('undeclared %s: %s', (charset, sentence) => {
  expect(decodeText(iconv.encode(sentence, charset), null)).toMatchObject({ text: sentence, charset });
});

test('a wrong declaration is overruled by plausible Russian', () => {
  const declared = [...CHARSETS, 'us-ascii', 'iso-8859-1', 'windows-1252', 'x-unknown', 'no such charset'];
  fc.assert(
    fc.property(fc.constantFrom(...declared), fc.constantFrom(...CHARSETS), (name, charset) => {
      const text = SENTENCES.filter((sentence) => !sentence.includes('ПРОШУ')).join('. ');
      expect(decodeText(iconv.encode(text, charset), name).text).toBe(text);
    }),
  );
});

test.each([
  ['iso-8859-1', 'Grüße aus Köln'],
  ['shift_jis', '日本語のテキスト'],
  ['koi8-u', 'Їжак і ґанок'],
  ['windows-1251', 'Ўладзімір'],
])('a right declaration is followed: %s', (charset, text) => {
  expect(decodeText(iconv.encode(text, charset), charset)).toMatchObject({ text, defect: null });
});

test.each([
  ['windows-1251', 'прошу помочь, вход не работает'],
  ['koi8-r', 'Прошу помочь, вход не работает'],
  ['cp866', 'Прошу помочь, вход не работает'],
  ['iso-8859-1', 'Прошу помочь, вход не работает'],
])('UTF-8 encoded twice by way of %s is undone', (through, text) => {
  const twice = Buffer.from(iconv.decode(Buffer.from(text), through === 'iso-8859-1' ? 'binary' : through));
  expect(decodeText(twice, 'utf-8')).toMatchObject({ text, defect: 'charset: utf-8 read as utf-8 encoded twice' });
});

test.each([
  ['utf-7', '+BB8EQAQ4BDIENQRC-, abc', 'Привет, abc'],
  ['iso-2022-jp', '\x1b$BF|K\\\x1b(B', '日本'],
  ['hz-gb-2312', '~{Dc:C~}', '~{Dc:C~}'],
])('letters by shifts: %s', (charset, written, text) => {
  expect(decodeText(Buffer.from(written, 'latin1'), charset).text).toBe(text);
});

test.each(['Да', 'Нет', 'Спасибо', 'Ольга', 'Добрый день', 'ПАСПОРТ', 'Где ответ?', '1 рубль'])(
  'a word or two: %s',
  (text) => {
    for (const charset of ['windows-1251', 'koi8-r']) {
      for (const declared of [null, 'us-ascii', 'utf-8', 'iso-8859-1', 'windows-1252']) {
        expect(decodeText(iconv.encode(text, charset), declared).text).toBe(text);
      }
    }
  },
);

test.each(['utf-16le', 'utf-16be'])('%s is known without being declared, and under the name of utf-16', (charset) => {
  const bytes = iconv.encode('Не могу войти в личный кабинет.\r\nПомогите.', charset);
  for (const declared of [null, 'utf-8', 'utf-16', 'windows-1251']) {
    expect(decodeText(bytes, declared).text).toBe('Не могу войти в личный кабинет.\r\nПомогите.');
  }
});

test('UTF-8 under the name of utf-16 is read as it is', () => {
  expect(decodeText(Buffer.from('Не могу войти'), 'utf-16').text).toBe('Не могу войти');
  expect(decodeText(Buffer.from('help me'), 'utf-16').text).toBe('help me');
});

test.each(['Grüße aus Köln', 'Crème brûlée, s’il vous plaît', 'Año nuevo'])(
  'undeclared Latin letters stay Latin: %s',
  (text) => {
    for (const declared of [null, 'us-ascii'])
      expect(decodeText(iconv.encode(text, 'windows-1252'), declared).text).toBe(text);
  },
);
