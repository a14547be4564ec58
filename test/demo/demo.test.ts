/** The whole demo, as `npm run demo -- --once` runs it: the real service, and what a newcomer reads of every sample letter. */
import { beforeAll, expect, test } from 'vitest';
import { runDemo } from '../../src/demo/demo.ts';
import { SAMPLES } from '../../src/demo/samples.ts';

let output = '';
/** The row of a letter in the full table, each cell's lines run together. */
function rowOf(caption: string): string {
  const [head = '', ...rows] = output.slice(output.indexOf('Letter ')).split(/\n─+\n/);
  const starts = ['Letter', 'Ticket and answer', 'Found', 'Files'].map((title) => head.indexOf(title));
  const cellsOf = (row: string) =>
    starts.map((start, i) => {
      const lines = row.split('\n').map((line) => line.slice(start, starts[i + 1]).trim());
      return lines.join(' ').trim();
    });
  const cells = rows.map((row) => cellsOf(row.split('\n\n')[0] ?? ''));
  return cells.find(([letter]) => letter === caption)?.join(' | ') ?? '';
}

beforeAll(async () => {
  const terminal = {
    isTTY: false,
    write: (text: string) => {
      output += text;
    },
  };
  await runDemo(terminal, { width: 160, colour: false }, null);
}, 120_000);

const expected: Record<string, RegExp> = {
  'Lost password, photo of screen': /Принято ✓ answered \| Лукьянова Антонина Васильевна 047-\*\*\*-\*\*\* 58/,
  'Official statement, PDF': /Иванова Мария Петровна .*\| ✓ Заявление Ивановой\.pdf/,
  'No SNILS given': /✓ answered: asks for the SNILS/,
  'SNILS with wrong check digits': /Ожидает уточнения .* 126-\*\*\*-\*\*\* 15 wrong/,
  'A good PDF, and an EXE named .pdf': /✓ Чек\.pdf .*✗ Справка об оплате\.pdf: name lies about content/,
  'Scan of 6 MB': /✗ Справка о регистрации \(скан\)\.jpg: too large/,
  'Photo in HEIC': /✗ IMG_2481\.HEIC: type not accepted/,
  'Urgent by its subject, screenshot': /Крутиков Павел Андреевич .*\| ✓ ошибка 503\.png/,
  'Written in windows-1251': /Пахомов Геннадий Ильич/,
  'Written in koi8-r': /Белкина Анастасия Юрьевна/,
  'HTML only': /Ковригина Елена Дмитриевна/,
  Complaint: /Шестаков Виктор Николаевич/,
  Suggestion: /Юдина Мария Константиновна/,
  'Out-of-office reply': /no ticket – none due: a machine wrote it/,
  Bounce: /no ticket – none due: a bounce/,
  Newsletter: /no ticket – none due: a mailing list/,
  'The statement, delivered twice': /none due: the same letter again/,
  'Answers our receipt with SNILS': /Варламов Олег Сергеевич .*118-\*\*\*-\*\*\* 44/,
  "Asks about a stranger's ticket": /Ступин Кирилл Евгеньевич/,
};

test('every sample letter has its expectation here', () => {
  expect(Object.keys(expected).sort()).toEqual(SAMPLES.map(({ caption }) => caption).sort());
});
test.each(Object.entries(expected))('%s', (caption, row) => {
  expect(rowOf(caption)).toMatch(row);
});
test('the follow-up joined the ticket of the letter without СНИЛС, the statement has one ticket', () => {
  const ticketOf = (caption: string) => /ТП-\d{4}-\d{6}/.exec(rowOf(caption))?.[0] ?? 'none';
  expect(ticketOf('Answers our receipt with SNILS')).toBe(ticketOf('No SNILS given'));
  expect(ticketOf('The statement, delivered twice')).toBe(ticketOf('Official statement, PDF'));
  expect(ticketOf("Asks about a stranger's ticket")).not.toBe(ticketOf('Lost password, photo of screen'));
});
test('one automatic reply is printed as its writer sees it', () => {
  expect(output).toMatch(/│ To: {6}lukyanova\.antonina@example\.org/);
  expect(output).toContain('│ Здравствуйте, Антонина Васильевна!');
});
