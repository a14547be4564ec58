import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findTicketRef, formatNumber, parseNumber, partsOf } from '../../src/ticket/number.ts';

const year = fc.integer({ min: 2000, max: 2099 });
const sequence = fc.integer({ min: 1, max: 999_999 });

function ref(subject: string, fresh = '', quoted = '') {
  return findTicketRef({ subject, split: { fresh, quoted, forwarded: null } }, 'ТП');
}

describe('ticket number', () => {
  test('is read however it is typed', () => {
    const prefix = fc.constantFrom('ТП', 'TP', 'тп', 'tp', 'Tп', 'ТP');
    const gap = fc.constantFrom('-', ' ', '–', '\u00a0', '_', ' - ');
    fc.assert(
      fc.property(year, sequence, prefix, gap, fc.boolean(), (of, number, typed, between, padded) => {
        const written = `${typed}${between}${of}${between}${padded ? String(number).padStart(6, '0') : number}`;
        expect(parseNumber(written, 'ТП')).toBe(formatNumber('ТП', of, number));
        expect(parseNumber(`№ ${written}`, 'ТП')).toBe(formatNumber('ТП', of, number));
        expect(parseNumber(`[${written}]`, 'ТП')).toBe(formatNumber('ТП', of, number));
      }),
    );
  });

  test('written and taken apart gives the same parts, whatever the prefix and the digits', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('ТП', 'ОБР', 'GOV'),
        year,
        sequence,
        fc.integer({ min: 4, max: 8 }),
        (prefix, of, number, digits) => {
          const formatted = formatNumber(prefix, of, number, digits);
          expect(partsOf(formatted)).toEqual({ year: of, sequence: number });
          expect(parseNumber(formatted, prefix, digits)).toBe(formatted);
        },
      ),
    );
  });

  test.each(['ТП2026000123', 'ТП2026-000123', 'тп 2026 123', '№ТП-2026-000123'])('%s', (typed) => {
    expect(parseNumber(typed, 'ТП')).toBe('ТП-2026-000123');
  });

  test.each(['2026-000123', 'АТП-2026-000123', 'ТП-2026', 'ТП-1999-000001', 'ТП-2026-000000', 'HTTP-2026-1'])(
    'not %s',
    (typed) => {
      expect(parseNumber(typed, 'ТП')).toBeNull();
    },
  );
});

describe('the ticket that a letter is about', () => {
  test.each([
    ['Re: [ТП-2026-000457] Доступ', '', '', 'ТП-2026-000457'],
    [
      'Статус',
      'Прошу статус обращения ТП-2026-000845. Ранее было ТП-2025-009911, но оно закрыто.',
      '',
      'ТП-2026-000845',
    ],
    ['Вопрос', 'По обращению ТП-2026-006001 вопросов нет. Меня интересует ТП-2026-006002.', '', 'ТП-2026-006002'],
    ['RE: МЧД', 'не помогло', 'Тема: RE: МЧД [TP-2026-000777]', 'ТП-2026-000777'],
    ['Вопрос', 'номер обращения в ЖЭК 48213', '', null],
  ])('%s | %s', (subject, fresh, quoted, expected) => expect(ref(subject, fresh, quoted)).toBe(expected));
});
