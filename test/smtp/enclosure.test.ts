/** Files behind the text of an outgoing letter: they arrive as they were, and take the room that was reckoned. */
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { composeLetter, type LetterParts } from '../../src/smtp/compose.ts';
import { type Enclosure, enclosedSize, withFiles } from '../../src/smtp/enclosure.ts';

const PARTS: LetterParts = {
  from: { name: 'Служба поддержки', address: 'support@example.org' },
  to: 'orlova@staff.example',
  subject: '[ТП-2026-000123] Новое обращение',
  text: 'Ирина Павловна, у вас новое обращение.\n\n--x--\n',
  html: '<html lang="ru"><p>Ирина Павловна, у вас новое обращение.</p></html>',
  messageId: '<abc@example.org>',
  date: new Date('2026-11-22T11:05:00Z'),
  inReplyTo: null,
  references: [],
  automatic: 'auto-generated',
};
const LETTER = composeLetter({ ...PARTS, filesFollow: true });

const file = (name: string, content: Uint8Array): Enclosure => ({ name, contentType: 'application/pdf', content });

describe('files behind a letter', () => {
  test('arrive in their order, byte for byte, beside an unchanged text', async () => {
    const files = [file('Скан «паспорта».pdf', Buffer.from('%PDF')), file('b.pdf', Buffer.alloc(300_000, 7))];
    const read = await simpleParser(withFiles(LETTER, files));
    expect(read).toMatchObject({ text: PARTS.text, html: PARTS.html, subject: PARTS.subject });
    expect(read.attachments.map(({ filename }) => filename)).toEqual(['Скан «паспорта».pdf', 'b.pdf']);
    expect(read.attachments.map(({ content }) => content)).toEqual(files.map(({ content }) => content));
  });

  test('make the same letter whether they were there from the beginning or followed', () => {
    const files = [file('a.pdf', Buffer.from('%PDF'))];
    expect(withFiles(LETTER, files)).toEqual(composeLetter({ ...PARTS, enclosures: files }));
  });

  test('a letter for files that has none is a letter all the same', async () => {
    const read = await simpleParser(withFiles(LETTER, []));
    expect(read).toMatchObject({ text: PARTS.text, html: PARTS.html, attachments: [] });
  });

  test('take no more room than reckoned, and hardly less', async () => {
    const around = [0, 1, 56, 57, 58, 57 * 4096 - 1, 57 * 4096, 57 * 4096 + 1];
    const name = fc.string({ unit: fc.constantFrom('я', 'a', ' ', '"', '.', '😀'), minLength: 1, maxLength: 100 });
    const length = fc.oneof(fc.nat({ max: 400 }), fc.constantFrom(...around));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, length), { maxLength: 4 }), async (sizes) => {
        const files = sizes.map(([one, bytes], value) => file(`${one}.pdf`, Buffer.alloc(bytes, value + 1)));
        const reckoned = files.reduce((sum, one) => sum + enclosedSize(one, one.content.length), 0);
        const letter = withFiles(LETTER, files);
        const taken = letter.length - LETTER.length;
        expect(taken).toBeLessThanOrEqual(reckoned);
        expect(taken).toBeGreaterThanOrEqual(reckoned - 300 * files.length);
        const { attachments } = await simpleParser(letter);
        expect(attachments.map(({ content }) => content.length)).toEqual(sizes.map(([, bytes]) => bytes));
        expect(attachments.every(({ content }, at) => content.every((byte) => byte === at + 1))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('stand in lines of at most 76 characters', () => {
    const body = withFiles(LETTER, [file('a.pdf', Buffer.alloc(57 * 4096 + 20, 3))]).toString('latin1');
    expect(Math.max(...body.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(body).not.toMatch(/\r\n\r\n\r\n/);
  });
});
