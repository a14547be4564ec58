/** Advice on accepted files: given where a person would give it, and in doubt not given. */
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { judgeFiles } from '../../src/attachment/judge.ts';
import { attached, exe, image, judge, noisy, page, pdfWith, png, RULES, sheet } from './build.ts';

const jpg = (quality = 80) => ({ quality });
const advice = async (name: string, bytes: Uint8Array) => {
  const { verdict, advice } = await judge(name, bytes);
  expect(verdict).toBe('accepted');
  return advice;
};
const written = await sheet().jpeg(jpg()).toBuffer();
const small = await sheet({ width: 1240, height: 1754 }).jpeg(jpg()).toBuffer();
const grey = await sheet({ width: 1240, height: 1754 }).raw().toBuffer();
const blurred = await sheet().blur(10).jpeg(jpg()).toBuffer();
const white = await sheet({ lines: 0 }).jpeg(jpg()).toBuffer();

describe('a sheet of paper as a picture', () => {
  test.each<[string, () => Promise<Buffer>, string[]]>([
    ['written on, at 300 dpi', async () => written, []],
    ['in a PNG', () => sheet().png().toBuffer(), []],
    ['in black and white', () => sheet({ ink: 0 }).png({ palette: true, colours: 2 }).toBuffer(), []],
    ['with a few lines', () => sheet({ lines: 3 }).jpeg(jpg()).toBuffer(), []],
    ['with one line', () => sheet({ lines: 1 }).jpeg(jpg()).toBuffer(), []],
    ['on grey paper', () => sheet({ ink: 80, paper: 200 }).jpeg(jpg()).toBuffer(), []],
    ['light on dark', () => sheet({ ink: 130, paper: 17 }).jpeg(jpg()).toBuffer(), []],
    ['a little soft', () => sheet().blur(2).jpeg(jpg()).toBuffer(), []],
    [
      'taken by a phone',
      async () => (await noisy(sheet({ paper: 200 }).resize(3000, 4000), 12)).jpeg(jpg()).toBuffer(),
      [],
    ],
    ['blurred', async () => blurred, ['unreadable']],
    ['blurred, with grain', async () => (await noisy(sheet().blur(12), 12)).jpeg(jpg()).toBuffer(), ['unreadable']],
    ['too pale', () => sheet({ ink: 225 }).jpeg(jpg()).toBuffer(), ['unreadable']],
    ['too pale on grey', () => sheet({ ink: 190, paper: 215 }).jpeg(jpg()).toBuffer(), ['unreadable']],
    ['white', async () => white, ['blank-page']],
    ['black', () => sheet({ lines: 0, paper: 5 }).png().toBuffer(), ['blank-page']],
    [
      'grey with grain',
      async () => (await noisy(sheet({ lines: 0, paper: 180 }), 10)).jpeg(jpg()).toBuffer(),
      ['blank-page'],
    ],
    ['with the lid’s shadow', () => lidShadow(), ['blank-page']],
    ['at 150 dpi, and says so', () => scanned(1240, 1754, 150), ['low-resolution']],
    ['at 200 dpi, and says so', () => scanned(1654, 2339, 200), ['low-resolution']],
    ['of A5 at 150 dpi', () => scanned(874, 1240, 150), ['low-resolution']],
    [
      'of the shape of A4 that says nothing',
      () => sheet({ width: 1240, height: 1754 }).png().toBuffer(),
      ['low-resolution'],
    ],
    ['lying on its side', () => scanned(1240, 1754, 150, 90), ['low-resolution']],
    [
      '… and turned by the phone',
      () => sheet({ width: 960, height: 1280 }).rotate(90).withMetadata({ orientation: 8 }).jpeg(jpg()).toBuffer(),
      ['low-resolution'],
    ],
    ['made small by a messenger', () => sheet({ width: 960, height: 1280 }).jpeg(jpg()).toBuffer(), ['low-resolution']],
    ['at 300 dpi, one pixel short', () => scanned(2479, 3507, 300), []],
    ['from a camera that says 180 dpi', () => scanned(3000, 4000, 180), []],
  ])('%s', async (_, make, expected) => {
    const bytes = await make();
    expect(await advice(bytes[0] === 0xff ? 'скан.jpg' : 'скан.png', bytes)).toEqual(expected);
  });
});

