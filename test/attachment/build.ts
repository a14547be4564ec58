/** Files and file parts made on the spot, for tests: as small as the formats allow, whole where not cut on purpose. */
import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { judgeFiles } from '../../src/attachment/judge.ts';
import type { FileRules, JudgedFile } from '../../src/attachment/verdict.ts';
import type { FilePart } from '../../src/letter/letter.ts';

export const RULES: FileRules = { types: ['pdf', 'jpg', 'png'], maxFile: 5 << 20, maxTotal: 5 << 20, maxCount: 10 };

/** A file as real programs write them (see the folder). */
export function sample(name: string): Buffer {
  return readFileSync(new URL(`files/${name}`, import.meta.url));
}

/** A file attached in the ordinary way. */
export function attached(name: string | null, bytes: Uint8Array, more: Partial<FilePart> = {}): FilePart {
  return { name, bytes, declared: null, disposition: 'attachment', contentId: null, place: null, ...more };
}

/** Judges one attached file. */
export async function judge(name: string | null, bytes: Uint8Array, rules = RULES): Promise<JudgedFile> {
  const [judged] = await judgeFiles([attached(name, bytes)], rules);
  return judged as JudgedFile;
}

export function chunk(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

export const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** A grey PNG; `pixels: false` writes the header's size but next to no pixels, as a bomb's beginning does. */
export function png(width: number, height: number, { pixels = true, padding = 0 } = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = pixels ? Buffer.alloc((width + 1) * height) : Buffer.alloc(1);
  const comment = padding > 0 ? [chunk('teXt', Buffer.alloc(padding, 'x'))] : [];
  return Buffer.concat([
    PNG_SIGNATURE,
    chunk('IHDR', header),
    ...comment,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND'),
  ]);
}

/** A PDF of the given objects with a right cross-reference table; the first is the catalogue. */
export function pdf(objects: string[], trailer = ''): Buffer {
  let text = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  const size = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer}>>\n`;
  return Buffer.from(`${text}${table}${size}startxref\n${text.length}\n%%EOF\n`, 'latin1');
}

/** One page, and whatever is put into the catalogue. */
export function pdfWith(inCatalogue: string, more: string[] = []): Buffer {
  const catalogue = `<< /Type /Catalog /Pages 2 0 R ${inCatalogue} >>`;
  return pdf([catalogue, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Page /Parent 2 0 R >>', ...more]);
}

/** A stream object: dictionary entries and packed content. */
export function flateStream(entries: string, content: Buffer): string {
  const packed = deflateSync(content).toString('latin1');
  return `<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed}\nendstream`;
}

export interface Sheet {
  width?: number;
  height?: number;
  /** Brightness of what is written, and of the paper. */
  ink?: number;
  paper?: number;
  /** So many lines of strokes that look like letters from afar. */
  lines?: number;
}

/** A sheet of A4 at 300 dpi with something written on it. */
export function sheet({ width = 2480, height = 3508, ink = 20, paper = 255, lines = 45 }: Sheet = {}): Sharp {
  const pixels = Buffer.alloc(width * height, paper);
  const unit = Math.max(1, Math.round(width / 620)); // of a stroke
  const pitch = Math.round(height / 60);
  for (let line = 0; line < lines; line += 1) {
    for (let sign = 0; sign < 70; sign += 1) {
      const left = Math.round(width / 10) + sign * unit * 7;
      const top = pitch * (line + 5);
      const shape = (sign * 7 + line * 13) % 11;
      const fill = (x: number, y: number, w: number, h: number) => {
        for (let row = 0; row < h * unit; row += 1) {
          const at = (top + y * unit + row) * width + left + x * unit;
          if (left + (x + w) * unit < width) pixels.fill(ink, at, at + w * unit);
        }
      };
      if (shape === 0) continue; // between words
      fill(0, 0, 1, 6);
      if (shape % 2 === 0) fill(4, 0, 1, 6);
      if (shape % 3 === 0) fill(0, 0, 5, 1);
      if (shape % 4 !== 0) fill(0, 3, 5, 1);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 1 } });
}

/** Grains of a sensor over a sheet. */
export function noisy(picture: Sharp, sigma: number): Promise<Sharp> {
  const grain = (size: { width: number; height: number }) =>
    sharp({ create: { ...size, channels: 3, background: 'black', noise: { type: 'gaussian', mean: 128, sigma } } });
  return picture.metadata().then(async ({ width, height }) => {
    const layer = await grain({ width, height }).png().toBuffer();
    return sharp(await picture.png().toBuffer()).composite([{ input: layer, blend: 'soft-light' }]);
  });
}

/** A PDF of one A4 page: the operators of its content, and a picture named Im0. */
export function page(content: string, picture: string, more: string[] = []): Buffer {
  return pdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595.28 841.89] >>',
    '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /Im0 5 0 R /Fm0 6 0 R >> >> >>',
    flateStream('', Buffer.from(content, 'latin1')),
    picture,
    ...more,
  ]);
}

/** A picture of so many pixels as an object of a PDF. */
export function image(width: number, height: number, entries: string, packed: Buffer): string {
  const dictionary = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} ${entries}`;
  return `<< ${dictionary} /Length ${packed.length} >>\nstream\n${packed.toString('latin1')}\nendstream`;
}

