/**
 * PDFs that do something when they are opened and hide it: in object streams whose dictionaries are hard to read, and behind
 * other spellings. Whatever qpdf or poppler find inside, we have refused; and what is only written oddly is not.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { checkPdf } from '../../src/attachment/pdf.ts';
import { needs } from '../services/services.ts';
import { pdf, pdfWith } from './build.ts';

const JS = '<</S/JavaScript/JS(app.alert\\(1\\))>>';
const HARMLESS = '<</Type/Nothing/Note(nothing to see)>>';

const bytesOf = (value: string) => Buffer.from(value, 'latin1');
const flate = (plain: string) => deflateSync(bytesOf(plain)).toString('latin1');

interface Pages {
  /** Value of /OpenAction; null for none. */
  opens: string | null;
  /** Object 5, which stands packed. */
  packed: string;
  /** Entries of the object stream besides what they are given, `@` for N, First and Length. */
  dictionary: string;
  pack?: (plain: string) => string;
  /** Objects 6 and on. */
  more?: string[];
}

/** A whole PDF 1.5: page, one object stream (object 4), and a table that leads viewers to what it holds. */
function packedPdf({ opens, packed, dictionary, pack = flate, more = [] }: Pages): Buffer {
  const head = '5 0 ';
  const data = pack(head + packed);
  const own = `/N 1/First ${head.length}/Length ${data.length}`;
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${opens === null ? '' : `/OpenAction ${opens}`}>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>',
    `<<${dictionary.replace('@', own)}>>\nstream\n${data}\nendstream`,
    null,
    ...more,
  ];
  let text = '%PDF-1.5\n%\xe2\xe3\xcf\xd3\n';
  const rows = ['\0\0\0\0\xff'];
  for (const [index, object] of objects.entries()) {
    if (object === null) {
      rows.push('\x02\0\0\x04\0');
      continue;
    }
    rows.push(`\x01\0${String.fromCharCode(text.length >> 8, text.length & 255)}\0`);
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const start = text.length;
  rows.push(`\x01\0${String.fromCharCode(start >> 8, start & 255)}\0`);
  const size = rows.length;
  const table = `/Type/XRef/W[1 3 1]/Root 1 0 R/Size ${size}/Length ${size * 5}`;
  text += `${size - 1} 0 obj\n<<${table}>>\nstream\n${rows.join('')}\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`;
  return bytesOf(text);
}

/** Every one is read by some viewer. */
const DICTIONARIES: [string, string, string[]?][] = [
  ['plain', '/Type/ObjStm@/Filter/FlateDecode'],
  ['a comment before the filter', '/Type/ObjStm@/Filter %none\n/FlateDecode'],
  ['a comment inside a list', '/Type/ObjStm@/Filter[%x ]\n/FlateDecode]'],
  ['a comment that looks like a filter', '/Type/ObjStm@/Filter%/ASCIIHexDecode\r/FlateDecode'],
  ['a reference', '/Type/ObjStm@/Filter 6 0 R', ['/FlateDecode']],
  ['a reference in a list', '/Type/ObjStm@/Filter[6 0 R]', ['/FlateDecode']],
  ['a reference to a list', '/Type/ObjStm@/Filter 6 0 R', ['[/FlateDecode]']],
  ['the filter far in front', `/Filter/FlateDecode/Type/ObjStm@/Note(${'x'.repeat(5000)})`],
  ['the filter far behind', `/Type/ObjStm@/Note(${'x'.repeat(70_000)})/Filter/FlateDecode`],
  ['`obj` in a string', '/Type/ObjStm@/Filter/FlateDecode/Note(9 0 obj)'],
  ['`stream` in a string', '/Type/ObjStm@/Filter/FlateDecode/Note(stream)'],
  ['`stream` and its end in a string', '/Type/ObjStm@/Note(\nstream\nendstream\nendobj\n)/Filter/FlateDecode'],
  ['an object in a string', '/Type/ObjStm@/Filter/FlateDecode/Note(\n9 0 obj\n<<>>\nstream\n)'],
  ['a bracket in a string', '/Type/ObjStm@/Note(\\)>>)/Filter/FlateDecode'],
  ['brackets in a string', '/Type/ObjStm@/Note(\\(()>>)/Filter/FlateDecode'],
  ['names spelt in numbers', '/#54ype/#4fbjStm@/#46ilter/#46late#44ecode'],
  ['no type', '@/Filter/FlateDecode'],
  ['a type elsewhere', '/Type 6 0 R@/Filter/FlateDecode', ['/ObjStm']],
  ['numbers elsewhere', '/Type/ObjStm/N 6 0 R/First 7 0 R/Filter/FlateDecode', ['1', '4']],
  ['the short name of the filter', '/Type/ObjStm@/Filter/Fl'],
  ['the short name of the entry', '/Type/ObjStm@/F/FlateDecode'],
  ['two filters, the first for nothing', '/Type/ObjStm@/Filter/ASCIIHexDecode/Filter/FlateDecode'],
  ['two filters, the second for nothing', '/Type/ObjStm@/Filter/FlateDecode/Filter/ASCIIHexDecode'],
  ['parameters elsewhere', '/Type/ObjStm@/Filter/FlateDecode/DecodeParms 6 0 R', ['<</Predictor 1>>']],
  ['parameters of nothing', '/Type/ObjStm@/Filter/FlateDecode/DecodeParms null'],
  ['a word too many', '/Type/ObjStm@/Filter/FlateDecode nothing'],
  ['a filter of nobody', '/Type/ObjStm@/Filter/Crypt'],
  ['a stray bracket', '/Type/ObjStm@)/Filter/FlateDecode'],
];

