import { expect, test } from 'vitest';
import { countText, dayText, listText, momentText, sizeText } from '../../src/template/wording.ts';

const MIB = 2 ** 20;

test.each([
  [0, '0 КБ'],
  [1, '1 КБ'],
  [310_000, '303 КБ'],
  [MIB - 1, '1023 КБ'],
  [MIB, '1 МБ'],
  [1.2 * MIB, '1,2 МБ'],
  [5 * MIB, '5 МБ'],
  [5 * MIB + 1, '5,1 МБ'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test.each([
  [0, '0 файлов'],
  [1, '1 файл'],
  [2, '2 файла'],
  [5, '5 файлов'],
  [11, '11 файлов'],
  [21, '21 файл'],
  [112, '112 файлов'],
])('%d is %s', (count, text) => {
  expect(countText(count, ['файл', 'файла', 'файлов'])).toBe(text);
});

test.each([
  ['Europe/Moscow', '1 января 2027 г., 00:30 (время московское)'],
  ['Asia/Yekaterinburg', '1 января 2027 г., 02:30 (время: Екатеринбург)'],
  ['Europe/Kaliningrad', '31 декабря 2026 г., 23:30 (время: Восточная Европа)'],
])('a moment in %s is %s', (timeZone, text) => {
  expect(momentText(new Date('2026-12-31T21:30:00Z'), timeZone)).toBe(text);
});

test('a day is the day in the office', () => {
  expect(dayText(new Date('2026-11-26T22:00:00Z'), 'Europe/Moscow')).toBe('27 ноября 2026 г.');
});

test('things are listed as in speech', () => {
  expect(['PDF', 'PDF JPG', 'PDF JPG PNG'].map((types) => listText(types.split(' ')))).toEqual([
    'PDF',
    'PDF и JPG',
    'PDF, JPG и PNG',
  ]);
});
