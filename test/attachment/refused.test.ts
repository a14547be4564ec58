/** What is refused, and with which reason: each has a wording of its own for the citizen. */
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { checkZipped } from '../../src/attachment/zipped.ts';
import {
  chunk,
  compound,
  exe,
  flateStream,
  judge,
  objectStream,
  PACKINGS,
  pdf,
  pdfWith,
  png,
  RULES,
  sample,
  word,
  zip,
} from './build.ts';

const text = (value: string) => Buffer.from(value, 'latin1');
const jpeg = sample('baseline.jpg');
const print = sample('ghostscript.pdf');
const picture = png(200, 200);
const followed = (file: Buffer, tail: Buffer | string) =>
  Buffer.concat([file, typeof tail === 'string' ? text(tail) : tail]);
const heic = text('\0\0\0\x18ftypheic\0\0\0\0heicmif1');
const script = '<script>document.location="http://example.com"</script>';

/** An object stream of one object (ISO 32000 §7.5.7). */
const packed = (object: string, entries = '/Type /ObjStm /N 1 /First 5') =>
  flateStream(entries, text(`9 0  ${object}`));
const JS = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';

describe('by type, name and size', () => {
  test.each<[string, Buffer, string | null, string]>([
    // name, content, type found, reason
    ['справка.pdf', exe(), 'exe', 'name-mismatch'],
    ['фото.jpg', exe(), 'exe', 'name-mismatch'],
    ['справка.pdf', sample('word.docx'), 'docx', 'name-mismatch'],
    ['справка.pdf', sample('papers.zip'), 'zip', 'name-mismatch'],
    ['справка.pdf', text('<html><body>Hello</body></html>'), 'html', 'name-mismatch'],
    ['справка.pdf', Buffer.from('Просто текст'), 'txt', 'name-mismatch'],
    ['справка.exe', print, 'pdf', 'name-mismatch'],
    ['фото.jpg.js', jpeg, 'jpg', 'name-mismatch'],
    ['setup.exe', exe(), 'exe', 'type'],
    ['IMG_0003.HEIC', heic, 'heic', 'type'],
    ['IMG_0003.jpg', heic, 'heic', 'type'],
    ['photo.webp', sample('photo.webp'), 'webp', 'type'],
    ['photo.png', sample('photo.webp'), 'webp', 'type'],
    ['photo.gif', sample('photo.gif'), 'gif', 'type'],
    ['scan.tiff', sample('scan.tif'), 'tif', 'type'],
    ['photo.bmp', sample('photo.bmp'), 'bmp', 'type'],
    ['заявление.docx', sample('word.docx'), 'docx', 'type'],
    ['заявление.doc', word(), 'doc', 'type'],
    ['таблица.xls', compound('Workbook'), 'xls', 'type'],
    ['письмо.txt', Buffer.from('Здравствуйте'), 'txt', 'type'],
    ['рисунок.svg', text('<svg xmlns="http://www.w3.org/2000/svg"></svg>'), 'svg', 'type'],
    ['книга.djvu', text(`AT&TFORM\0\0\x01\0DJVUINFO${'\0'.repeat(99)}`), 'djvu', 'type'],
    [
      'справка.pdf.sig',
      text(`\x30\x82\x0b\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02${'\0'.repeat(99)}`),
      'p7s',
      'type',
    ],
    ['справка.p7s', text('-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n'), 'p7s', 'type'],
    ['письмо.eml', text('Received: from a\n\tby b\nFrom: a@b.example\n\nHello'), 'eml', 'type'],
    ['письмо.eml', text('From: a@b.example\r\nMIME-Version: 1.0\r\n\r\nHello'), 'eml', 'type'],
    ['печать.xps', zip(['[Content_Types].xml', 'FixedDocumentSequence.fdseq']), 'xps', 'type'],
    ['непонятно', text('\x00\x01\x02\x03'), null, 'type'],
    ['документы.zip', sample('papers.zip'), 'zip', 'archive'],
    ['документы.rar', text('Rar!\x1a\x07\x01\x00\x33\x92\xb5\xe5\x0a\x01\x05\x06'), 'rar', 'archive'],
    ['документы.7z', text("7z\xbc\xaf'\x1c\x00\x04\x0a\x0b\x0c\x0d"), '7z', 'archive'],
    ['документы.tar.gz', text('\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x00'), 'gz', 'archive'],
    ['пусто.pdf', Buffer.alloc(0), null, 'empty'],
    ['большой.pdf', followed(print, Buffer.alloc(RULES.maxFile)), 'pdf', 'too-large'],
    ['фото.jpg', Buffer.alloc(3000, '\0\x01\x02'), null, 'damaged'],
  ])('%s', async (name, bytes, type, reason) => {
    expect(await judge(name, bytes)).toMatchObject({ name, type, verdict: 'refused', reason });
  });
});

