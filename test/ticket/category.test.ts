import { expect, test } from 'vitest';
import { type Alarm, alarmOf, type Category, categoryOf } from '../../src/ticket/category.ts';

const letter = (subject: string, fresh: string) => ({ subject, split: { fresh, quoted: '', forwarded: null } });

test.each<[string, string, Category]>([
  ['Ошибка 502', 'При загрузке появляется ошибка, браузер Яндекс.', 'технические проблемы'],
  ['Не могу войти в личный кабинет', 'Забыла пароль.', 'личный кабинет'],
  ['Детское пособие', 'Подала заявление, жду.', 'услуги и заявления'],
  ['Двойное списание', 'Штраф один, а деньги списали два раза, верните.', 'платежи'],
  ['Смена фамилии', 'Вышла замуж, сменила фамилию, исправьте персональные данные.', 'персональные данные'],
  ['Здравствуйте', 'Просто хотел сказать спасибо.', 'общие вопросы'],
])('%s → %s', (subject, fresh, category) => expect(categoryOf(letter(subject, fresh))).toBe(category));

test('the office may bring words of its own', () => {
  const words = {
    'технические проблемы': [],
    'личный кабинет': [],
    'услуги и заявления': ['огород'],
    платежи: [],
    'персональные данные': [],
  };
  expect(categoryOf(letter('Огород', 'Не дают землю'), words)).toBe('услуги и заявления');
});

test.each<[string, Alarm | null]>([
  ['Мой кабинет взломали, оформили кредит', 'security'],
  ['Кто-то вошёл в мою учётную запись', 'security'],
  ['Я продиктовал код мошенникам', 'security'],
  ['Боюсь мошенников, удалите запись', null],
  ['Сведения конфиденциальные, не для третьих лиц', 'confidential'],
  ['Прошу помочь.\nДанное сообщение предназначено только для адресата и является конфиденциальным', null],
])('%s → %s', (fresh, alarm) => expect(alarmOf(letter('Обращение', fresh))).toBe(alarm));
