/** The whole demo, as `npm run demo -- --once` runs it: the real service, and what a newcomer reads of every sample letter. */
import { beforeAll, describe, expect, test } from 'vitest';
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
  'Lost password, photo of screen': /В работе: Орлова ✓ answered \| Лукьянова Антонина Васильевна 047-\*\*\*-\*\*\* 58/,
  'Official statement, PDF': /В работе: \S+ ✓ answered \| Иванова Мария Петровна .*\| ✓ Заявление Ивановой\.pdf/,
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
  'Answers our receipt with SNILS': /В работе: Зимин ✓ answered \| Варламов Олег Сергеевич .*118-\*\*\*-\*\*\* 44/,
  "Asks about a stranger's ticket": /В работе: \S+ ✓ answered \| Ступин Кирилл Евгеньевич/,
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
test('whose data are complete is with an operator, the others are asked', () => {
  const tickets = Object.keys(expected)
    .map(rowOf)
    .filter((row) => row.includes('ТП-'));
  const waiting = tickets.filter((row) => !/В работе: (Орлова|Зимин) /.test(row));
  expect(waiting).toEqual([rowOf('SNILS with wrong check digits')]);
});
test('one automatic reply is printed as its writer sees it', () => {
  expect(output).toMatch(/│ To: {6}lukyanova\.antonina@example\.org/);
  expect(output).toContain('│ Здравствуйте, Антонина Васильевна!');
});

describe('the conversation', () => {
  /** Its letters: the line of who to whom, the subject, and the rest run together. */
  const letters = () =>
    output
      .slice(output.indexOf('\n1. '))
      .split(/\n(?=\d\. )/)
      .slice(1)
      .map((letter) => {
        const [who = '', subject = '', ...text] = letter.split('\n').map((line) => line.replace(/^[\s│]+/, ''));
        return { who, subject, text: text.join(' ') };
      });
  const her = 'Антонина Лукьянова, citizen';
  const operator = 'Орлова Вера Павловна, operator';

  test('goes from citizen to operator and back until the ticket is closed', () => {
    expect(letters().map(({ who }) => who)).toEqual([
      `1. ${her} → The office`,
      `2. The office → ${her}`,
      `3. The office → ${operator}`,
      `4. ${operator} → The office`,
      `5. The office → ${her}`,
      `6. The office → ${operator}`,
      `7. ${her} → The office`,
      `8. The office → ${her}`,
      `9. The office → ${operator}`,
    ]);
  });
  test('the citizen gets the words of the operator, not the command, the signature or the address', () => {
    const [, , , written, received] = letters();
    expect(written?.text).toMatch(/^#решено .* orlova@staff\.example\.ru /);
    expect(received?.subject).toMatch(/^\[ТП-\d{4}-\d{6}\] /);
    expect(received?.text).toContain('Код не приходил');
    expect(received?.text).not.toMatch(/#решено|orlova|доб\. 214|Новое обращение/);
  });
  test('at the end both are told, and the journal holds every step', () => {
    const [, , , , , , word, farewell, notice] = letters();
    expect(word?.text).toMatch(/^Спасибо, всё получилось\./);
    expect(farewell?.text).toContain('закрыли обращение');
    expect(notice?.text).toContain('Закрыто');
    const steps = output.slice(output.indexOf('in its journal:')).match(/Принято|В работе|Решено|Закрыто/g);
    expect(steps).toEqual(['Принято', 'В работе', 'Решено', 'Закрыто']);
  });
});
