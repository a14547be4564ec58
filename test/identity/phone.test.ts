import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../src/identity/fold.ts';
import { findPhones } from '../../src/identity/phone.ts';

const first = (text: string) => findPhones(fold(text))[0]?.phone ?? null;

describe('contact phone', () => {
  test('is read however a mobile number is typed', () => {
    const gap = fc.constantFrom('', ' ', '-', ' - ', '.', '\u00a0', '\u2011');
    const code = fc.constantFrom('+7', '8', '7', '');
    fc.assert(
      fc.property(fc.stringMatching(/^9\d{9}$/), code, gap, gap, fc.boolean(), (number, prefix, one, two, bracket) => {
        const area = bracket ? `(${number.slice(0, 3)})` : number.slice(0, 3);
        const written =
          prefix + one + area + two + number.slice(3, 6) + one + number.slice(6, 8) + one + number.slice(8);
        expect(first(`Мой телефон: ${written}`)).toBe(`+7${number}`);
      }),
    );
  });

  test.each([
    ['горячая линия 8-800-555-35-35', null],
    ['тел. +992 900 00 12 34, русский номер 8 940 541-13-25', '+79405411325'],
    ['мой старый номер 8-911-555-00-01 больше не действует, новый 8-911-555-00-02', '+79115550002'],
    ['Телефончик домашний 2-14-56', null],
    ['факс/тел (3852) 00-41-19', '+73852004119'],
    ['лицевой счёт 02499172879', null],
    ['Заявление № 4471902385', null],
    ['звонил вам по номеру 8 495 000-11-22', null],
    ['Звонил с номера 8 (945) 937-13-80', '+79459371380'],
    ['Мне позвонили с номера +7 495 000-99-88', null],
    ['Номер +7 701 555 00 11 казахстанский', null],
    ['т. 935.878.29.83', '+79358782983'],
    ['Телефон внучки 8(935)542-68-80', '+79355426880'],
    ['там номер заявления. Телефон +7 946 993-34-16', '+79469933416'],
    ['дом. тел. (8112) 00-01-45 не звонить, звонить на 8-946-649-71-59', '+79466497159'],
    ['Исп. Хохлова Регина Юрьевна, тел. (3476) 00-02-18', null],
    ['звонил дежурному 8 (843) 000-11-11 четыре раза. Жду звонка от вас: 8 (935) 538-57-06', '+79355385706'],
    ['101-517-001-80 — СНИЛС\n8 935 514 79 65 — телефон', '+79355147965'],
    ['тел. жены 8 935 514 79 65, мой 8 935 514 79 66', '+79355147966'],
    ['СНИЛС нет. Тел.: +7 977 555 65 65', '+79775556565'],
  ])('%s → %s', (text, phone) => expect(first(text)).toBe(phone));
});
