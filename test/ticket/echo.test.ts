/** Our own letter in an operator's answer: found however a mail program has set it, and not where he only answers. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { echoOf, withoutEcho } from '../../src/ticket/echo.ts';

const ASSIGNMENT = readFileSync(new URL('../template/rendered/assignment.txt', import.meta.url), 'utf8');
const HARMLESS = [
  'Служба поддержки',
  'support@example.org',
  'Петров Сергей Иванович',
  'ТП-2026-000123',
  'Не могу войти в личный кабинет',
];
const echo = (text: string, ours: string | null = ASSIGNMENT) => echoOf(text, { text: ours, harmless: HARMLESS });

const ANSWER =
  'Здравствуйте, Мария Петровна!\n\nБлокировка снята, попробуйте войти ещё раз.\n\nС уважением,\nСлужба поддержки';
const lines = ASSIGNMENT.split('\n');
const internal = lines.filter((line) => !line.startsWith('>')).join('\n');
const written = lines.filter((line) => line.startsWith('>')).map((line) => line.slice(2));

describe('is held', () => {
  test.each<[string, string]>([
    ['the whole letter below the answer', `${ANSWER}\n\n${ASSIGNMENT}`],
    ['… above the answer', `${internal}\n${ANSWER}`],
    ['… its lines broken anew', `${ANSWER}\n${internal.replaceAll(' ', '\n')}`],
    ['… as one line', `${ANSWER}\n${internal.replace(/\s+/g, ' ')}`],
    ['… as rows of a table', `${ANSWER}\n${internal.replaceAll(': ', '\t')}`],
    ['a row alone', `${ANSWER}\nПолный ответ до: 27.11.2026, 18:00`],
    ['the citizen’s data', `${ANSWER}\nПочта: maria@example.ru (Мария Иванова)`],
    ['a command of the help', `${ANSWER}\n— #заметка звонили в ведомство, ждём — для своих, заявителю не уйдёт ничего`],
    ['all that the citizen wrote', `${ANSWER}\n${written.join('\n')}`],
    ['most of it', `${ANSWER}\n${written.slice(2, 6).join('\n')}`],
    ['… on one line', `${ANSWER} ${written.join(' ')}`],
    ['the head of our letter', `${ANSWER}\n\nОт: Служба поддержки <support+t${'a2'.repeat(14)}@example.org>`],
    ['two short rows', `${ANSWER}\nСНИЛС: 112-233-445 95\nТелефон: +79161234567`],
    ['… as cells of a table', `${ANSWER}\nСНИЛС:\n112-233-445 95\nПолучено:\n22.11.2026, 14:05`],
  ])('%s', (_, text) => expect(echo(text).length).toBeGreaterThan(0));

  test('the footer, where it is not known which letter is answered', () => {
    expect(echo(`${ANSWER}\nСлужебное письмо, не пересылайте его за пределы службы.`, null)).toHaveLength(1);
  });
});

test('without it his own words are left', () => {
  expect(withoutEcho(`Подтверждаю\n\n${ASSIGNMENT}`, ASSIGNMENT).trim()).toBe('Подтверждаю');
  expect(withoutEcho(`${internal.replaceAll(': ', ':\t')}\nДа, отправьте.`, ASSIGNMENT).trim()).toBe('Да, отправьте.');
  expect(withoutEcho(ANSWER, null)).toBe(ANSWER);
});

test('a long letter of the citizen’s on one line', () => {
  const sentence = (at: number) => `Это предложение номер ${at} в длинном письме гражданина о пособии.`;
  const letter = `> ${Array.from({ length: 40 }, (_, at) => sentence(at)).join(' ')}`;
  const some = (count: number) => Array.from({ length: count }, (_, at) => sentence(at)).join('\n');
  expect(echo(`${ANSWER}\n${some(30)}`, letter)).toHaveLength(30);
  expect(echo(`${ANSWER}\n${some(5)}`, letter)).toEqual([]);
});

describe('goes out', () => {
  test.each<[string, string]>([
    ['an answer', ANSWER],
    ['one with the number and the matter', `${ANSWER}\nОбращение ТП-2026-000123\nНе могу войти в личный кабинет`],
    ['a word of the citizen’s repeated', 'Вы пишете: «Пишет „Учётная запись заблокирована“». Мы её разблокировали.'],
    ['a short heading', `${ANSWER}\nВложения\nСтатус`],
    ['words that are a heading of ours too', `${ANSWER}\nМы получили текст обращения и передали его.\nТекст обращения`],
    ['a number of his', 'Ваш СНИЛС: 112-233-445 95 найден, позвоним на телефон: +79161234567.'],
    ['a question of his', 'Вы спрашиваете, почему не могу войти в личный кабинет со вчерашнего вечера. Отвечаем.'],
    ['nothing', ''],
  ])('%s', (_, text) => expect(echo(text)).toEqual([]));
});
