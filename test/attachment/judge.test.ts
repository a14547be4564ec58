/** The files of one letter together: limits, order, signature pictures; and no file can break the reading of the rest. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeFiles, limitTogether } from '../../src/attachment/judge.ts';
import type { JudgedFile, RefusalReason } from '../../src/attachment/verdict.ts';
import type { FilePart } from '../../src/letter/letter.ts';
import { attached, exe, pdfWith, png, RULES, sample, word } from './build.ts';

const jpeg = sample('baseline.jpg');
const print = sample('ghostscript.pdf');
const reasons = async (parts: FilePart[], rules = RULES) =>
  (await judgeFiles(parts, rules)).map((file) => file.reason ?? 'accepted');

/** A whole PNG of about so many bytes. */
const big = (bytes: number) => attached('скан.png', png(50, 50, { padding: bytes }));
const MB = 1 << 20;

test('every file is listed in the letter’s order with its size, hash and content', async () => {
  const parts = [
    attached('скан.pdf', print, { declared: 'application/pdf' }),
    attached('virus.pdf', exe()),
    attached('скан.pdf', jpeg),
  ];
  const judged = await judgeFiles(parts, RULES);
  expect(judged.map(({ name, declared, type, verdict }) => [name, declared, type, verdict])).toEqual([
    ['скан.pdf', 'application/pdf', 'pdf', 'accepted'],
    ['virus.pdf', null, 'exe', 'refused'],
    ['скан.jpg', null, 'jpg', 'accepted'],
  ]);
  for (const [index, file] of judged.entries()) {
    const bytes = parts[index]?.bytes as Uint8Array;
    expect(file.bytes).toBe(bytes.length);
    expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(Buffer.from(file.content)).toEqual(Buffer.from(bytes));
  }
});

describe('limits', () => {
  test('the first ones stay, the rest is refused', async () => {
    expect(await reasons([big(2 * MB), big(2 * MB), big(2 * MB), big(100)])).toEqual([
      'accepted',
      'accepted',
      'total-too-large',
      'total-too-large',
    ]);
    expect(await reasons(Array(12).fill(attached('a.jpg', jpeg)))).toEqual([
      ...Array(10).fill('accepted'),
      'too-many',
      'too-many',
    ]);
  });

  test('refused files take no place', async () => {
    const parts = [attached('a.exe', exe()), big(6 * MB), big(4 * MB), big(MB / 2)];
    expect(await reasons(parts, { ...RULES, maxCount: 2 })).toEqual(['type', 'too-large', 'accepted', 'accepted']);
  });

  test('a file of exactly the greatest size is taken', async () => {
    const file = big(1000);
    const rules = { ...RULES, maxFile: file.bytes.length, maxTotal: file.bytes.length };
    expect(await reasons([file], rules)).toEqual(['accepted']);
    expect(await reasons([file], { ...rules, maxFile: file.bytes.length - 1 })).toEqual(['too-large']);
  });
});

describe('files refused afterwards', () => {
  const MIB = 2 ** 20;
  const file = (bytes: number, reason: RefusalReason | null = null) =>
    ({ name: 'a', bytes, verdict: reason === null ? 'accepted' : 'refused', reason }) as JudgedFile;

  test.each<[string, JudgedFile[], (RefusalReason | null)[]]>([
    ['nothing changes', [file(MIB), file(MIB)], [null, null]],
    ['room for the next ones', [file(4 * MIB, 'infected'), file(3 * MIB, 'total-too-large')], ['infected', null]],
    [
      'only as much as became free',
      [file(4 * MIB, 'infected'), file(3 * MIB, 'total-too-large'), file(3 * MIB, 'total-too-large')],
      ['infected', null, 'total-too-large'],
    ],
    [
      'a place in the number',
      [file(1, 'infected'), ...Array(9).fill(file(1)), file(1, 'too-many')],
      ['infected', ...Array(10).fill(null)],
    ],
    [
      'other reasons stay',
      [file(1, 'infected'), file(1, 'type'), file(9 * MIB, 'too-large')],
      ['infected', 'type', 'too-large'],
    ],
  ])('%s', (_, files, reasons) => {
    const judged = limitTogether(files, RULES);
    expect(judged.map(({ reason }) => reason)).toEqual(reasons);
    expect(judged.map(({ verdict }) => verdict === 'accepted')).toEqual(reasons.map((reason) => reason === null));
  });
});