describe('no sheet of paper', () => {
  test.each<[string, () => Promise<Buffer>]>([
    ['a screen', () => sheet({ width: 1920, height: 1080, lines: 12 }).png().toBuffer()],
    ['a phone’s screen', () => sheet({ width: 1080, height: 2400, lines: 20 }).png().toBuffer()],
    ['a tablet’s screen', () => sheet({ width: 1536, height: 2048, lines: 20 }).png().toBuffer()],
    ['an old screen as JPEG', () => sheet({ width: 1024, height: 768, lines: 20 }).jpeg(jpg()).toBuffer()],
    ['a card', () => scanned(1011, 638, 300)],
    ['an icon', async () => png(64, 64)],
    ['a dark photo', () => sheet({ width: 1200, height: 1600, paper: 90, ink: 10 }).jpeg(jpg()).toBuffer()],
  ])('%s', async (_, make) => {
    const bytes = await make();
    expect(await advice(bytes[0] === 0xff ? 'фото.jpg' : 'фото.png', bytes)).toEqual([]);
  });

  test('a picture of more than 2 MB', async () => {
    expect(await advice('фото.png', png(50, 50, { padding: (2 << 20) + 1 }))).toEqual(['large-image']);
    expect(await advice('фото.png', png(50, 50, { padding: (2 << 20) - 1000 }))).toEqual([]);
  });
});

