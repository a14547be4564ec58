/** Text comes out as it was written, whatever transfer encoding its part says it is in. */

import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { readLetter } from '../../src/letter/read.ts';

const TEXTS = [
  'Не могу войти в личный кабинет, помогите, пожалуйста. Код из сообщения не подходит, ждала три дня.',
  'Прошу выслать справку о составе семьи: г. Тула, ул. Садовая, д. 5, кв. 7; телефон +7 (900) 000-00-00',
  'Вера Лисицына\nСНИЛС 112-233-445 95\n\nКогда ответят на моё заявление от 3 марта?',
];
const DECLARED = [null, '7bit', '8bit', 'binary', 'BASE64', 'quoted-printable', 'x-something', 'utf-8', '"base64";'];
const CHARSETS = ['utf-8', 'windows-1251', 'koi8-r'];
const LAYOUTS = ['\r\n', '\n', ''];

const base64 = (bytes: Buffer, layout: string) => bytes.toString('base64').replace(/.{76}/g, `$&${layout}`);

function quotedPrintable(bytes: Buffer): string {
  const escaped = [...bytes].map((byte) =>
    byte === 0x0a || (byte >= 0x20 && byte < 0x7f && byte !== 0x3d)
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return escaped.join('').replace(/((?:=..|[^\n=]){20,24})(?=[^\n])/g, '$1=\r\n');
}

const letter = (charset: string, declared: string | null, body: Buffer) =>
  Buffer.concat([
    Buffer.from(`From: a@example.ru\r\nContent-Type: text/plain; charset=${charset}\r\n`),
    Buffer.from(declared === null ? '\r\n' : `Content-Transfer-Encoding: ${declared}\r\n\r\n`),
    body,
  ]);

test('each encoding under each name', async () => {
  const written = fc.constantFrom('none', 'base64', 'quoted-printable', 'base64 twice');
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...TEXTS),
      fc.constantFrom(...CHARSETS),
      fc.constantFrom(...DECLARED),
      fc.constantFrom(...LAYOUTS),
      written,
      async (text, charset, declared, layout, how) => {
        const bytes = iconv.encode(text, charset);
        const once = base64(bytes, layout);
        const bodies: Record<string, string | Buffer> = {
          none: bytes,
          base64: once,
          'quoted-printable': quotedPrintable(bytes),
          'base64 twice': base64(Buffer.from(once), layout),
        };
        if (how === 'base64 twice') fc.pre(declared === 'BASE64');
        const read = await readLetter(letter(charset, declared, Buffer.from(bodies[how] as string)));
        expect(read.text).toBe(text);
      },
    ),
    { numRuns: 400 },
  );
});

test.each([
  ['a word that is code, too', 'Spasibo'],
  ['words', 'Pomogite mne voyti'],
  ['an address', 'https://example.ru/?a=D0&b=9F'],
  ['figures', 'x=10, y=20\nz=30'],
  ['a key', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
  ['capitals', 'A'.repeat(80)],
  ['a fingerprint', 'd41d8cd98f00b204e9800998ecf8427ed41d8cd98f00b204e9800998ecf8427e'],
])('%s is no code', async (_what, text) => {
  for (const declared of [null, '7bit', '8bit']) {
    expect((await readLetter(letter('utf-8', declared, Buffer.from(text)))).text).toBe(text);
  }
});

test.each([
  ['lines of code and words', `${'QUJD'.repeat(19)}\nhelp me\n`],
  ['lines that shrink', `${'QUJD'.repeat(19)}\nQUJD\n`],
  ['noise', `${'QUJ*'.repeat(19)}\n`],
  ['one line', 'QUJDREVG'],
  ['escapes', '=D0=9F=\n'],
  ['equals signs', '='],
  ['encoded words', '=?u?Q?a?= =?u?Q?'],
])('endless %s are read in linear time', async (_what, piece) => {
  for (const declared of [null, 'base64', 'quoted-printable']) {
    const body = Buffer.from(piece.repeat(Math.ceil(3_000_000 / piece.length)));
    const { defects } = await readLetter(letter('utf-8', declared, body));
    expect(defects.join()).not.toContain('unreadable');
  }
});
