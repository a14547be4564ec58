import { describe, expect, test } from 'vitest';
import { findDepartment, findStaff, type StaffMember } from '../../src/ticket/staff.ts';

const person = (name: string, email: string): StaffMember => ({ name, email, department: null, role: 'operator' });
const staff = [
  person('Иванов Игорь Ильич', 'ivanov@example.ru'),
  person('Иванов Пётр Сергеевич', 'ivanov.p@example.ru'),
  person('Петрова Анна Сергеевна', 'petrova@example.ru'),
  person('Соловьёв Артём', 'solovyov@example.ru'),
  person('Иван Иванович Ким', 'kim@example.ru'),
  person('Римская-Корсакова Ольга Львовна', 'olga@example.ru'),
];

describe('a colleague is found', () => {
  test.each<[string, string[]]>([
    ['Петрова', ['petrova@example.ru']],
    ['ПЕТРОВА', ['petrova@example.ru']],
    ['петрова а.с.', ['petrova@example.ru']],
    ['Петрова А. С.', ['petrova@example.ru']],
    ['А.С. Петрова', ['petrova@example.ru']],
    ['Петрова Анна', ['petrova@example.ru']],
    ['Анна Петрова', ['petrova@example.ru']],
    ['Петрова Анна Сергеевна', ['petrova@example.ru']],
    ['Петрова\u00a0А.\u00a0С.', ['petrova@example.ru']],
    ['соловьев', ['solovyov@example.ru']],
    ['Соловьев А.', ['solovyov@example.ru']],
    ['Римская-Корсакова', ['olga@example.ru']],
    ['Иванов И.И.', ['ivanov@example.ru']],
    ['Иванов П.', ['ivanov.p@example.ru']],
    ['petrova@example.ru', ['petrova@example.ru']],
    ['Petrova@Example.RU', ['petrova@example.ru']],
    ['<petrova@example.ru>', ['petrova@example.ru']],
    ['petrova@example.ru <mailto:petrova@example.ru>', ['petrova@example.ru']],
  ])('%s', (text, found) => {
    expect(findStaff(text, staff).map(({ email }) => email)).toEqual(found);
  });

  test('namesakes are all named', () => {
    expect(findStaff('Иванов', staff)).toHaveLength(2);
  });

  test.each([
    ['nobody of that name', 'Сидоров'],
    ['another initial', 'Петрова О.'],
    ['another given name', 'Петрова Ольга'],
    ['one initial too many', 'Соловьев А.А.'],
    ['a given name alone', 'Анна'],
    ['initials alone', 'А.С.'],
    ['half of a surname', 'Римская'],
    ['another case of the surname', 'Петровой'],
    ['an address that is longer', 'xpetrova@example.ru'],
    ['an address elsewhere', 'petrova@example.com'],
    ['more than a name', 'Петрова срочно'],
    ['nothing', ' '],
  ])('nobody: %s', (_, text) => {
    expect(findStaff(text, staff)).toEqual([]);
  });
});

describe('a department is found', () => {
  const department = (id: string, title: string) => ({ id, title, categories: [], purpose: null });
  const departments = [
    department('cabinet', 'Отдел личных кабинетов'),
    department('payments', 'Отдел платежей'),
    department('it', 'Технический отдел'),
  ];

  test.each([
    ['payments', ['payments']],
    ['PAYMENTS', ['payments']],
    ['Отдел платежей', ['payments']],
    ['«Отдел платежей»', ['payments']],
    ['платежей', ['payments']],
    ['личных\u00a0кабинетов', ['cabinet']],
    ['отдел', ['cabinet', 'payments', 'it']],
    ['кабинет', []],
    ['', []],
  ])('%j', (text, found) => {
    expect(findDepartment(text, departments).map(({ id }) => id)).toEqual(found);
  });
});
