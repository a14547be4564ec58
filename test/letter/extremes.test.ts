/** Letters beyond all measure end in a Letter whose text is still there, with the bound that was reached as a defect. */

import { expect, test } from 'vitest';
import { readBounce } from '../../src/letter/bounce.ts';
import { classify } from '../../src/letter/class.ts';
import { readLetter } from '../../src/letter/read.ts';

const HEAD = 'From: a@example.ru\nSubject: x\nDate: Thu, 12 Mar 2026 10:15:30 +0300\n';
const MIXED = 'Content-Type: multipart/mixed; boundary=a\n\n--a\n\nhelp me\n';

const nested = (levels: number) => {
  let letter = HEAD;
  for (let level = 0; level < levels; level++) {
    letter += `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`;
  }
  return `${letter}\nhelp me`;
};

const LETTERS: [what: string, letter: string, defect: string | null][] = [
  ['200 levels', nested(200), null],
  ['5000 levels', nested(5000), 'mime: parts nested deeper than 256 read as text'],
  ['12,000 parts', `${HEAD}${MIXED}${'--a\n\nhelp me\n'.repeat(12_000)}`, 'mime: only the first 10000 parts read'],
  ['letters in letters, nine deep', `${HEAD}${'Content-Type: message/rfc822\n\n'.repeat(9)}\n\nhelp me`, null],
  ['a header of 1 MB', `${HEAD}X-Long: ${'y'.repeat(1_000_000)}\n\nhelp me`, null],
  ['a header of 10 MB', `${HEAD}X-Long: ${'y'.repeat(10_000_000)}\n\nhelp me`, null],
  ['100,000 recipients', `${HEAD}To: ${'u@example.ru, '.repeat(100_000)}\n\nhelp me`, 'addresses: list cut'],
  ['words that never end', `${HEAD}Subject: ${'=?u?Q?'.repeat(150_000)}\n\nhelp me`, null],
  ['endless parameters', `${HEAD}Content-Type: text/plain; ${'name*0*=%D0; '.repeat(20_000)}\n\nhelp me`, null],
  [
    'lines that are no header',
    `${HEAD}${'help me\n'.repeat(500_000)}To: b@example.ru\n\n`,
    'text: only its beginning read',
  ],
  ['two million lines', `${HEAD}\nhelp me\n${'--\n'.repeat(2_000_000)}`, 'text: only its beginning read'],
  ['closing boundaries', `${HEAD}${MIXED}${'--a--\n'.repeat(500_000)}`, null],
  ['begun uuencoding', `${HEAD}\nhelp me\n${'begin 644 a\nM\n'.repeat(90_000)}`, null],
  [
    'pictures in HTML',
    `${HEAD}Content-Type: text/html\n\n${'<img src="data:image/png;base64,AAAA">'.repeat(100_000)}help me`,
    'html: only the first 50 pictures in it read',
  ],
  [
    'pictures by reference',
    `${HEAD}${MIXED}--a\nContent-Type: text/html\n\n${'<img src="cid:p"><br>x<br>'.repeat(60_000)}\n${'--a\nContent-Type: image/png\nContent-ID: <p>\n\nx\n'.repeat(5000)}`,
    null,
  ],
  [
    'two forms that differ',
    `${HEAD}Content-Type: multipart/alternative; boundary=a\n\n--a\n\nhelp me\n${'one two\n'.repeat(150_000)}--a\nContent-Type: text/html\n\n<p>help me</p>${'<p>two three</p>'.repeat(150_000)}\n`,
    null,
  ],
  [
    'a page of line breaks',
    `${HEAD}Content-Type: text/html\n\nhelp me${'<br>x'.repeat(400_000)}`,
    'html: only its beginning read',
  ],
  [
    'many texts',
    `${HEAD}${MIXED}${`--a\n\n${'help me\n'.repeat(100_000)}\n`.repeat(10)}`,
    'text: only its beginning read',
  ],
  ['bare CR only', `${HEAD}\nhelp me\n`.replaceAll('\n', '\r'), 'lines: end in bare CR'],
];

test.each(LETTERS)('%s', async (_what, letter, defect) => {
  const read = await readLetter(Buffer.from(letter));
  expect(read.text).toContain('help me');
  if (defect !== null) expect(read.defects).toContain(defect);
  expect(read.defects.join()).not.toContain('unreadable:');
  expect(read.from?.address).toBe('a@example.ru');
});

const CHUNKS = [
  '<',
  '(',
  ')',
  '"',
  '@',
  'a@',
  'a@b ',
  ' ',
  '\n',
  '\n ',
  '> ',
  '=?',
  '--',
  '1.',
  '5.1.',
  '550 ',
  'прошу ',
  'я в ',
  'От: ',
];
const FIELDS = [
  'From',
  'Subject',
  'Date',
  'Message-ID',
  'References',
  'Auto-Submitted',
  'List-Id',
  'Content-Type: text/plain; name',
];

/** A pattern that goes back over its text would take minutes on one of these; the test's own time limit notices. */
test.each(CHUNKS)('endless %j is weighed in linear time', async (chunk) => {
  const endless = chunk.repeat(60_000);
  const head = FIELDS.map((field) => `${field}: ${endless.replaceAll('\n', '\n ')}`).join('\n');
  const report = 'From: mailer-daemon@example.ru\nReturn-Path: <>\nSubject: failure notice\n\nnot delivered ';
  for (const raw of [`${head}\n\nhelp me`, report + endless]) {
    const letter = await readLetter(Buffer.from(raw));
    expect(classify(letter, { ownAddresses: ['support@desk.example'], spamHeaders: [] }).signals).toBeInstanceOf(Array);
    readBounce(letter);
  }
});
