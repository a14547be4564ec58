import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { composeLetter, type LetterParts } from '../../src/smtp/compose.ts';

const PARTS: LetterParts = {
  from: { name: 'Служба поддержки', address: 'support@example.org' },
  to: 'maria@example.ru',
  subject: '[ТП-2026-000123] Мы получили ваше письмо: не открывается личный кабинет',
  text: 'Здравствуйте, Мария Петровна!\n\nМы получили ваше письмо.\n',
  html: '<html lang="ru"><p>Здравствуйте, Мария Петровна!</p></html>',
  messageId: '<abc@example.org>',
  date: new Date('2026-11-22T11:05:00Z'),
  inReplyTo: '<question@example.ru>',
  references: ['<first@example.ru>'],
  automatic: 'auto-replied',
};

const headersOf = (bytes: Buffer) =>
  bytes
    .subarray(0, bytes.indexOf('\r\n\r\n'))
    .toString()
    .replace(/\r\n(?=[ \t])/g, '')
    .split('\r\n');
const namesOf = (bytes: Buffer) => headersOf(bytes).map((line) => line.slice(0, line.indexOf(':')));
const valuesOf = (bytes: Buffer, name: string) =>
  headersOf(bytes)
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    .map((line) => line.slice(name.length + 1).trim());

describe('a composed letter', () => {
  test('reads as it was meant', async () => {
    const read = await simpleParser(composeLetter(PARTS));
    expect(read.from?.value).toEqual([PARTS.from]);
    expect(read.to).toMatchObject({ value: [{ address: PARTS.to }] });
    expect(read).toMatchObject({ subject: PARTS.subject, text: PARTS.text, html: PARTS.html, date: PARTS.date });
    expect(read).toMatchObject({ messageId: PARTS.messageId, inReplyTo: PARTS.inReplyTo });
    expect(read.references).toEqual(['<first@example.ru>', '<question@example.ru>']);
  });

  test('says that it was written by a machine, when it was', () => {
    const automatic = composeLetter(PARTS);
    expect(valuesOf(automatic, 'Auto-Submitted')).toEqual(['auto-replied']);
    expect(valuesOf(automatic, 'X-Auto-Response-Suppress')).toEqual(['All']);
    expect(valuesOf(composeLetter({ ...PARTS, automatic: 'auto-generated' }), 'Auto-Submitted')).toEqual([
      'auto-generated',
    ]);
    const byHand = namesOf(composeLetter({ ...PARTS, automatic: null }));
    expect(byHand).not.toContain('Auto-Submitted');
    expect(byHand).not.toContain('X-Auto-Response-Suppress');
  });

  test('equal parts give equal bytes, in ASCII, in lines of at most 78 with CRLF', () => {
    const bytes = composeLetter(PARTS);
    expect(composeLetter({ ...PARTS })).toEqual(bytes);
    expect(bytes.every((byte) => byte < 0x80)).toBe(true);
    for (const line of bytes.toString().split('\r\n')) {
      expect(line).not.toMatch(/[\r\n]/);
      expect(line.length).toBeLessThanOrEqual(78);
    }
  });

  test('starts a thread of its own when it answers nothing', () => {
    const names = namesOf(composeLetter({ ...PARTS, inReplyTo: null, references: [] }));
    expect(names).not.toContain('In-Reply-To');
    expect(names).not.toContain('References');
  });

  test('can ask for answers elsewhere', () => {
    expect(valuesOf(composeLetter({ ...PARTS, replyTo: 'support+t1@example.org' }), 'Reply-To')).toEqual([
      'support+t1@example.org',
    ]);
  });

  test('carries files', async () => {
    const file = {
      name: 'Ответ на обращение.pdf',
      contentType: 'application/pdf',
      content: Uint8Array.of(37, 80, 68, 70),
    };
    const { attachments } = await simpleParser(composeLetter({ ...PARTS, enclosures: [file] }));
    expect(attachments).toMatchObject([
      { filename: file.name, contentType: file.contentType, content: Buffer.from('%PDF') },
    ]);
  });
});

describe('a hostile letter that is answered', () => {
  test('cannot add a header or a recipient, whatever it holds', () => {
    const usual = namesOf(composeLetter(PARTS));
    const nasty = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('\r', '\n', ':', ' ', ',', '<', '>', '@', 'a', 'Я', '"', '\0', ';') }),
    );
    fc.assert(
      fc.property(nasty, nasty, nasty, (subject, name, to) => {
        const bytes = composeLetter({
          ...PARTS,
          subject: `x${subject}`,
          from: { ...PARTS.from, name },
          to: `a${to}@example.ru`,
        });
        expect(namesOf(bytes)).toEqual(usual);
      }),
    );
  });

  test('cannot smuggle anything in by its Message-IDs', () => {
    const ids = [
      '<a@b>\r\nBcc: x@example.ru',
      '<a b@c>',
      'bare',
      '<>',
      `<${'x'.repeat(1000)}@b>`,
      '<имя@example.ru>',
      '<good@example.ru>',
    ];
    const bytes = composeLetter({ ...PARTS, references: ids, inReplyTo: ids[0] ?? null });
    expect(valuesOf(bytes, 'References')).toEqual(['<good@example.ru>']);
    expect(namesOf(bytes)).not.toContain('In-Reply-To');
    expect(namesOf(bytes)).not.toContain('Bcc');
  });

  test('cannot make References grow without end: the first and the last 20 stay', () => {
    const references = Array.from({ length: 500 }, (_, i) => `<${i}@example.ru>`);
    const kept = valuesOf(composeLetter({ ...PARTS, references }), 'References')[0]?.split(' ') ?? [];
    expect(kept).toHaveLength(40);
    expect(kept.at(0)).toBe('<0@example.ru>');
    expect(kept.at(19)).toBe('<19@example.ru>');
    expect(kept.at(-2)).toBe('<499@example.ru>');
    expect(kept.at(-1)).toBe('<question@example.ru>');
  });
});
