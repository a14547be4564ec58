/** No honest file is sent back: what scanners, phones, messengers and office programs really write. */
import { describe, expect, test } from 'vitest';
import { judgeFiles } from '../../src/attachment/judge.ts';
import {
  attached,
  chunk,
  flateStream,
  judge,
  objectStream,
  PACKINGS,
  pdf,
  pdfWith,
  png,
  RULES,
  sample,
} from './build.ts';

const jpeg = sample('baseline.jpg');
const print = sample('ghostscript.pdf');
const text = (value: string) => Buffer.from(value, 'latin1');

/** As PDF writers do it: new objects and a new table behind the old end (ISO 32000 §7.5.6). */
function updated(file: Buffer): Buffer {
  const more = '90 0 obj\n<< /Type /Note /Text (later) >>\nendobj\n';
  const table = file.length + more.length;
  return Buffer.concat([
    file,
    text(`${more}xref\n0 0\ntrailer\n<< /Size 9 /Root 1 0 R /Prev 10 >>\nstartxref\n${table}\n%%EOF\n`),
  ]);
}

describe('accepted as it is', () => {
  test.each<[string, string, Buffer]>([
    ['a print by Ghostscript', 'a.pdf', print],
    ['a print by Cairo', 'a.pdf', sample('cairo.pdf')],
    ['a scanner’s JPEG in a PDF 1.3', 'a.pdf', sample('scanner-jpeg.pdf')],
    ['a PDF made for the web', 'a.pdf', sample('linearized.pdf')],
    ['… with object streams', 'a.pdf', sample('linearized-object-streams.pdf')],
    ['a PDF 1.5 with object streams', 'a.pdf', sample('object-streams.pdf')],
    ['a PDF that was added to', 'a.pdf', updated(print)],
    ['a PDF that opens at a page', 'a.pdf', pdfWith('/OpenAction [3 0 R /Fit]')],
    ['a PDF with a form to fill in', 'a.pdf', pdfWith('/AcroForm << /Fields [] /DA (/Helv 0 Tf) >>')],
    [
      'a PDF with bookmarks and a packed page',
      'a.pdf',
      pdfWith('/Outlines << /First 4 0 R >>', [flateStream('/N 3', text('q Q'))]),
    ],
    ['a link to a page called Launch', 'a.pdf', pdfWith('/URI (https://example.ru/Launch)')],
    [
      'printer commands before the header',
      'a.pdf',
      Buffer.concat([text('\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n'), print]),
    ],
    ['garbage before the header', 'a.pdf', Buffer.concat([text('\0\x01garbage\r\n'), print])],
    ['a newline after the end', 'a.pdf', Buffer.concat([print, text('\r\n\r\n')])],
    ['zeros to the end of a disk block', 'a.pdf', Buffer.concat([print, Buffer.alloc(4096)])],
    ['a little garbage after the end', 'a.pdf', Buffer.concat([print, text('\x01\x02\x03--')])],
    ['a camera’s JPEG', 'IMG_0001.JPG', jpeg],
    ['… with EXIF, XMP and a thumbnail', 'IMG_0001.JPG', sample('phone-exif-thumbnail.jpg')],
    ['a progressive JPEG', 'a.jpeg', sample('progressive.jpg')],
    ['a grey JPEG', 'a.jpg', sample('gray.jpg')],
    ['a second picture behind the first (MPF)', 'a.jpg', Buffer.concat([jpeg, sample('gray.jpg')])],
    [
      'a film behind the picture (motion photo)',
      'a.jpg',
      Buffer.concat([jpeg, text('\0\0\0\x18ftypmp42\0\0\0\0isommp42'), Buffer.alloc(3000, '\x8a\x00\x13', 'latin1')]),
    ],
    [
      'a maker’s records behind the picture',
      'a.jpg',
      Buffer.concat([jpeg, text('\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1700000000000SEFH\x6b\0\0\0\x01\0\0\0SEFT')]),
    ],
    [
      'a phone’s notes behind the picture',
      'a.jpg',
      Buffer.concat([
        jpeg,
        text(`vivo${JSON.stringify({ model: 'Phone 1', filter: 'none', lens: 'rear', beauty: 0, time: 1 })}\0\0`),
      ]),
    ],
    ['zeros behind the picture', 'a.jpg', Buffer.concat([jpeg, Buffer.alloc(1000)])],
    ['a newline behind the picture', 'a.jpg', Buffer.concat([jpeg, text('\r\n')])],
    [
      'a picture that was edited (Photoshop’s property list)',
      'a.jpg',
      withComment(jpeg, '<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "">'),
    ],
    [
      'a JPEG with fill bytes before a marker',
      'a.jpg',
      Buffer.concat([jpeg.subarray(0, 2), text('\xff\xff'), jpeg.subarray(2)]),
    ],
    ['a PNG with a palette', 'a.png', sample('palette.png')],
    ['an interlaced PNG', 'a.PNG', sample('interlaced.png')],
    ['an animated PNG', 'a.png', animated()],
    ['a PNG with a wrong checksum of a comment', 'a.png', wrongComment()],
    ['a tall screenshot', 'a.png', png(1080, 20000)],
    ['an A3 sheet at 600 dpi', 'a.png', png(7016, 9921, { pixels: false })],
  ])('%s', async (_, name, bytes) => {
    expect(await judge(name, bytes)).toMatchObject({ name, verdict: 'accepted', reason: null, bytes: bytes.length });
  });
});

