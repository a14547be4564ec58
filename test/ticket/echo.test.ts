/** Our own letter in an operator's answer: found however a mail program has set it, and not where he only answers. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { echoOf } from '../../src/ticket/echo.ts';

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
  ])('%s', (_, text) => expect(echo(text).length).toBeGreaterThan(0));

  test('the footer, where it is not known which letter is answered', () => {
    expect(echo(`${ANSWER}\nСлужебное письмо, не пересылайте его за пределы службы.`, null)).toHaveLength(1);
  });
});

describe('goes out', () => {
  test.each<[string, string]>([
    ['an answer', ANSWER],
    ['one with the number and the matter', `${ANSWER}\nОбращение ТП-2026-000123\nНе могу войти в личный кабинет`],
    ['a word of the citizen’s repeated', 'Вы пишете: «Пишет „Учётная запись заблокирована“». Мы её разблокировали.'],
    ['a short heading', `${ANSWER}\nВложения\nСтатус`],
    ['nothing', ''],
  ])('%s', (_, text) => expect(echo(text)).toEqual([]));
});
