/**
 * What citizens enclose: a photo (JPEG), a screenshot (PNG), an application (PDF). Each is a valid file of about the size
 * asked for; noise makes up the weight, where the format allows bytes that mean nothing. Pure.
 */
import { crc32, deflateSync } from 'node:zlib';
import { PICTURE } from './picture.ts';
import type { Random } from './random.ts';

export type ScanKind = 'jpg' | 'png' | 'pdf';

export interface Scan {
  kind: ScanKind;
  contentType: string;
  bytes: Buffer;
}

/** Makes a file of a kind; a page of PDF weighs more than a photo of it. */
export function makeScan(kind: ScanKind, random: Random): Scan {
  switch (kind) {
    case 'jpg':
      return { kind, contentType: 'image/jpeg', bytes: jpeg(random, random.whole(37_000, 43_000)) };
    case 'png':
      return { kind, contentType: 'image/png', bytes: png(random, random.whole(37_000, 43_000)) };
    case 'pdf':
      return { kind, contentType: 'application/pdf', bytes: pdf(random, random.whole(56_000, 64_000)) };
  }
}

/** The picture, with comment segments (ITU T.81 §B.2.4.5) right after its first marker. */
function jpeg(random: Random, size: number): Buffer {
  const comments: Buffer[] = [];
  for (let left = size - PICTURE.length; left > 4; ) {
    const length = Math.min(left - 4, 32_000);
    comments.push(Buffer.from([0xff, 0xfe, (length + 2) >> 8, (length + 2) & 0xff]), random.noise(length));
    left -= length + 4;
  }
  return Buffer.concat([PICTURE.subarray(0, 2), ...comments, PICTURE.subarray(2)]);
}

/** A picture of noise, 112 points wide, as high as the size asks. */
function png(random: Random, size: number): Buffer {
  const width = 112;
  const line = width * 3 + 1;
  const height = Math.max(1, Math.round((size - 80) / line));
  const points = random.noise(height * line);
  for (let row = 0; row < height; row += 1) points[row * line] = 0; // no filter
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8); // eight bits a colour, RGB
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(points, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** One page with a line of text; a stream that no page uses carries the weight. */
function pdf(random: Random, size: number): Buffer {
  const text = Buffer.from('BT /F1 14 Tf 60 760 Td (Scan) Tj ET');
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    ),
    stream(text),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'),
    stream(random.noise(Math.max(0, size - 900))),
  ];
  const parts = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const places: string[] = [];
  let at = parts[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    const whole = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    places.push(`${String(at).padStart(10, '0')} 00000 n \n`);
    at += whole.length;
    parts.push(whole);
  }
  const count = objects.length + 1;
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${places.join('')}`;
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table + trailer)]);
}

function stream(content: Buffer): Buffer {
  const head = Buffer.from(`<< /Length ${content.length} >>\nstream\n`);
  return Buffer.concat([head, content, Buffer.from('\nendstream')]);
}