describe('a PDF that viewers mend is accepted', () => {
  const broken = (file: Buffer, found: RegExp, instead: string) =>
    text(file.toString('latin1').replace(found, instead));
  const plain = pdfWith('');
  test.each<[string, Buffer]>([
    ['its end points nowhere', broken(plain, /startxref\n\d+/, 'startxref\n999999')],
    ['its end points beside the table', broken(plain, /startxref\n\d+/, 'startxref\n17')],
    ['its end does not point', broken(plain, /startxref\n\d+/, '')],
    ['its line ends were changed on the way', broken(plain, /\n/g, '\r\n')],
    ['it has no table', broken(plain, /xref.*trailer/s, 'trailer')],
    ['a page does not say that it is one', broken(plain, /\/Type \/Page (?=\/Parent)/, '/Contents 9 0 R ')],
    ['objects are commented', broken(plain, /obj\n/g, 'obj % this object is an obj\n')],
    ['it counts more pages than it has', broken(plain, /\/Count 1/, '/Count 7')],
  ])('%s', async (_, bytes) => {
    expect(await judge('a.pdf', bytes)).toMatchObject({ verdict: 'accepted', reason: null });
  });

  test.each(PACKINGS)('its page is packed: $name', async ({ entries, pack }) => {
    const page = objectStream('<< /Type /Page /Parent 2 0 R >>', entries, pack);
    const tree = '<< /Type /Pages /Kids [9 0 R] /Count 1 >>';
    const bytes = pdf(['<< /Type /Catalog /Pages 2 0 R >>', tree, page]);
    expect(await judge('a.pdf', bytes)).toMatchObject({ verdict: 'accepted', reason: null });
  });
});

describe('accepted under another harmless name, with the extension put right', () => {
  test.each<[string | null, string, string]>([
    ['скан.png', 'baseline.jpg', 'скан.jpg'],
    ['IMG_0002.HEIC', 'baseline.jpg', 'IMG_0002.jpg'],
    ['скан.jpg', 'ghostscript.pdf', 'скан.pdf'],
    ['фото.pdf', 'palette.png', 'фото.png'],
    ['Заявление от 12.03', 'ghostscript.pdf', 'Заявление от 12.03.pdf'],
    ['Иванов И.И.', 'baseline.jpg', 'Иванов И.И.jpg'],
    [null, 'ghostscript.pdf', 'файл-1.pdf'],
    ['photo.jfif', 'baseline.jpg', 'photo.jfif'],
  ])('%s', async (name, file, shown) => {
    expect(await judge(name, sample(file))).toMatchObject({ name: shown, verdict: 'accepted' });
  });

  test('a declared type that is wrong or missing does no harm', async () => {
    const parts = ['application/octet-stream', 'image/jpeg', 'text/html', null].map((declared) =>
      attached('справка.pdf', print, { declared }),
    );
    expect((await judgeFiles(parts, RULES)).map((file) => file.verdict)).toEqual(Array(4).fill('accepted'));
  });
});

function withComment(file: Buffer, comment: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(comment.length + 2);
  return Buffer.concat([file.subarray(0, 2), text('\xff\xed'), length, text(comment), file.subarray(2)]);
}

function animated(): Buffer {
  const still = png(20, 20);
  return Buffer.concat([
    still.subarray(0, 33),
    chunk('acTL', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0])),
    still.subarray(33),
  ]);
}

function wrongComment(): Buffer {
  const comment = chunk('tEXt', text('Comment\0scanned'));
  comment[comment.length - 1]! ^= 1;
  const plain = png(20, 20);
  return Buffer.concat([plain.subarray(0, 33), comment, plain.subarray(33)]);
}
