import type { MessageStructureObject } from 'imapflow';
import { expect, test } from 'vitest';
import { assemble, ended, selectParts, wholeLines } from '../../src/imap/abridge.ts';

const plain = { type: 'text/plain', part: '1.1', size: 10 };
const html = { type: 'text/html', part: '1.2', size: 20 };
const pdf = {
  type: 'application/pdf',
  part: '2',
  size: 3_000_000,
  disposition: 'attachment',
  dispositionParameters: { filename: 'скан.pdf' },
};
const multipart = (...childNodes: MessageStructureObject[]) => ({ type: 'multipart/mixed', childNodes });
const lines = (...all: string[]) => Buffer.from(all.join('\r\n'));

test.each<[string, MessageStructureObject, string[], (string | null)[]]>([
  ['both texts of an alternative', multipart(multipart(plain, html), pdf), ['1.1', '1.2'], ['скан.pdf']],
  ['only the first plain text', multipart(plain, { ...plain, part: '3' }), ['1.1'], []],
  ['a text file beside a text is a file', multipart(plain, { ...plain, disposition: 'attachment' }), ['1.1'], [null]],
  ['the only text, although attached', multipart(pdf, { ...plain, disposition: 'attachment' }), ['1.1'], ['скан.pdf']],
  ['a long record', multipart({ ...plain, size: 900_000, disposition: 'attachment' }), [], [null]],
  ['a forwarded letter is a file', multipart(plain, { type: 'message/rfc822', childNodes: [html] }), ['1.1'], [null]],
  ['a letter that is one file', { ...pdf, disposition: 'inline' }, [], ['скан.pdf']],
])('%s', (_, structure, texts, omitted) => {
  const selection = selectParts(structure, 'too-large');
  expect(selection.texts.map(({ part }) => part)).toEqual(texts);
  expect(selection.omitted.map(({ name }) => name)).toEqual(omitted);
});

const header = lines(
  'Received: from a',
  '\tby b',
  'Subject: large',
  'Content-Type: multipart/mixed;',
  ' boundary="edge"',
  'MIME-Version: 1.0',
  '',
  '',
);

test('the header keeps everything but what described the parts left out', () => {
  expect(assemble(header, []).toString()).toBe(
    'Received: from a\r\n\tby b\r\nSubject: large\r\nMIME-Version: 1.0\r\n\r\n',
  );
});

test.each(['Subject: Выдача ТСР', 'Subject: Выдача ТСР\r\n', 'Subject: Выдача ТСР\r\n\r\n'])(
  '%j ends once',
  (header) => {
    expect(ended(Buffer.from(header)).toString()).toBe('Subject: Выдача ТСР\r\n\r\n');
  },
);

test('one text brings its own type', () => {
  const text = { mime: lines('Content-Type: text/plain; charset=koi8-r', '', ''), body: Buffer.from([0xf0, 0xd2]) };
  const letter = assemble(header, [text]);
  expect(letter.toString('latin1')).toMatch(/\r\nContent-Type: text\/plain; charset=koi8-r\r\n\r\n\xf0\xd2$/);
});

test('two texts become an alternative whose boundary stands in neither', () => {
  const texts = ['--=_abridged', 'two'].map((body) => ({ mime: Buffer.from(''), body: Buffer.from(body) }));
  expect(assemble(Buffer.from('Subject: large\r\n'), texts).toString()).toBe(
    [
      'Subject: large',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="=_abridged1"',
      '',
      '--=_abridged1',
      '',
      '',
      '--=_abridged',
      '--=_abridged1',
      '',
      '',
      'two',
      '--=_abridged1--',
      '',
    ].join('\r\n'),
  );
});

test.each([
  ['short', 10, 'short'],
  ['line\nhalf a l', 13, 'line\n'],
  ['one endless line', 16, 'one endless line'],
])('%j cut at %i keeps whole lines', (text, limit, kept) => {
  expect(wholeLines(Buffer.from(text), limit).toString()).toBe(kept);
});
