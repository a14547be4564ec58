/** The demo's table: everything of a row is told, nothing identifies a person fully, and the width is kept. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type DemoRow, maskPhone, maskSnils } from '../../src/demo/row.ts';
import { drawFull, drawLive } from '../../src/demo/table.ts';

const ROW: DemoRow = {
  letter: 'A good PDF, and an EXE named .pdf',
  ticket: 'ТП-2026-000005',
  status: 'awaiting_info',
  operator: null,
  found: {
    fio: { surname: 'Дёмин', given: 'Роман', patronymic: null },
    snils: '083-961-247 93',
    snilsValid: false,
    phone: '+79422484885',
  },
  files: [
    { name: 'Чек.pdf', verdict: 'accepted', reason: null },
    { name: 'Справка_об_оплате_госпошлины_за_ноябрь.pdf', verdict: 'refused', reason: 'name-mismatch' },
  ],
  answer: { state: 'sent', note: 'asks for the SNILS' },
};
const MACHINE: DemoRow = {
  letter: 'Newsletter',
  ticket: null,
  status: null,
  operator: null,
  found: { fio: null, snils: null, snilsValid: null, phone: null },
  files: [],
  answer: { state: 'never', note: 'a machine wrote it' },
};
/** Text without the line breaks and gaps that the columns brought. */
const run = (text: string) => stripVTControlCharacters(text).replace(/\s+/g, '');

describe('full table', () => {
  const drawn = drawFull([ROW, MACHINE], { width: 80, colour: false });

  test('tells all of a row', () => {
    for (const fact of ['ТП-2026-000005', '✓ Чек.pdf', '083-***-*** 93 wrong', '+7 942 ***-**-85']) {
      expect(drawn).toContain(fact);
    }
    expect(run(drawn)).toContain('Ожидаетуточнения');
    expect(drawn).toContain('no ticket');
    expect(drawn).toContain('– none due: a');
  });
  test('names the operator who has the ticket', () => {
    const given = drawFull([{ ...ROW, status: 'in_progress', operator: 'Орлова' }], { width: 80, colour: false });
    expect(given).toContain('В работе: Орлова');
  });
  test('does not tell a whole СНИЛС or phone', () => {
    expect(run(drawn)).not.toMatch(/961|247|2484/);
  });
  test('without colours: without a control character', () => {
    expect(drawn).toBe(stripVTControlCharacters(drawn));
  });
  test('with colours: the same text', () => {
    const coloured = drawFull([ROW, MACHINE], { width: 80, colour: true });
    expect(coloured).not.toBe(drawn);
    const trimmed = stripVTControlCharacters(coloured).replace(/ +$/gm, '');
    expect(trimmed).toBe(drawn);
  });
});

test.each([60, 80, 100, 160])('no line is wider than a terminal of %i columns', (width) => {
  const lines = [
    ...drawFull([ROW, MACHINE], { width, colour: false }).split('\n'),
    ...drawLive([ROW, MACHINE], { width, colour: false }),
  ];
  expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(width);
});

test('while the service works there is one line a letter under the head', () => {
  const due: DemoRow = { ...ROW, ticket: null, status: null, answer: { state: 'due', note: null } };
  const lines = drawLive([due, ROW, MACHINE], { width: 80, colour: false });
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['Letter', 'Ticket', 'Status', 'Answer'],
    ['A good PDF, and an EXE named .pdf', '… working'],
    ['A good PDF, and an EXE named .pdf', 'ТП-2026-000005', 'Ожидает уточнения', '✓ answered'],
    ['Newsletter', '– none due'],
  ]);
});

test('masks', () => {
  expect(maskSnils('063-700-252 28')).toBe('063-***-*** 28');
  expect(maskPhone('+79355267234')).toBe('+7 935 ***-**-34');
});
