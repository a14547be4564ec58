/** Files and file parts made on the spot, for tests: as small as the formats allow, whole where not cut on purpose. */
import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
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
  return { name, bytes, declared: null, disposition: 'attachment', contentId: null, embedded: false, ...more };
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