describe('hidden in an object stream', () => {
  test.each(DICTIONARIES)('%s', (_, dictionary, more = []) => {
    expect(checkPdf(packedPdf({ opens: '5 0 R', packed: JS, dictionary, more }))).toMatch(
      /^(?:active-content|damaged)$/,
    );
  });

  test('what is behind the stated length counts as well as what is before it', () => {
    const packed = '<</S/JavaScript';
    const data = flate(`5 0 ${packed}IsNot/JS(1)>>`);
    const cut = {
      opens: '5 0 R',
      dictionary: `/Type/ObjStm/N 1/First 4/Length ${data.length - 20}/Filter/FlateDecode`,
    };
    expect(checkPdf(packedPdf({ ...cut, packed: '', pack: () => data }))).not.toBe(null);
  });

  test('a string that is entered in its middle is none', () => {
    const inside = '<</A(http://example.ru/JavaScript )>>';
    const opened = (at: number) => {
      const head = `5 ${at} `;
      const dictionary = `/Type/ObjStm/N 1/First ${head.length}/Filter/FlateDecode`;
      return checkPdf(packedPdf({ opens: null, packed: '', dictionary, pack: () => flate(head + inside) }));
    };
    expect(opened(0)).toBe(null);
    expect(opened(22)).toBe('active-content');
  });
});

describe('opens something by itself', () => {
  const URI = '<</S/URI/URI(http://example.com/?id=1)>>';
  test.each<[string, string, string[]?]>([
    ['an address', `/OpenAction ${URI}`],
    ['an address, by reference', '/OpenAction 4 0 R', [URI]],
    ['an address, the kind by reference', '/OpenAction<</S 4 0 R/URI(http://example.com)>>', ['/URI']],
    ['an address, spelt in numbers', '/Open#41ction<</#53/U#52I/URI(http://example.com)>>'],
    ['an address after a page', `/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next ${URI}>>`],
    [
      'an address after others, by reference',
      '/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[5 0 R 4 0 R]>>',
      [URI, '<</S/GoTo>>'],
    ],
    ['an address when a page is shown', `/X<</Type/Page/AA<</O ${URI}>>>>`],
    ['an address when it is closed, by reference', '/AA 4 0 R', ['<</WC 5 0 R>>', URI]],
    ['a document elsewhere', '/OpenAction<</S/GoToR/F(annex.pdf)/D[0/Fit]>>'],
    ['an address under a number given twice', '/OpenAction 4 0 R', [`<</S/GoTo>>\nendobj\n4 0 obj\n${URI}`]],
    ['circles without end', '/OpenAction 4 0 R', ['5 0 R', '4 0 R']],
    [
      'an address packed',
      '/OpenAction 9 0 R',
      [
        `<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${flate(`9 0 ${URI}`).length}>>\nstream\n${flate(`9 0 ${URI}`)}\nendstream`,
      ],
    ],
  ])('%s', (_, entries, more) => {
    expect(checkPdf(pdfWith(entries, more))).toBe('active-content');
  });

  test.each<[string, string]>([
    ['a share', '(\\\\\\\\host\\\\share)'],
    ['in octal', '(\\134\\134host)'],
    ['in hex', '<5C 5c 686F7374>'],
    ['in UTF-16', '(\\376\\377\\000\\\\\\000\\\\\\000h)'],
    ['in UTF-16, hex', '<FEFF005C005C0068>'],
    ['in UTF-16 of Windows', '<FFFE5C005C006800>'],
    ['in UTF-8', '<EFBBBF5C5C68>'],
    ['with the other strokes', '(//host/share)'],
    ['with both strokes', '(\\\\/host/share)'],
    ['by its protocol', '(smb://host/share)'],
    ['as a file of an address', '(file://host/share)'],
  ])('a file on somebody’s server: %s', (_, file) => {
    for (const key of ['F', '#46', 'UF', 'DOS', 'Unix', 'Mac', 'F 4 0 R/UF']) {
      expect([key, checkPdf(pdfWith(`/X<</S/GoToR/${key} ${file}/D[0/Fit]>>`))]).toEqual([key, 'active-content']);
    }
    expect(checkPdf(pdfWith('/X<</S/GoToR/F 4 0 R>>', [file]))).toBe('active-content');
    expect(checkPdf(pdfWith('/X<</S/GoToR/F 4 0 R>>', [`<</Type/Filespec/F ${file}>>`]))).toBe('active-content');
  });

  test.each<[string, string]>([
    ['a picture that lies elsewhere', '<</Subtype/Image/F(picture.jpg)/Length 0>>\nstream\n\nendstream'],
    ['… under an address', '<</Subtype/Image/F<</FS/URL/F(http://example.com/1.jpg)>>/Length 0>>\nstream\n\nendstream'],
    ['a model', '<</Type/Annot/Subtype/3D>>'],
    ['a model packed', '<</Type/3#44/Subtype/U3D/Length 0>>\nstream\n\nendstream'],
  ])('%s', (_, object) => {
    expect(checkPdf(pdfWith('', [object]))).toBe('active-content');
  });

  test.each<[string, string, string[]?]>([
    ['a page to begin with', '/OpenAction[3 0 R/Fit]'],
    ['a page to begin with, as an action', '/OpenAction 4 0 R', ['<</S/GoTo/D[3 0 R/Fit]>>']],
    ['a link', '/X<</Subtype/Link/A<</S/URI/URI(http://example.ru/)>>>>'],
    ['a link to a document beside it', '/X<</S/GoToR/F(annex.pdf)>>'],
    ['a font called AA', '/X<</Font<</AA 4 0 R>>>>', ['<</Type/Font/Subtype/Type1>>']],
    ['a picture inside it with a short filter', '', ['<</Subtype/Image/F/AHx/Length 1>>\nstream\n>\nendstream']],
    ['nothing under the number', '/OpenAction 77 0 R'],
  ])('passive: %s', (_, entries, more) => {
    expect(checkPdf(pdfWith(entries, more))).toBe(null);
  });
});