describe('pictures inside the text', () => {
  const inline: Partial<FilePart> = { disposition: 'inline', contentId: 'image001.png@example', place: 'decoration' };
  const listed = async (part: FilePart) => (await judgeFiles([part], RULES)).length === 1;

  test.each<[string, FilePart]>([
    ['a logo', attached('image001.png', png(180, 60), inline)],
    ['a wide banner', attached('banner.png', png(700, 90), inline)],
    ['an icon without a disposition', attached(null, png(32, 32), { ...inline, disposition: null })],
    ['a counter of readings', attached('', png(1, 1), inline)],
    ['a GIF logo', attached('logo.gif', sample('photo.gif'), inline)],
    ['a smile in the text', attached('smile.png', png(20, 20), { ...inline, place: 'text' })],
    ['a small WEBP', attached('logo.webp', sample('photo.webp'), inline)],
  ])('%s belongs to the signature', async (_, part) => {
    expect(await listed(part)).toBe(false);
  });

  test.each<[string, FilePart]>([
    ['a pasted screenshot', attached('image001.png', png(1280, 720), inline)],
    ['a pasted message window', attached('image001.png', png(420, 180), inline)],
    ['a pasted photo', attached('photo.jpg', jpeg, inline)],
    ['a small picture of many bytes', attached('image.png', png(200, 150, { padding: 80_000 }), inline)],
    ['a small picture that was attached', attached('подпись.png', png(180, 60))],
    [
      'a small picture shown in its place by a mail program',
      attached('скан.png', png(180, 60), { disposition: 'inline' }),
    ],
    ['a small picture in the text', attached('image001.png', png(180, 60), { ...inline, place: 'text' })],
    ['a picture that is all of the letter', attached('1.png', png(20, 20), { ...inline, place: 'matter' })],
    ['a PDF in its place', attached('скан.pdf', print, inline)],
    ['a program pretending to be a logo', attached('logo.png', exe(), inline)],
  ])('%s is listed', async (_, part) => {
    expect(await listed(part)).toBe(true);
  });
});

describe('whatever is sent', () => {
  const seeds = ['object-streams.pdf', 'with-attachment-packed.pdf', 'progressive.jpg', 'palette.png', 'word.docx'].map(
    sample,
  );
  const seed = fc.constantFrom(...seeds, pdfWith(''), word(), png(20, 20));
  const wound = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), bytes: fc.uint8Array({ maxLength: 8 }) });
  const wounded = fc
    .tuple(seed, fc.array(wound, { maxLength: 6 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([file, wounds, keep]) => {
      const copy = Buffer.from(file);
      for (const { at, bytes } of wounds) copy.set(bytes, Math.floor(at * Math.max(0, copy.length - bytes.length)));
      return copy.subarray(0, Math.ceil(copy.length * Math.min(1, keep * 2)));
    });
  const name = fc.constantFrom('a.pdf', 'a.jpg', 'a.png', 'a.docx', 'a.doc', null);
  const rules = { ...RULES, types: [...RULES.types, 'doc', 'docx', 'xlsx', 'txt'] };

  test('a wounded file gets a verdict and takes no other down', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(wounded, fc.uint8Array({ maxLength: 300 })), name, async (bytes, called) => {
        const judged = await judgeFiles([attached(called, bytes), attached('whole.jpg', jpeg)], rules);
        expect(judged.map((file) => file.reason === null)).toEqual([judged[0]?.verdict === 'accepted', true]);
      }),
      { numRuns: 300 },
    );
  });

  test.each<[string, Buffer]>([
    ['a PDF', pdfWith('')],
    ['a PDF with packed objects', sample('object-streams.pdf')],
    ['a JPEG', jpeg],
    ['a PNG', png(20, 20)],
  ])('%s cut anywhere is damaged', async (_, whole) => {
    const step = Math.ceil(whole.length / 600);
    const visible = whole.toString('latin1').trimEnd().length;
    for (let length = 20; length < visible; length += step) {
      const [judged] = await judgeFiles([attached(null, whole.subarray(0, length))], RULES);
      expect([length, judged?.reason]).toEqual([length, 'damaged']);
    }
  });

  const MANY = 300_000;
  test.each<[string, string]>([
    ['names', '/#'],
    ['stream keywords', 'stream '],
    ['stream keywords with marks', '/ObjStmstream\n'],
    ['slashes', '/J'],
    ['an address without end', '(http://a/J'],
    ['end marks', '%%EOF'],
    ['objects', '1 0 obj '],
    ['objects with data', '1 0 obj<</Type/Page>>stream\n'],
    ['plain object streams', '1 0 obj<</ObjStm/N 1/First 1>>stream\n'],
    ['header lines', 'A: b\n c\n'],
    ['blanks', ' \n'],
    ['markers', '\xff\xda\x00\x02'],
    ['fill bytes', '\xff'],
    ['open tags', '<!--'],
  ])('a file full of %s is judged in linear time', async (_, unit) => {
    const body = unit.repeat(MANY / unit.length);
    for (const head of ['%PDF-1.4\n', '\xff\xd8\xff\xe0\x00\x02', '', '<?xml ?>']) {
      const tail = head.startsWith('%PDF') ? '\nendobj /Root startxref\n1\n%%EOF' : '\xff\xd9';
      const started = process.cpuUsage().user;
      await judgeFiles([attached('a.pdf', Buffer.from(head + body + tail, 'latin1'))], rules);
      expect(process.cpuUsage().user - started).toBeLessThan(5e6); // quadratic work on it takes minutes
    }
  });
});
