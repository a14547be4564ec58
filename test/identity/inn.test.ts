import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseInn, findInn, isInnValid } from '../../src/identity/inn.ts';

function control(digits: string, weights: number[]): string {
  return String((weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0) % 11) % 10);
}
const ten = fc.stringMatching(/^\d{9}$/).map((base) => base + control(base, [2, 4, 10, 3, 5, 9, 4, 6, 8]));
const twelve = fc.stringMatching(/^\d{10}$/).map((base) => {
  const eleven = base + control(base, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
  return eleven + control(eleven, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
});

const chosen = (text: string) => chooseInn(findInn(text))?.inn ?? null;

describe('ИНН', () => {
  test('right control digits pass, any single changed digit does not', () => {
    fc.assert(
      fc.property(fc.oneof(ten, twelve), fc.nat(), fc.integer({ min: 1, max: 9 }), (inn, place, shift) => {
        expect(isInnValid(inn)).toBe(true);
        const last = inn.length - 1 - (place % 2 === 0 || inn.length === 10 ? 0 : 1);
        const changed = inn.slice(0, last) + ((Number(inn[last]) + shift) % 10) + inn.slice(last + 1);
        expect(isInnValid(changed)).toBe(false);
      }),
    );
  });

  test('is found behind its label', () => {
    fc.assert(
      fc.property(fc.oneof(ten, twelve), (inn) => {
        expect(chosen(`Мой ИНН: ${inn}.`)).toBe(inn);
      }),
    );
  });

  test.each([
    ['ИНН 162956488500 не мой указан, мой 163239183568', '163239183568'],
    ['ИНН школы 7740374240', '7740374240'],
    ['ИНН организации 5045760466, мой ИНН 504999943713', '504999943713'],
    ['ИНН мужа 773696532540', null],
    ['ИНН 773696532540 у тёзки, а мой ИНН 163239183568', '163239183568'],
    ['чужой ИНН 773696532540', null],
    ['ОГРНИП 321784700012345', null],
    ['тел. 89161234567, номер 773696532540', null],
    ['ИНН не помню, СНИЛС 112-233-445 95', null],
  ])('%s → %s', (text, inn) => expect(chosen(text)).toBe(inn));
});
