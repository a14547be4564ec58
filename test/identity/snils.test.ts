import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../src/identity/fold.ts';
import { findSnils, formatSnils, isSnilsValid, parseSnils } from '../../src/identity/snils.ts';

/** Nine digits above the unchecked range, with their control digits. */
const rightDigits = fc.integer({ min: 1_001_999, max: 999_999_999 }).map((number) => {
  const digits = String(number).padStart(9, '0');
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (9 - place), 0);
  return digits + String((sum % 101) % 100).padStart(2, '0');
});
const separator = fc.constantFrom(
  '',
  ' ',
  '-',
  '\u2011',
  '\u2013',
  '\u2014',
  '\u2212',
  '\u00a0',
  '\u202f',
  '.',
  ' - ',
  '\n',
  ' \u2013 ',
);

describe('СНИЛС', () => {
  test('is read however it is separated, and its canonical form reads back to itself', () => {
    fc.assert(
      fc.property(rightDigits, separator, separator, separator, (digits, one, two, three) => {
        const written =
          digits.slice(0, 3) + one + digits.slice(3, 6) + two + digits.slice(6, 9) + three + digits.slice(9);
        const canonical = formatSnils(digits);
        expect(findSnils(fold(`Мой СНИЛС: ${written}, помогите`))).toMatchObject([{ snils: canonical, valid: true }]);
        expect(parseSnils(fold(written))).toBe(canonical);
        expect(parseSnils(canonical)).toBe(canonical);
      }),
    );
  });

  test('a changed control number is noticed', () => {
    fc.assert(
      fc.property(rightDigits, fc.integer({ min: 1, max: 99 }), (digits, shift) => {
        const wrong = String((Number(digits.slice(9)) + shift) % 100).padStart(2, '0');
        expect(isSnilsValid(formatSnils(digits))).toBe(true);
        expect(isSnilsValid(formatSnils(digits.slice(0, 9) + wrong))).toBe(false);
      }),
    );
  });

  test.each([
    ['112-233-445 95', true],
    ['001-001-998 00', true],
    ['001-001-999 00', false],
    ['000-000-000 00', false],
    ['112-233-445 9', false],
  ])('%s: %s', (snils, valid) => expect(isSnilsValid(snils)).toBe(valid));

  test.each([
    ['тел. 89429264263, СНИЛС пока не получила'],
    ['Лицевой счёт за воду 02499172879'],
    ['чек 83120451277 и чек 83120451290'],
    ['8 957 833 36 12'],
    ['+7 (904) 123-45-67'],
    ['СНИЛС потеряла, паспорт 4509 123456'],
    ['СНИЛС у мамы, звоните 8-905-555-12-12'],
    ['полис ОМС 5049 4308 7412 0033'],
  ])('is not: %s', (text) => expect(findSnils(fold(text))).toEqual([]));

  test.each([
    ['СНИЛС ***-***-023 54'],
    ['СНИЛС: 1041506670'],
    ['снилс 123-456-78'],
    ['СНИЛС XXX-XXX-445 95'],
    ['снилс: 148-332-905 417'],
  ])('is given and does not serve: %s', (text) => {
    expect(findSnils(fold(text))).toMatchObject([{ snils: null, valid: false, labelled: true }]);
  });

  test.each([
    ['СНИЛС О48-217-464 6О', '048-217-464 60'],
    ['СНИЛС\u00a0№\u00a0064\u2011285\u2011891\u00a090', '064-285-891 90'],
    ['мой снилс １０７－７８０－１６８ ６２', '107-780-168 62'],
    ['номер страхового свидетельства 127-915-830 82', '127-915-830 82'],
    ['063-390-675 68 (снилс, если нужен)', '063-390-675 68'],
    ['160-894-986-13 (СНИЛС)\nсот. +7 946 7806103', '160-894-986 13'],
    ['снилс сто семьдесят шесть, а цифрами 176-873-731 28', '176-873-731 28'],
  ])('is found: %s', (text, snils) => expect(findSnils(fold(text)).map((found) => found.snils)).toEqual([snils]));
});
