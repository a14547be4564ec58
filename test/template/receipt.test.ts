import { describe, expect, test } from 'vitest';
import type { AnsweredFile } from '../../src/template/answered-files.ts';
import { type ReceiptFacts, receiptLetter } from '../../src/template/receipt.ts';
import { BARE } from '../../src/template/samples/receipts.ts';
import { OWN_TEMPLATES, openTemplates } from '../../src/template-files.ts';

const renderer = openTemplates(OWN_TEMPLATES);
const write = (facts: Partial<ReceiptFacts>) => {
  const { template, variables } = receiptLetter({ ...BARE, ...facts });
  return renderer.render(template, variables).text;
};
const file = (name: string, change: Partial<AnsweredFile> = {}): AnsweredFile => {
  return { id: null, name, type: 'pdf', bytes: 1000, verdict: 'accepted', reason: null, advice: [], ...change };
};

describe('the greeting', () => {
  test.each([
    ['given name and patronymic', 'Мария', 'Петровна', 'Здравствуйте, Мария Петровна!'],
    ['a double name', 'Анна-Мария', 'Карл-Густавовна', 'Здравствуйте, Анна-Мария Карл-Густавовна!'],
    ['a patronymic of two words', 'Айдар', 'Ринат оглы', 'Здравствуйте, Айдар Ринат оглы!'],
    ['no patronymic', 'Джон', null, 'Здравствуйте!'],
    ['initials', 'М.', 'П.', 'Здравствуйте!'],
    ['something that is no name', 'Купите http://spam.example', 'Петровна', 'Здравствуйте!'],
  ])('with %s', (_what, given, patronymic, greeting) => {
    expect(write({ applicant: { given, patronymic } }).split('\n')[0]).toBe(greeting);
  });

  test('of nobody in particular', () => {
    expect(write({ applicant: null }).split('\n')[0]).toBe('Здравствуйте!');
  });
});

describe('the facts', () => {
  test('are number, time in the office, status and the day', () => {
    const text = write({ timeZone: 'Asia/Vladivostok', dueAt: new Date('2026-11-27T20:00:00Z') });
    expect(text).toContain('Номер обращения: ТП-2026-000123\n');
    expect(text).toContain('Письмо получено: 22 ноября 2026 г., 21:05 (время: Владивосток)\n');
    expect(text).toContain('Статус: Принято\n');
    expect(text).toContain('Ответим: до 28 ноября 2026 г.\n');
  });

  test('of a finished ticket promise no day', () => {
    expect(write({ status: 'closed' })).not.toContain('Ответим');
  });
});

describe('what is missing', () => {
  test('is asked for item by item, and only that', () => {
    expect(write({})).not.toContain('Нужны ещё сведения');
    expect(write({ missing: ['fio'] })).toContain('Фамилию, имя и отчество');
    expect(write({ missing: ['fio'] })).not.toContain('Номер СНИЛС');
    expect(write({ missing: ['snils'] })).toContain('XXX-XXX-XXX YY');
  });

  test('differs from what is wrong', () => {
    expect(write({ missing: ['snils'] })).not.toContain('опечатка');
    expect(write({ missing: ['snils'], snilsInvalid: true })).toContain('опечатка');
  });
});

describe('files', () => {
  test('are counted in good Russian and shown with their size', () => {
    const text = write({
      files: [
        file('а.pdf', { bytes: 1_258_291 }),
        file('б.pdf'),
        file('в.pdf', { verdict: 'refused', reason: 'empty' }),
      ],
    });
    expect(text).toContain('Мы приняли 2 файла\n\n— а.pdf (1,2 МБ)\n— б.pdf (1 КБ)');
    expect(text).toContain('Мы не смогли принять 1 файл\n');
  });

  test('that could be better are advised on together, and are accepted all the same', () => {
    const text = write({
      files: [
        file('а.jpg', { advice: ['large-image', 'unreadable'] }),
        file('б.jpg', { advice: ['large-image'] }),
        file('в.jpg'),
      ],
    });
    expect(text).toContain('Мы приняли 3 файла');
    expect(text).toContain('— а.jpg. Текст здесь трудно прочитать');
    expect(text).toContain('— а.jpg, б.jpg. Больше 2 МБ');
    expect(text).not.toContain('Мы не смогли принять');
    expect(write({ files: [file('в.jpg')] })).not.toContain('нетрудно');
  });

  test('with one reason are told of together', () => {
    const heic = { type: 'heic', verdict: 'refused', reason: 'type' } as const;
    const text = write({
      files: [file('1.heic', heic), file('2.pdf', { verdict: 'refused', reason: 'damaged' }), file('3.heic', heic)],
    });
    expect(text).toContain('— 1.heic (1 КБ), 3.heic (1 КБ). Это снимок HEIC');
    expect(text.match(/HEIC/g)).toHaveLength(1);
  });

  test('by the thousand do not make the answer longer', () => {
    const text = write({ files: Array.from({ length: 5000 }, (_, i) => file(`${i}.pdf`)) });
    expect(text).toContain('Мы приняли 5000 файлов');
    expect(text).toContain('ещё 4970 файлов');
    expect(text.length).toBeLessThan(3000);
  });

  test('with endless names keep their beginning and end', () => {
    expect(write({ files: [file(`${'ж'.repeat(300)}.pdf`)] })).toMatch(/— ж{67}…ж{8}\.pdf/);
  });

  test('have their identifiers', () => {
    expect(write({ files: [file('а.pdf', { id: '123-1' })] })).toContain('— а.pdf (1 КБ, № 123-1)');
  });
});

test('an office has limits of its own', () => {
  const limits = { types: ['pdf', 'docx'], maxFile: 10 * 2 ** 20, maxTotal: 25 * 2 ** 20, maxCount: 21, maxText: 3001 };
  const text = write({ limits, textTooLong: true });
  expect(text).toContain('файлы PDF и DOCX: каждый до 10 МБ, все вместе до 25 МБ, не больше 21 файла в письме');
  expect(text).toContain('длиннее, чем 3001 знак');
});
