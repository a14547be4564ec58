/** Invented people who write to the office. Enters: randomness. Leaves: who writes, with a СНИЛС that counts. Pure. */
import type { Random } from './random.ts';

export interface Citizen {
  surname: string;
  given: string;
  patronymic: string;
  snils: string;
  phone: string;
  city: string;
  street: string;
  /** Their own alone: a sender who gets many answers a day would be answered no more. */
  address: string;
}

const SURNAMES = [
  ...['Иванов', 'Смирнов', 'Кузнецов', 'Попов', 'Соколов', 'Лебедев', 'Козлов', 'Новиков', 'Морозов', 'Петров'],
  ...['Волков', 'Соловьёв', 'Васильев', 'Зайцев', 'Павлов', 'Семёнов', 'Голубев', 'Виноградов', 'Богданов', 'Воробьёв'],
  ...['Фёдоров', 'Михайлов', 'Беляев', 'Тарасов', 'Белов', 'Комаров', 'Орлов', 'Киселёв', 'Макаров', 'Андреев'],
  ...['Ковалёв', 'Ильин', 'Гусев', 'Титов', 'Кузьмин', 'Кудрявцев', 'Баранов', 'Куликов', 'Алексеев', 'Степанов'],
];
const MEN = [
  ...['Александр', 'Дмитрий', 'Максим', 'Сергей', 'Андрей', 'Алексей', 'Артём', 'Илья', 'Кирилл', 'Михаил', 'Никита'],
  ...['Матвей', 'Роман', 'Егор', 'Иван'],
];
const WOMEN = [
  ...['Анастасия', 'Мария', 'Анна', 'Виктория', 'Екатерина', 'Наталья', 'Марина', 'Полина', 'София', 'Дарья', 'Алина'],
  ...['Ирина', 'Елена', 'Ольга', 'Татьяна'],
];
const FATHERS = [
  ...['Александров', 'Дмитриев', 'Максимов', 'Сергеев', 'Андреев', 'Алексеев', 'Артёмов', 'Кириллов', 'Михайлов'],
  ...['Романов', 'Егоров', 'Иванов', 'Петров', 'Николаев', 'Владимиров'],
];
const CITIES = [
  'Тверь',
  'Рязань',
  'Калуга',
  'Тула',
  'Псков',
  'Вологда',
  'Кострома',
  'Ярославль',
  'Пенза',
  'Киров',
] as const;
const STREETS = [
  ...['ул. Ленина', 'ул. Гагарина', 'ул. Садовая', 'пр. Мира', 'ул. Победы', 'ул. Школьная', 'ул. Советская'],
  ...['пер. Речной', 'ул. Заводская', 'ул. Лесная'],
];

/** Invents the writer of a letter. */
export function inventCitizen(index: number, random: Random): Citizen {
  const woman = random.fraction() < 0.5;
  const surname = random.pick(SURNAMES) + (woman ? 'а' : '');
  const given = random.pick(woman ? WOMEN : MEN);
  const patronymic = random.pick(FATHERS) + (woman ? 'на' : 'ич');
  const digits = (count: number) => String(random.whole(10 ** (count - 1), 10 ** count - 1));
  return {
    surname,
    given,
    patronymic,
    snils: inventSnils(random),
    phone: `+7 (9${digits(2)}) ${digits(3)}-${digits(2)}-${digits(2)}`,
    city: random.pick(CITIES),
    street: `${random.pick(STREETS)}, д. ${random.whole(1, 180)}, кв. ${random.whole(1, 240)}`,
    address: `citizen.${String(index).padStart(6, '0')}@citizen${index % 7}.example`,
  };
}

/** Check digits: digit i × (10 − i), mod 101, 100 → 00 (domain.md §3). */
function inventSnils(random: Random): string {
  const digits = Array.from({ length: 9 }, (_, at) => random.whole(at === 0 ? 1 : 0, 9));
  const sum = digits.reduce((total, digit, at) => total + digit * (9 - at), 0);
  const check = String((sum % 101) % 100).padStart(2, '0');
  const [a, b, c] = [0, 3, 6].map((at) => digits.slice(at, at + 3).join(''));
  return `${a}-${b}-${c} ${check}`;
}
