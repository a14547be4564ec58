/** Envelopes inside letters (TNEF, CMS, RTF, uuencode, calendars), whole, cut and spoilt: never a throw, never more than was sent. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarText } from '../../src/letter/calendar.ts';
import { signedContent } from '../../src/letter/cms.ts';
import { enrichedText } from '../../src/letter/enriched.ts';
import { decompressRtf, rtfText } from '../../src/letter/rtf.ts';
import { readTnef } from '../../src/letter/tnef.ts';
import { takeUuencoded } from '../../src/letter/uuencode.ts';

/** The longest base64 block of a letter of test/letters/mime. */
function envelope(letter: string): Buffer {
  const raw = readFileSync(join(import.meta.dirname, '../letters/mime', letter), 'latin1');
  const blocks = raw.match(/(?:[A-Za-z0-9+/=]{4,76}\r?\n){2,}/g) as string[];
  return Buffer.from(blocks.sort((one, other) => other.length - one.length)[0] as string, 'base64');
}

const ENVELOPES = ['031-winmail-dat.eml', '032-winmail-dat-with-the-text.eml', '033-signed-opaquely.eml'].map(envelope);

const spoilt = fc
  .tuple(
    fc.constantFrom(...ENVELOPES),
    fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 8 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([whole, changes, share]) => {
    const bytes = Buffer.from(whole.subarray(0, Math.ceil(whole.length * share)));
    for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
    return bytes;
  });

test('spoilt envelopes are opened as far as they go', () => {
  fc.assert(
    fc.property(spoilt, (bytes) => {
      const found = readTnef(bytes);
      for (const file of found?.files ?? []) expect(file.bytes.length).toBeLessThanOrEqual(bytes.length);
      expect(signedContent(bytes)?.length ?? 0).toBeLessThanOrEqual(bytes.length);
      expect(decompressRtf(bytes).length).toBeLessThanOrEqual(bytes.length * 9);
    }),
    { numRuns: 2000 },
  );
});

test('any text is read as RTF, calendar, enriched text and uuencode', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '\\u-1?',
    "\\'e",
    '\\bin9',
    '\\*\\x',
    '\\v',
    'а',
    '\n',
    'begin 644 a\n',
    '#0V%T\n',
    'end\n',
  );
  const lines = fc.constantFrom(
    'BEGIN:VEVENT\n',
    'SUMMARY;X="',
    ':',
    '"',
    '<param>',
    '<<',
    '<b>',
    ' ',
    '\\f1',
    '\\fcharset204',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, lines), { maxLength: 60 }), (parts) => {
      const text = parts.join('');
      expect(rtfText(Buffer.from(`{\\rtf1${text}`))).toBeTypeOf('string');
      expect(calendarText(text)).toBeTypeOf('string');
      expect(enrichedText(text).length).toBeLessThanOrEqual(text.length * 2);
      const taken = takeUuencoded(text);
      if (taken.files.length === 0) expect(taken.text).toBe(text);
    }),
  );
});

test.each([
  [
    'code page of the font',
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset204 Arial;}}\\f0 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2}",
    'Привет',
  ],
  ['Unicode with its stand-in', '{\\rtf1\\uc1 \\u1055?\\u1088?}', 'Пр'],
  ['stand-in of two bytes', "{\\rtf1\\uc2 \\u1055\\'81\\'40\\u1088 ??!}", 'Пр!'],
  [
    'hidden groups',
    '{\\rtf1{\\*\\generator x}{\\info y}{\\pict 00ff}да\\par{\\v тайно}нет}'.replace(/[а-я]+/g, (word) =>
      [...word].map((char) => `\\u${char.charCodeAt(0)}?`).join(''),
    ),
    'да\nнет',
  ],
  ['binary data', '{\\rtf1 a{\\bin3 }}}}b}', 'ab'],
  ['a table', '{\\rtf1 a\\cell b\\cell\\row c}', 'a\tb\nc'],
  ['no RTF at all', 'a{b}', ''],
])('RTF: %s', (_what, rtf, text) => {
  expect(rtfText(Buffer.from(rtf, 'latin1'))).toBe(text);
});

test('a run of groups, and of letters in letters, ends', () => {
  expect(rtfText(Buffer.from(`{\\rtf1${'{'.repeat(500_000)}a`))).toBe('a');
  expect(signedContent(Buffer.from('3080'.repeat(200_000), 'hex'))).toBeNull();
  const nested = Buffer.concat([ENVELOPES[2]!.subarray(0, 60), Buffer.from('2480'.repeat(100_000), 'hex')]);
  expect(signedContent(nested)?.length ?? 0).toBeLessThan(nested.length);
});
