/** A file's name is safe to show and to save, and still the sender's own. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeName, uniqueName } from '../../src/attachment/name.ts';

describe('safeName', () => {
  test.each<[string | null, string | null, string]>([
    // given, type, safe
    ['Заявление Ивановой М.П..pdf', 'pdf', 'Заявление Ивановой М.П.pdf'],
    ['скан паспорта.PDF', 'pdf', 'скан паспорта.PDF'],
    ['IMG_0001.JPEG', 'jpg', 'IMG_0001.JPEG'],
    ['скан.png', 'jpg', 'скан.jpg'],
    ['справка.doc', 'pdf', 'справка.doc.pdf'],
    ['справка', 'pdf', 'справка.pdf'],
    ['отчёт за 12.03', 'pdf', 'отчёт за 12.03.pdf'],
    ['setup.exe', null, 'setup.exe'],
    ['../../etc/passwd', null, 'passwd'],
    ['C:\\Users\\Мария\\скан.pdf', 'pdf', 'скан.pdf'],
    ['/etc/cron.d/', null, 'cron.d'],
    ['.htaccess', null, 'htaccess'],
    ['...', 'pdf', 'файл-3.pdf'],
    ['', 'png', 'файл-3.png'],
    [null, null, 'файл-3'],
    ['   \u0000\u0007 ', 'pdf', 'файл-3.pdf'],
    ['a\u0000b\r\nc.pdf', 'pdf', 'ab c.pdf'],
    ['чек\u202Efdp.exe', null, 'чекfdp.exe'],
    ['не\u200Bвидно\u2066.pdf', 'pdf', 'невидно.pdf'],
    ['CON', null, '_CON'],
    ['con.pdf', 'pdf', '_con.pdf'],
    ['LPT1 .pdf', 'pdf', '_LPT1.pdf'],
    ['конь.pdf', 'pdf', 'конь.pdf'],
    ['a<b>:"c|d?*.pdf', 'pdf', 'a_b___c_d__.pdf'],
    ['и\u0306.pdf', 'pdf', 'й.pdf'],
    ['хвост. . .', null, 'хвост'],
  ])('%j as %s is %s', (given, type, safe) => {
    expect(safeName(given, type, 3)).toBe(safe);
  });

  test('is cut between letters, the extension kept', () => {
    const long = safeName(`${'Щ'.repeat(500)}.pdf`, 'pdf', 1);
    expect(long).toMatch(/^Щ{80,}\.pdf$/);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(180);
    expect(safeName(`${'👨‍👩‍👧'.repeat(50)}.pdf`, 'pdf', 1)).not.toMatch(/\p{Surrogate}|\uFFFD/u);
  });

  test('whatever is given', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: fc.constantFrom(...'./\\ a:\u202e') }),
    );
    fc.assert(
      fc.property(name, fc.constantFrom(null, 'pdf', 'jpg', 'docx'), (given, type) => {
        const safe = safeName(given, type, 1);
        expect(safe).not.toMatch(/[/\\<>:"|?*\p{C}\p{Zl}\p{Zp}]/u);
        expect(safe).toMatch(/^[^\s.]/);
        expect(safe).toMatch(/[^\s.]$/);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(180);
        if (type !== null)
          expect(safe.toLowerCase()).toMatch(type === 'jpg' ? /\.(jpg|jpeg|jpe|jfif|jif|pjpeg)$/ : `.${type}`);
      }),
    );
  });
});

test('names of one letter differ, in letter case too', () => {
  const taken = new Set<string>();
  const names = ['скан.pdf', 'Скан.PDF', 'скан.pdf', 'скан (2).pdf'].map((name) => uniqueName(name, taken));
  expect(names).toEqual(['скан.pdf', 'Скан (2).PDF', 'скан (3).pdf', 'скан (2) (2).pdf']);
});
