/** Canned answers for `#шаблон имя` (domain.md §8). */
import { expect, test } from 'vitest';
import { createRenderer } from '../../src/template/render.ts';
import { CANNED } from '../../src/template/samples/letters.ts';
import { verifyTemplates } from '../../src/template/verify.ts';
import { OWN_TEMPLATES, readTemplates } from '../../src/template-files.ts';

const sources = readTemplates(OWN_TEMPLATES);
const { answers } = createRenderer(sources);

test('have Cyrillic names in alphabetical order', () => {
  expect(answers.names).toContain('восстановление-доступа');
  expect(answers.names.length).toBeGreaterThanOrEqual(5);
  expect(answers.names.every((name) => /^[а-яё-]+$/.test(name))).toBe(true);
  expect([...answers.names].sort()).toEqual(answers.names);
});

test.each([
  ['восстановление-доступа', 'восстановление-доступа'],
  ['Восстановление доступа', 'восстановление-доступа'],
  [' файл-не-открывается ', 'файл-не-открывается'],
  ['файл-не-открывается'.normalize('NFD'), 'файл-не-открывается'],
  ['как_прислать_СНИЛС', 'как-прислать-снилс'],
  ['восстановление', null],
  ['../letters/receipt', null],
  ['', null],
])('are found as people type them: «%s»', (typed, name) => {
  expect(answers.find(typed)).toBe(name);
});

test.each(answers.names)('«%s» reads as it stands in rendered/', async (name) => {
  const text = answers.render(name, CANNED);
  expect(text).not.toMatch(/[{}<>]| {2}|\n\n\n/);
  await expect(`${text}\n`).toMatchFileSnapshot(`rendered/canned-${name}.txt`);
});

test('tell facts of the ticket', () => {
  const text = answers.render('срок-рассмотрения', CANNED);
  expect(text).toContain(
    'Ваше обращение ТП-2026-000123 зарегистрировано 22 ноября 2026 г. Сейчас его статус: «В работе».',
  );
  expect(text).toContain('Мы ответим до 27 ноября 2026 г. Выходные');
});

test('name no day while the clock stands', () => {
  const text = answers.render('срок-рассмотрения', { ...CANNED, status: 'awaiting_info' });
  expect(text).toContain('Пока мы ждём, срок ответа не идёт: он сдвинется на столько же дней. Если понадобится');
  expect(text).not.toContain('27 ноября');
});

test('an unknown variable in one is an error at start', () => {
  const broken = createRenderer({ ...sources, 'answers/мой': 'Здравствуйте, {{ applicant.snils }}' });
  expect(() => verifyTemplates(broken)).toThrow(/^answers\/мой\.liquid: .*applicant/);
});

test('an office may have none', () => {
  const own = Object.entries(sources).filter(([path]) => !path.startsWith('answers/'));
  expect(createRenderer(Object.fromEntries(own)).answers.names).toEqual([]);
});
