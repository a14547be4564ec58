/**
 * The staff of the demo: two departments, an operator in each, all invented. `email` is also the name under which an
 * operator signs in to the embedded post office.
 */

export const DEPARTMENTS = [
  {
    id: 'cabinet',
    title: 'Отдел личных кабинетов',
    categories: ['личный кабинет', 'персональные данные', 'технические проблемы'],
  },
  {
    id: 'services',
    title: 'Отдел услуг и платежей',
    categories: ['услуги и заявления', 'платежи', 'общие вопросы'],
  },
];

export const STAFF = [
  {
    name: 'Орлова Вера Павловна',
    email: 'orlova@staff.example.ru',
    position: 'специалист',
    department: 'cabinet',
    role: 'operator',
  },
  {
    name: 'Зимин Илья Маратович',
    email: 'zimin@staff.example.ru',
    position: 'ведущий специалист',
    department: 'services',
    role: 'operator',
  },
];

/** The operator with this address; null for everybody else. */
export function operatorBy(email: string | null): (typeof STAFF)[number] | null {
  return STAFF.find((member) => member.email === email) ?? null;
}
