/** Uuencoded files come out of a text as they went in, whatever the lines around them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takeUuencoded } from '../../src/letter/uuencode.ts';

/** As uuencode(1) writes it; `check` puts a character behind each line, `bare` loses the blanks at its end. */
function encoded(bytes: Uint8Array, style: 'usual' | 'check' | 'bare'): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 45) {
    const row = bytes.subarray(at, at + 45);
    const bits = [...row].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const sextets = bits.padEnd(Math.ceil(row.length / 3) * 24, '0').match(/.{6}/g) ?? [];
    const blank = style === 'bare' ? ' ' : '`';
    const code = sextets.map((six) => (six === '000000' ? blank : String.fromCharCode(0x20 + Number.parseInt(six, 2))));
    const line = String.fromCharCode(0x20 + row.length) + code.join('');
    lines.push(style === 'bare' ? line.trimEnd() : style === 'check' ? `${line}z` : line);
  }
  return `begin 644 скан.pdf\n${lines.join('\n')}\n\`\nend`;
}

test('a file in a text', () => {
  const style = fc.constantFrom('usual' as const, 'check' as const, 'bare' as const);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), style, (bytes, how) => {
      const read = takeUuencoded(`Посылаю скан.\n${encoded(bytes, how)}\nСпасибо.`);
      expect(read).toEqual({
        text: 'Посылаю скан.\nСпасибо.',
        files: [{ name: 'скан.pdf', bytes: Buffer.from(bytes) }],
      });
    }),
  );
});

test.each([
  'begin 644 a\nend',
  'begin 644 a\n#86)C',
  'begin 644 a\nчто-то ещё\nend',
  'begin 644 a\nor 755, as you like\nend',
  'begin 644 a\n#86)C86)C86)C\nend',
])('%j is no file', (text) => {
  expect(takeUuencoded(text)).toEqual({ text, files: [] });
});

test('zeros that were blanks, lost with all of their line', () => {
  const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(200), Buffer.from('%%EOF')]);
  const { files } = takeUuencoded(encoded(bytes, 'bare'));
  expect(files[0]?.bytes).toEqual(bytes);
});

test('lines end as on the wire', () => {
  const { files } = takeUuencoded('begin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n');
  expect(files).toEqual([{ name: 'a.txt', bytes: Buffer.from('abc') }]);
});