describe('a PDF', () => {
  const WHOLE = 'q 595.28 0 0 841.89 0 0 cm /Im0 Do Q';
  const dct = (width: number, height: number, bytes = written) =>
    image(width, height, '/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode', bytes);
  const flate = (entries = '', pixels = grey) =>
    image(
      1240,
      1754,
      `/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode ${entries}`,
      deflateSync(pixels),
    );
  const fax = (bytes: number, parameters = '/K -1') =>
    image(2480, 3508, `/Filter /CCITTFaxDecode /DecodeParms << ${parameters} >>`, Buffer.alloc(bytes, 0xff));

  test.each<[string, Buffer, string[]]>([
    ['scanned at 300 dpi', page(WHOLE, dct(2480, 3508)), []],
    ['scanned at 150 dpi', page(WHOLE, dct(1240, 1754, small)), ['low-resolution']],
    ['… not as JPEG', page(WHOLE, flate()), ['low-resolution']],
    ['… with its words recognised', page(`${WHOLE} BT 3 Tr (words) Tj ET`, dct(1240, 1754, small)), ['low-resolution']],
    ['… inside a form', page('/Fm0 Do', dct(1240, 1754, small), [form(WHOLE)]), ['low-resolution']],
    ['… turned', page('q 0 841.89 -595.28 0 595.28 0 cm /Im0 Do Q', dct(1754, 1240, small)), ['low-resolution']],
    ['in strips at 300 dpi', page(strips(4), dct(2480, 877)), []],
    ['in strips at 150 dpi', page(strips(4), dct(1240, 439, small)), ['low-resolution']],
    ['of a blank sheet', page(WHOLE, dct(2480, 3508, white)), ['blank-page']],
    ['of a blank sheet at 150 dpi', page(WHOLE, flate('', Buffer.alloc(1240 * 1754, 250))), ['blank-page']],
    ['of a blank sheet, as a fax', page(WHOLE, fax(440)), ['blank-page']],
    ['of a written sheet, as a fax', page(WHOLE, fax(20_000)), []],
    ['of a sheet out of focus', page(WHOLE, dct(2480, 3508, blurred)), ['unreadable']],
    ['with a picture and words', page(`${WHOLE} BT (words) Tj ET`, dct(1240, 1754, small)), []],
    ['with a small picture', page('q 200 0 0 100 0 700 cm /Im0 Do Q', dct(1240, 1754, small)), []],
    ['with words only', page('BT (words) Tj ET', dct(1, 1)), []],
    ['with brackets inside its words', page('BT (a (b) and \\\\( c () d) Tj ET', dct(1, 1)), []],
    ['with brackets inside brackets', page('BT (((a))) Tj ET', dct(1, 1)), []],
    ['with a line', page('0 0 m 100 100 l S', dct(1, 1)), []],
    ['with nothing on its page', page('q Q', dct(1, 1)), ['blank-page']],
    ['with blanks on its page', page('BT ( ) Tj <0003> Tj ET', dct(1, 1)), ['blank-page']],
    ['with a page that has no content', pdfWith(''), ['blank-page']],
  ])('%s', async (_, bytes, expected) => {
    expect(await advice('скан.pdf', bytes)).toEqual(expected);
  });

  test.each<[string, Buffer]>([
    ['a page of a hundred megabytes', page(' '.repeat(100 << 20), dct(1, 1))],
    [
      'a picture that claims more than it has',
      page(WHOLE, image(99999, 99999, '/BitsPerComponent 1 /Filter /FlateDecode', deflateSync(grey))),
    ],
    ['a form that draws itself', page('/Fm0 Do', dct(1, 1), [form('/Fm0 Do /Fm0 Do /Fm0 Do')])],
    [
      'a page that is its own parent',
      Buffer.from(pdfWith('').toString('latin1').replace('/Page /Parent 2', '/Page /Parent 3'), 'latin1'),
    ],
    ['a picture full of numbers', page('1 '.repeat(100_000), dct(1, 1))],
    ['a page full of brackets', page('(a'.repeat(100_000), dct(1, 1))],
    ['a page full of pictures', page('/Im0 Do '.repeat(30_000), dct(1, 1))],
  ])('%s is judged soon', async (_, bytes) => {
    const started = process.cpuUsage().user;
    expect((await judge('a.pdf', bytes)).verdict).toBe('accepted');
    expect(process.cpuUsage().user - started).toBeLessThan(5e6);
  });

  function form(content: string): string {
    return `<< /Type /XObject /Subtype /Form /BBox [0 0 600 900] /Length ${content.length} >>\nstream\n${content}\nendstream`;
  }

  function strips(count: number): string {
    const height = 841.89 / count;
    return Array.from({ length: count }, (_, at) => `q 595.28 0 0 ${height} 0 ${at * height} cm /Im0 Do Q`).join('\n');
  }
});

test('a refused file gets none, and of very many files only the first are looked at', async () => {
  const parts = [attached('a.exe', exe()), ...Array.from({ length: 20 }, () => attached('a.jpg', white))];
  const judged = await judgeFiles(parts, { ...RULES, maxCount: 100, maxTotal: 100 << 20 });
  expect(judged.map((file) => file.advice.length)).toEqual([0, ...Array(12).fill(1), ...Array(8).fill(0)]);
});

test('a picture that no decoder reads gets none', async () => {
  const spoiled = Buffer.from(written);
  spoiled.fill(0, 20, 600);
  const [judged] = await judgeFiles([attached('a.jpg', spoiled)], RULES);
  expect(judged?.advice).toEqual([]);
});

async function lidShadow(): Promise<Buffer> {
  const shadow = { create: { width: 40, height: 3508, channels: 3, background: '#333' } } as const;
  return sheet({ lines: 0 })
    .toColourspace('srgb')
    .composite([{ input: shadow, left: 0, top: 0 }])
    .jpeg(jpg())
    .toBuffer();
}

function scanned(width: number, height: number, density: number, turn = 0): Promise<Buffer> {
  return sheet({ width, height }).rotate(turn).withMetadata({ density }).jpeg(jpg()).toBuffer();
}