test('a file made to be read again and again is not', () => {
  const nested = pdf(['<</Type/Catalog/Pages 2 0 R>>', `${'1 0 obj('.repeat(400_000)}`]);
  expect(checkPdf(nested)).toBe('damaged');
});

/** Blanks and comments as they may stand between any two tokens. */
const gap = fc.constantFrom(' ', '\n', '\r\n', '\t ', '%x\n', '%/ObjStm >>\r', '\0', ' %(\n ');
const spelt = (name: string) =>
  fc
    .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
    .map((hide) => `/${[...name].map((c, at) => (hide[at] ? `#${c.charCodeAt(0).toString(16)}` : c)).join('')}`);

/** A dictionary that says one thing, however it is written. */
const dictionary = fc
  .tuple(
    spelt('Type'),
    spelt('ObjStm'),
    spelt('Filter'),
    spelt('FlateDecode'),
    fc.boolean(),
    fc.boolean(),
    gap,
    gap,
    gap,
  )
  .map(([type, kind, filter, flated, listed, first, one, two, three]) => {
    const packing = `${filter}${one}${listed ? `[${two}${flated}${three}]` : flated}`;
    return first ? `${packing}${two}${type}${three}${kind}@` : `${type}${one}${kind}@${two}${packing}${three}`;
  });

needs('qpdf', 'poppler')('beside qpdf and poppler', () => {
  const folder = mkdtempSync(join(tmpdir(), 'disguise-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'a.pdf');
  /** Does one of them find a script in it? */
  const foundByOthers = (bytes: Buffer) => {
    writeFileSync(file, bytes);
    const qpdf = spawnSync('qpdf', ['--qdf', '--object-streams=disable', file, '-'], { encoding: 'latin1' }).stdout;
    const poppler = spawnSync('pdfinfo', ['-js', file], { encoding: 'utf8' }).stdout;
    return /app\.alert/.test(qpdf) || /app\.alert/.test(poppler);
  };

  test('what they find in a disguise is refused', () => {
    const found = DICTIONARIES.filter(([, entries, more = []]) =>
      foundByOthers(packedPdf({ opens: '5 0 R', packed: JS, dictionary: entries, more })),
    );
    expect(found.length).toBeGreaterThan(15);
  });

  test('dictionaries of a generator: the script is found, its absence too', () => {
    fc.assert(
      fc.property(dictionary, (entries) => {
        const bytes = packedPdf({ opens: '5 0 R', packed: JS, dictionary: entries });
        expect([checkPdf(bytes), foundByOthers(bytes)]).toEqual(['active-content', true]);
        expect(checkPdf(packedPdf({ opens: null, packed: HARMLESS, dictionary: entries }))).toBe(null);
      }),
      { numRuns: 40 },
    );
  });
});