describe('cut off or damaged', () => {
  const whole: [string, Buffer][] = [
    ['a.pdf', print],
    ['a.pdf', sample('linearized.pdf')],
    ['a.pdf', sample('linearized-object-streams.pdf')],
    ['a.jpg', jpeg],
    ['a.jpg', sample('progressive.jpg')],
    ['a.jpg', sample('phone-exif-thumbnail.jpg')],
    ['a.png', picture],
  ];
  test.each(whole.flatMap(([name, bytes]) => [0.3, 0.5, 0.9, 0.99].map((part) => [name, part, bytes] as const)))(
    '%s, the first %d of it',
    async (name, part, bytes) => {
      const cut = bytes.subarray(0, Math.floor(bytes.length * part));
      expect(await judge(name, cut)).toMatchObject({ verdict: 'refused', reason: 'damaged' });
    },
  );

  test.each<[string, Buffer]>([
    ['a.pdf', text('%PDF-1.4\n')],
    ['a.pdf', text('%PDF-1.4\nstartxref\n0\n%%EOF\n')],
    ['a.pdf', followed(print.subarray(0, 200), print.subarray(-40))],
    ['a.pdf', pdfWith('', ['<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode >>\nstream\nnot packed\nendstream'])],
    ['a.pdf', pdfWith('', [objectStream('<< >>', '/Filter /LZWDecode', (content) => content)])],
    ['a.pdf', pdfWith('', [objectStream('<< >>', '/Filter /ASCIIHexDecode', () => text('no digits>'))])],
    ['a.pdf', pdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>'])],
    [
      'a.pdf',
      text(
        pdfWith('')
          .toString('latin1')
          .replace('/Count 1', '/Count 2')
          .replace(/startxref\n\d+/, 'startxref\n5'),
      ),
    ],
    ['a.pdf', followed(text(print.toString('latin1').replace('%%EOF', '%%E')), '')],
    ['a.jpg', text('\xff\xd8\xff\xd9')],
    ['a.jpg', text('\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff\xd9')],
    ['a.png', picture.subarray(0, 8)],
    ['a.png', flipped(picture, 60)],
    ['a.png', withPixels(deflateSync(Buffer.alloc(201 * 200)).subarray(0, 30))],
    ['a.png', withPixels(deflateSync(Buffer.alloc(201 * 100)))],
  ])('%s without a sense', async (name, bytes) => {
    expect(await judge(name, bytes)).toMatchObject({ verdict: 'refused', reason: 'damaged' });
  });
});

describe('a PDF that is locked', () => {
  test.each(['encrypted-aes256.pdf', 'encrypted-owner-only.pdf', 'encrypted-object-streams.pdf'])(
    '%s',
    async (file) => {
      expect(await judge('a.pdf', sample(file))).toMatchObject({ verdict: 'refused', reason: 'encrypted' });
    },
  );
});

describe('a PDF with active content', () => {
  test.each<[string, Buffer]>([
    ['JavaScript, by Ghostscript', sample('javascript.pdf')],
    ['… in an object stream', sample('javascript-packed.pdf')],
    ['an attached file, by qpdf', sample('with-attachment.pdf')],
    ['… in an object stream', sample('with-attachment-packed.pdf')],
    ['an action at opening', pdfWith(`/OpenAction ${JS}`)],
    ['a reference to it', pdfWith('/OpenAction 4 0 R', [JS])],
    ['an escaped name', pdfWith('/OpenAction << /S /J#61v#61Script /JS (1) >>')],
    ['a name escaped whole', pdfWith('/OpenAction << /S /#4a#61#76#61#53#63#72#69#70#74 /JS (1) >>')],
    ['names without gaps', pdfWith('/OpenAction<</S/JavaScript/JS(1)>>')],
    ['a name tree', pdfWith('/Names << /JavaScript << /Names [] >> >>')],
    ['a program to start', pdfWith('/OpenAction << /S /Launch /F (cmd.exe) >>')],
    ['a form that is sent off', pdfWith('/AA << /O << /S /SubmitForm /F (http://example.com) >> >>')],
    ['an XFA form', pdfWith('/AcroForm << /XFA 4 0 R >>', ['(xdp)'])],
    ['a rich media annotation', pdfWith('/X << /Subtype /RichMedia >>')],
    ['an action beside a packed page', pdf([`<< /Type /Catalog >>`, flateStream('', text('q')), JS])],
    ['an action packed', pdfWith('', [packed(JS)])],
    ['an action packed, the type escaped', pdfWith('', [packed(JS, '/Type /Obj#53tm /N 1 /First 5')])],
    ['an action packed, without the type', pdfWith('', [packed(JS, '/N 1 /First 5')])],
    ['an action packed, its name escaped', pdfWith('', [packed('<< /S /Java#53cript /JS (1) >>')])],
    ['an action in a string that is none', pdfWith(`/Text (\n${JS}\n)`)],
    ['an action after a keyword in a string', pdfWith('/Text (stream)', [packed(JS)])],
    ['an action after both keywords in a string', pdfWith('/Text (stream endstream)', [packed(JS)])],
    ['an action inside another stream', pdfWith('', [`<< /Length 80 >>\nstream\n5 0 obj ${JS} endobj\nendstream`])],
    ['an action in an older version of the file', followed(pdfWith(`/OpenAction ${JS}`), pdfWith('').subarray(9))],
  ])('%s', async (_, bytes) => {
    expect(await judge('a.pdf', bytes)).toMatchObject({ verdict: 'refused', reason: 'active-content' });
  });

  test.each(PACKINGS)('an action packed: $name', async ({ entries, pack }) => {
    const bytes = pdfWith('', [objectStream(JS, entries, pack)]);
    expect(await judge('a.pdf', bytes)).toMatchObject({ verdict: 'refused', reason: 'active-content' });
  });

  test.each(['(\\\\\\\\host\\\\share)', '<5C5C686F7374>'])('a document on somebody’s server: %s', async (file) => {
    const action = `<< /S /GoToR /F ${file} /D [0 /Fit] >>`;
    expect(await judge('a.pdf', pdfWith(`/OpenAction ${action}`))).toMatchObject({ reason: 'active-content' });
    expect(await judge('a.pdf', pdfWith('/X << /S /GoToR /F (annex.pdf) >>'))).toMatchObject({ reason: null });
  });

  test('packed so that it fills the memory is refused, and soon', async () => {
    const bomb = flateStream('/Type /ObjStm /N 1 /First 5', Buffer.alloc(64 << 20));
    expect(await judge('a.pdf', pdfWith('', [bomb]))).toMatchObject({ verdict: 'refused', reason: 'damaged' });
  });
});

describe('two files in one', () => {
  const papers = sample('papers.zip');
  test.each<[string, string, Buffer]>([
    ['a ZIP behind a JPEG', 'a.jpg', followed(jpeg, papers)],
    ['a ZIP behind a PNG', 'a.png', followed(picture, papers)],
    ['a ZIP behind a PDF', 'a.pdf', followed(print, papers)],
    ['a long ZIP behind a PDF', 'a.pdf', followed(print, followed(Buffer.alloc(4096, '\x01\x02'), papers))],
    [
      'a ZIP behind a PDF, and the end of a PDF behind it',
      'a.pdf',
      followed(followed(print, papers), '\nstartxref\n9\n%%EOF\n'),
    ],
    ['a ZIP inside a comment of a JPEG', 'a.jpg', commented(jpeg, papers.toString('latin1'))],
    ['a RAR behind a JPEG', 'a.jpg', followed(jpeg, 'Rar!\x1a\x07\x01\x00 and so on')],
    ['a program behind a JPEG', 'a.jpg', followed(jpeg, exe())],
    ['a page behind a JPEG', 'a.jpg', followed(jpeg, `<html>${script}</html>`)],
    ['a page behind a PNG', 'a.png', followed(picture, `\n<!DOCTYPE html>${script}`)],
    ['a page behind a PDF', 'a.pdf', followed(print, script)],
    ['a script behind a PNG', 'a.png', followed(picture, 'var a = 1;\n'.repeat(10))],
    ['a script behind a PDF', 'a.pdf', followed(print, 'alert(document.cookie);\n'.repeat(5))],
    ['a PDF behind a PNG', 'a.png', followed(picture, print)],
    ['a PDF in the first kilobyte of a JPEG', 'a.jpg', commented(jpeg, '%PDF-1.4 1 0 obj')],
    ['a script in a comment of a JPEG', 'a.jpg', commented(jpeg, '<?php system($_GET[0]); ?>')],
    ['a page before a PDF', 'a.pdf', followed(text(`${script}\n`), print)],
    ['a script before a PDF', 'a.pdf', followed(text('a = 1; /*\n'), print)],
  ])('%s', async (_, name, bytes) => {
    expect(await judge(name, bytes)).toMatchObject({ verdict: 'refused', reason: 'name-mismatch' });
  });
});

describe('too many pixels, from the header alone', () => {
  test.each<[string, Buffer]>([
    ['a.png', png(60000, 60000, { pixels: false })],
    ['a.png', png(60000, 60000, { pixels: false }).subarray(0, 40)],
    ['a.jpg', resized(jpeg, 65500, 65500)],
    ['a.jpg', resized(sample('progressive.jpg'), 30000, 30000).subarray(0, 1500)],
  ])('%s', async (name, bytes) => {
    expect(await judge(name, bytes)).toMatchObject({ verdict: 'refused', reason: 'too-many-pixels' });
  });
});

describe('in an office that takes office files', () => {
  const rules = { ...RULES, types: ['PDF', '.jpeg', 'png', 'doc', 'docx', 'xlsx', 'txt'] };
  const docx = (...more: string[]) => ['[Content_Types].xml', '_rels/.rels', 'word/document.xml', ...more];
  test.each<[string, string, Buffer, string | null]>([
    ['a letter of Word', 'а.docx', sample('word.docx'), null],
    ['an old letter of Word', 'а.doc', word(), null],
    ['a text', 'а.txt', Buffer.from('Здравствуйте!\r\n'), null],
    ['a text in windows-1251', 'а.txt', text('\xc7\xe4\xf0\xe0\xe2\xf1\xf2\xe2\xf3\xe9\xf2\xe5'), null],
    ['a text by the Windows notepad', 'а.txt', Buffer.from('\ufeffЗдравствуйте', 'utf16le'), null],
    ['a text that begins like a bitmap', 'а.txt', text('BMW broke down\n'), null],
    ['a page called a text', 'а.txt', text(`<html>${script}`), 'name-mismatch'],
    ['a text called a script', 'а.bat', text('del *.*'), 'name-mismatch'],
    ['a letter of Word cut off', 'а.docx', sample('word.docx').subarray(0, -30), 'damaged'],
    ['a locked old letter', 'а.doc', word({ encrypted: true }), 'encrypted'],
    ['an old letter with macros', 'а.doc', word({ macros: true }), 'active-content'],
    ['a locked new letter', 'а.docx', compound('EncryptionInfo', 'EncryptedPackage'), 'encrypted'],
    [
      'an old letter cut off',
      'а.doc',
      Buffer.concat([word().subarray(0, 600), text('W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0\0\0')]),
      'damaged',
    ],
  ])('%s', async (_, name, bytes, reason) => {
    expect(await judge(name, bytes, rules)).toMatchObject({
      verdict: reason === null ? 'accepted' : 'refused',
      reason,
    });
  });

  test.each<[string, Buffer, string]>([
    ['with macros', zip(docx('word/vbaProject.bin')), 'active-content'],
    ['with a packaged program', zip(docx('word/embeddings/oleObject1.bin')), 'active-content'],
    ['locked', zip(docx(), { encrypted: true }), 'encrypted'],
    ['a bomb', zip(docx(), { unpacked: 0x7fffffff }), 'damaged'],
    ['empty', zip([]), 'damaged'],
  ])('a package %s', (_, bytes, reason) => {
    expect(checkZipped(bytes)).toBe(reason);
  });
});

/** The picture with other pixels, its checksums right. */
function withPixels(packed: Buffer): Buffer {
  return Buffer.concat([picture.subarray(0, 33), chunk('IDAT', packed), chunk('IEND')]);
}

function flipped(file: Buffer, at: number): Buffer {
  const copy = Buffer.from(file);
  copy[at]! ^= 0xff;
  return copy;
}

function commented(file: Buffer, comment: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(comment.length + 2);
  return Buffer.concat([file.subarray(0, 2), text('\xff\xfe'), length, text(comment), file.subarray(2)]);
}

/** Overwrites the size in the frame header. */
function resized(file: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(file);
  const frame = Math.max(copy.indexOf('\xff\xc0\x00\x11', 0, 'latin1'), copy.indexOf('\xff\xc2\x00\x11', 0, 'latin1'));
  copy.writeUInt16BE(height, frame + 5);
  copy.writeUInt16BE(width, frame + 7);
  return copy;
}
