/**
 * Letters of any structure, for fuzzing the reader: trees of parts with what stands in them, written as bytes.
 * In: fast-check's chance. Out: raw bytes, the text markers that were written, the files and their bytes.
 */

import fc from 'fast-check';
import iconv from 'iconv-lite';

export interface Built {
  raw: Buffer;
  markers: string[];
  files: { name: string; bytes: Buffer }[];
}

type Node =
  | { is: 'text'; html: boolean; charset: string; encoding: string; label: boolean }
  | { is: 'file'; bytes: Uint8Array; naming: number; encoding: string; disposition: string }
  | { is: 'multipart'; type: string; children: Node[]; closed: boolean; preamble: boolean; quoted: boolean }
  | { is: 'letter'; inner: Node; encoding: string };

const text: fc.Arbitrary<Node> = fc.record({
  is: fc.constant('text' as const),
  html: fc.boolean(),
  charset: fc.constantFrom('utf-8', 'windows-1251', 'koi8-r', 'cp1251', 'UTF8'),
  encoding: fc.constantFrom('8bit', 'quoted-printable', 'base64', 'Base-64', 'QUOTED-PRINTABLE (x)', ''),
  label: fc.boolean(),
});
const file: fc.Arbitrary<Node> = fc.record({
  is: fc.constant('file' as const),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  naming: fc.nat(5),
  encoding: fc.constantFrom('base64', 'quoted-printable', 'base64\r\nContent-Transfer-Encoding: base64'),
  disposition: fc.constantFrom('attachment', 'inline', 'ATTACHMENT', 'x-odd'),
});

const { tree } = fc.letrec<{ tree: Node; letter: Node; multipart: Node }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4, depthSize: 'small' }, text, file, tie('multipart'), tie('multipart'), tie('letter')),
  letter: fc.record({
    is: fc.constant('letter' as const),
    inner: tie('tree'),
    encoding: fc.constantFrom('', '7bit', 'base64'),
  }),
  multipart: fc.record({
    is: fc.constant('multipart' as const),
    type: fc.constantFrom('mixed', 'related', 'MIXED', 'x-unheard-of', 'signed', 'parallel'),
    children: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
    closed: fc.boolean(),
    preamble: fc.boolean(),
    quoted: fc.boolean(),
  }),
}));

/** RFC 2045 §6.7, every byte escaped: bytes come back as they are. */
function quotedPrintable(bytes: Uint8Array): string {
  const escaped = [...bytes].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);
  return escaped.map((one, at) => (at % 25 === 24 ? `${one}=\r\n` : one)).join('');
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');

function encoded(bytes: Buffer<ArrayBuffer>, encoding: string): Buffer<ArrayBuffer> {
  if (/^base/i.test(encoding)) return Buffer.from(base64(bytes));
  return /^quoted/i.test(encoding) ? Buffer.from(quotedPrintable(bytes)) : bytes;
}

/** Ways to write a name, from RFC 2231 to what programs do. */
function named(name: string, naming: number): string {
  const percent = [...Buffer.from(name)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`);
  const half = Math.floor(percent.length / 2);
  return [
    `; filename*=utf-8''${percent.join('')}`,
    `;\r\n filename*0*=UTF-8'ru'${percent.slice(0, half).join('')};\r\n filename*1*=${percent.slice(half).join('')}`,
    `; filename="=?utf-8?B?${Buffer.from(name).toString('base64')}?="`,
    `; filename="${name}"`,
    `; filename=${name}; size=1`,
    `; filename="${percent.join('')}"`,
  ][naming] as string;
}

class Writer {
  readonly markers: string[] = [];
  readonly files: { name: string; bytes: Buffer }[] = [];
  #boundaries = 0;

  /** Header (from Content-Type on) and body of a part. */
  part(node: Node): Buffer<ArrayBuffer> {
    if (node.is === 'text') return this.#text(node);
    if (node.is === 'file') return this.#file(node);
    if (node.is === 'letter') {
      const inner = Buffer.concat([Buffer.from('From: b@example.ru\r\nSubject: inner\r\n'), this.part(node.inner)]);
      const head = `Content-Type: message/rfc822\r\n${node.encoding && `Content-Transfer-Encoding: ${node.encoding}\r\n`}\r\n`;
      return Buffer.concat([Buffer.from(head), encoded(inner, node.encoding)]);
    }
    // Each boundary is the beginning of the next one.
    const boundary = `=_b${'-x'.repeat(++this.#boundaries)}`;
    const value = node.quoted ? `"${boundary}"` : boundary;
    const pieces = [
      Buffer.from(`Content-Type: multipart/${node.type};\r\n\tboundary=${value}\r\n\r\n`),
      Buffer.from(node.preamble ? 'This is a multi-part message in MIME format.\r\n' : ''),
    ];
    for (const [at, child] of node.children.entries()) {
      pieces.push(Buffer.from(`${at === 0 ? '' : '\r\n'}--${boundary}\r\n`), this.part(child));
    }
    if (node.closed) pieces.push(Buffer.from(`\r\n--${boundary}--\r\n`));
    return Buffer.concat(pieces);
  }

  #text(node: Extract<Node, { is: 'text' }>): Buffer<ArrayBuffer> {
    const marker = `Прошу помочь, метка${this.markers.length}конец.`;
    this.markers.push(marker);
    const written = node.html ? `<html><body><p>${marker}</p></body></html>` : marker;
    const head =
      `Content-Type: text/${node.html ? 'html' : 'plain'}${node.label ? `; charset="${node.charset}"` : ''}\r\n` +
      `${node.encoding && `Content-Transfer-Encoding: ${node.encoding}\r\n`}\r\n`;
    return Buffer.concat([Buffer.from(head), encoded(Buffer.from(iconv.encode(written, node.charset)), node.encoding)]);
  }

  #file(node: Extract<Node, { is: 'file' }>): Buffer<ArrayBuffer> {
    const name = `скан ${this.files.length} (копия).pdf`;
    const bytes = Buffer.from(node.bytes);
    this.files.push({ name, bytes });
    const head =
      `Content-Type: application/pdf\r\nContent-Disposition: ${node.disposition}${named(name, node.naming)}\r\n` +
      `Content-Transfer-Encoding: ${node.encoding}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), encoded(bytes, node.encoding)]);
  }
}

/** A letter of any structure; its parts are right, what joins them need not be. */
export const letterOfParts: fc.Arbitrary<Built> = fc.tuple(tree, fc.boolean()).map(([root, bareLineFeeds]) => {
  const writer = new Writer();
  const head = 'From: a@example.ru\r\nSubject: x\r\nDate: Thu, 12 Mar 2026 10:15:30 +0300\r\nMIME-Version: 1.0\r\n';
  const raw = Buffer.concat([Buffer.from(head), writer.part(root)]);
  const lines = bareLineFeeds ? Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : raw;
  return { raw: lines, markers: writer.markers, files: writer.files };
});
