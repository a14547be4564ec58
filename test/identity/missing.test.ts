import { expect, test } from 'vitest';
import { identify } from '../../src/identity/identify.ts';
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
])('%s', (_rule, fio, snilsValid, items) => expect(missing({ fio, fioConfidence: 0.9, snilsValid })).toEqual(items));

test('a doubt which of two people writes is asked about', () => {
  const read = (fresh: string) => identify({ from: null, subject: '', split: { fresh, quoted: '', forwarded: null } });
  const doubtful = read('Смирнов Пётр Ильич, Лужина Анна Львовна. СНИЛС 112-233-445 95. Код не приходит.');
  expect(missing(doubtful)).toEqual(['fio']);
  expect(doubtful.fioRunnerUp).not.toBeNull();
  expect(missing(read('Я Лужина Анна Львовна. Смирнов Пётр Ильич не ответил. 112-233-445 95'))).toEqual([]);
  expect(missing(read('Просим мы:\nСмирнов Пётр Ильич\nЛужина Анна Львовна\n112-233-445 95'))).toEqual([]);
});

test('what is wrong is told apart from what is not there', () => {
  expect(invalid({ snilsValid: false, innValid: false })).toEqual(['snils', 'inn']);
  expect(invalid({ snilsValid: null, innValid: null })).toEqual([]);
});