/** Ways to write the content of a stream (ISO 32000 §7.4): entries of its dictionary and what they mean. */
export const PACKINGS: { name: string; entries: string; pack(content: Buffer): Buffer }[] = [
  { name: 'not at all', entries: '', pack: (content) => content },
  { name: 'Flate', entries: '/Filter /FlateDecode', pack: deflateSync },
  { name: 'Flate in a list', entries: '/Filter [ /FlateDecode ]', pack: deflateSync },
  { name: 'Flate, its name escaped', entries: '/Filter /Fl#61teDecode', pack: deflateSync },
  { name: 'hexadecimal digits', entries: '/Filter /ASCIIHexDecode', pack: hex },
  { name: 'base 85', entries: '/Filter /ASCII85Decode', pack: base85 },
  {
    name: 'Flate in base 85',
    entries: '/Filter [/ASCII85Decode /FlateDecode]',
    pack: (content) => base85(deflateSync(content)),
  },
  {
    name: 'Flate in hexadecimal digits, short names',
    entries: '/Filter [/AHx /Fl]',
    pack: (content) => hex(deflateSync(content)),
  },
  ...[0, 1, 2, 3, 4].map((kind) => ({
    name: `rows of PNG, kind ${kind}`,
    entries: '/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 7 >>',
    pack: (content: Buffer) => deflateSync(pngRows(content, 7, kind)),
  })),
  {
    name: 'rows of TIFF',
    entries: '/Filter /FlateDecode /DecodeParms << /Predictor 2 /Columns 7 >>',
    pack: (content) => deflateSync(content.map((byte, at) => (at % 7 === 0 ? byte : byte - content[at - 1]!))),
  },
];

/** An object stream that holds one object, number 9. */
export function objectStream(object: string, entries: string, pack: (content: Buffer) => Buffer): string {
  const packed = pack(Buffer.from(`9 0  ${object}`, 'latin1')).toString('latin1');
  return `<< /Type /ObjStm /N 1 /First 5 ${entries} /Length ${packed.length} >>\nstream\n${packed}\nendstream`;
}

function hex(content: Buffer): Buffer {
  return Buffer.from(`${content.toString('hex').replace(/(.{60})/g, '$1\n')}>`);
}

function base85(content: Buffer): Buffer {
  const groups: string[] = [];
  for (let at = 0; at < content.length; at += 4) {
    const four = Buffer.concat([content.subarray(at, at + 4), Buffer.alloc(4)]);
    let rest = four.readUInt32BE();
    let signs = '';
    for (let sign = 0; sign < 5; sign += 1) {
      signs = String.fromCharCode(33 + (rest % 85)) + signs;
      rest = Math.floor(rest / 85);
    }
    const short = Math.min(4, content.length - at);
    groups.push(signs === '!!!!!' && short === 4 ? 'z' : signs.slice(0, short + 1));
  }
  return Buffer.from(`${groups.join('')}~>`, 'latin1');
}

/** ISO/IEC 15948 §9.2, all rows of one kind, one byte a sample. */
function pngRows(content: Buffer, width: number, kind: number): Buffer {
  const rows: Buffer[] = [];
  const at = (index: number, inRow: boolean) => (inRow && index >= 0 ? (content[index] ?? 0) : 0);
  for (let from = 0; from < content.length; from += width) {
    const row = Buffer.alloc(width + 1);
    row[0] = kind;
    for (let column = 0; column < width; column += 1) {
      const index = from + column;
      const [left, up] = [at(index - 1, column > 0), at(index - width, true)];
      const corner = at(index - width - 1, column > 0);
      const near = [left, up, corner].sort(
        (a, b) => Math.abs(left + up - corner - a) - Math.abs(left + up - corner - b),
      );
      row[column + 1] = at(index, true) - [0, left, up, (left + up) >> 1, near[0]!][kind]!;
    }
    rows.push(row);
  }
  return Buffer.concat(rows);
}

/** A ZIP package of stored entries; `encrypted` only sets the mark. */
export function zip(names: string[], { encrypted = false, unpacked = 0 } = {}): Buffer {
  const flag = encrypted ? 1 : 0;
  const locals = names.map((name) => {
    const head = Buffer.alloc(30);
    head.write('PK\x03\x04', 'latin1');
    head.writeUInt16LE(flag, 6);
    head.writeUInt16LE(name.length, 26);
    return Buffer.concat([head, Buffer.from(name, 'latin1')]);
  });
  let offset = 0;
  const central = names.map((name, index) => {
    const head = Buffer.alloc(46);
    head.write('PK\x01\x02', 'latin1');
    head.writeUInt16LE(flag, 8);
    head.writeUInt32LE(unpacked, 24);
    head.writeUInt16LE(name.length, 28);
    head.writeUInt32LE(offset, 42);
    offset += locals[index]?.length ?? 0;
    return Buffer.concat([head, Buffer.from(name, 'latin1')]);
  });
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** A compound file whose directory holds these names. */
export function compound(...streams: string[]): Buffer {
  const file = Buffer.alloc(512 * 6);
  file.write('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1');
  file.writeUInt16LE(9, 30); // sectors of 512 bytes
  file.writeUInt32LE(1, 48); // the directory is the second sector
  for (const [index, name] of ['Root Entry', ...streams].entries()) file.write(name, 1024 + 128 * index, 'utf16le');
  return file;
}

/** A Word document's main stream in a compound file. */
export function word({ encrypted = false, macros = false } = {}): Buffer {
  const file = compound('WordDocument', ...(macros ? ['Macros', '_VBA_PROJECT'] : []));
  file.set([0xec, 0xa5, 0xc1, 0x00], 512);
  if (encrypted) file.writeUInt16LE(0x0100, 512 + 10);
  return file;
}

/** A Windows program: header, PE signature. */
export function exe(): Buffer {
  const file = Buffer.alloc(512);
  file.write('MZ');
  file.writeUInt32LE(0x80, 0x3c);
  file.write('PE\0\0', 0x80, 'latin1');
  return file;
}
