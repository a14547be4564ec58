import { expect, test } from 'vitest';
import type { Fio } from '../../src/identity/identity.ts';
import { invalid, missing } from '../../src/identity/missing.ts';

const FULL: Fio = { surname: 'Ким', given: 'Александр', patronymic: null };

test.each<[string, Fio | null, boolean | null, string[]]>([
  ['a full name without patronymic is whole', FULL, true, []],
  ['no name', null, true, ['fio']],
  ['initials', { surname: 'Иванов', given: 'И.', patronymic: 'И.' }, true, ['fio']],
  ['no surname', { surname: null, given: 'Игорь', patronymic: null }, true, ['fio']],
  ['no СНИЛС', FULL, null, ['snils']],
  ['wrong control digits count as missing', FULL, false, ['snils']],
])('%s', (_rule, fio, snilsValid, items) => expect(missing({ fio, snilsValid })).toEqual(items));

test('what is wrong is told apart from what is not there', () => {
  expect(invalid({ snilsValid: false, innValid: false })).toEqual(['snils', 'inn']);
  expect(invalid({ snilsValid: null, innValid: null })).toEqual([]);
});
