/**
 * One leaf of the MIME tree → its bytes, its text, or its file.
 * In: a part. Out: decoded content. Never fails; what was wrong goes to `defects`.
 */

import { decodeText } from './charset.ts';
import { unflowed } from './flowed.ts';
import { valuesOf } from './header.ts';
import { htmlText, MAX_HTML } from './html.ts';
import { takePictures } from './inline-pictures.ts';
import type { FilePart } from './letter.ts';
import type { Part } from './mime.ts';
import { textBytes } from './text-encoding.ts';
import { decodeTransfer, looksBase64 } from './transfer.ts';
import { takeUuencoded } from './uuencode.ts';
import { decodeWords, fromBase64 } from './words.ts';

/** Bytes of text; what is beyond is kept in the raw letter only. Encoded, four times as much holds them surely. */
const MAX_TEXT = 4 * 1024 * 1024;
const MAX_ENCODED = 4 * MAX_TEXT;
const MAX_LINES = 200_000;
const CUT = 'text: only its beginning read';

/** More characters than this that are no base64 are no noise of the way. */
const MAX_STRAY_SHARE = 0.05;
const MAX_STRAY = 5;

/** Begins a file of a kind that citizens send: PDF, pictures, ZIP and what is made of it, Office of before 2007, RTF. */
const FILE_START =
  /^(?:%PDF-|\x89PNG\r\n|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf|.{4}ftyp|RIFF)/s;

/** The content of a leaf, transfer encoding undone (RFC 2045 §6). */
export function contentOf(part: Part, defects: Set<string>): Buffer {
  const { body, encoding, type } = part;
  if (encoding === 'base64') return fileBase64(body, defects);
  if (encoding === 'uuencode') return takeUuencoded(body.toString('latin1')).files[0]?.bytes ?? body;
  if (/^(?:text|message|multipart)\//.test(type)) return decodeTransfer(body, encoding);
  if (/^\s{0,10}begin [0-7]{3,4} /.test(body.toString('latin1', 0, 40))) {
    const [file] = takeUuencoded(body.toString('latin1')).files;
    if (file !== undefined) return file.bytes;
  }
  if (!looksBase64(body)) return decodeTransfer(body, encoding);
  const bytes = fromBase64(body.toString('latin1'));
  // Declared so, a text in code may be meant as it stands.
  const undeclared = encoding === null || encoding === 'unknown';
  if (!undeclared && !FILE_START.test(bytes.toString('latin1', 0, 16))) return decodeTransfer(body, encoding);
  defects.add('encoding: base64 that is not declared');
  return bytes;
}

/** What is longer was no form's field. */
const MAX_WORDS = 64 * 1024;
const ENCODED_WORD = /^\s*=\?[\w-]{2,40}\?[bq]\?[^?\s]{1,900}\?=/i;
const textLines = (text: string) => text.replace(/\r\n?/g, '\n');

/** The text of a text part as a person sees it; of HTML see `pageOf`. */
export function textOf(part: Part, defects: Set<string>): string {
  const encoded = part.body.length <= MAX_ENCODED ? part : { ...part, body: beginning(part.body, MAX_ENCODED) };
  const whole = characters(part, textBytes(encoded, defects), MAX_TEXT, defects);
  const lines = firstLines(whole);
  if (encoded !== part || lines.length < whole.length) defects.add(CUT);
  // Some web forms encode a text as if it were a header.
  const isWord = lines.length <= MAX_WORDS && ENCODED_WORD.test(lines);
  const text = isWord ? decodeWords(lines, defects) : lines;
  const flowed = part.type === 'text/plain' && part.typeParams.format?.toLowerCase() === 'flowed';
  return flowed ? unflowed(text, part.typeParams.delsp?.toLowerCase() === 'yes') : text;
}

/** An HTML part as it is, and the pictures that it carries in itself; what of it is seen tells `visible`. */
export function pageOf(part: Part, defects: Set<string>): { html: string; pictures: FilePart[] } {
  const { html, pictures } = takePictures(textBytes(part, defects), defects);
  return { html: characters(part, html, MAX_HTML, defects), pictures };
}

function characters(part: Part, bytes: Buffer, limit: number, defects: Set<string>): string {
  const { text, defect } = decodeText(beginning(bytes, limit), declaredCharset(part, bytes));
  if (defect !== null) defects.add(defect);
  if (bytes.length > limit) defects.add(CUT);
  return textLines(text).replaceAll('\0', '').replaceAll('\ufeff', '');
}

/** The first bytes, not cut within a line. */
function beginning(bytes: Buffer, limit: number): Buffer {
  if (bytes.length <= limit) return bytes;
  const end = bytes.lastIndexOf(0x0a, limit);
  return bytes.subarray(0, end > limit - 10_000 ? end : limit);
}

/** The first lines of a text that has more than any person writes. */
function firstLines(text: string): string {
  let at = -1;
  for (let count = 0; count < MAX_LINES; count++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) return text;
  }
  return text.slice(0, at);
}

/** Where the first character stands that is none of base64, and whether there are more than the way puts there. */
function strayIn(text: string): { first: number; many: boolean } {
  const first = text.search(/[^A-Za-z0-9+/= \t\r\n\f\v]/);
  if (first < 0) return { first, many: false };
  const sample = text.slice(0, 1024 * 1024);
  const count = sample.match(/[^A-Za-z0-9+/= \t\r\n\f\v]/g)?.length ?? 0;
  return { first, many: count > MAX_STRAY && count / sample.length > MAX_STRAY_SHARE };
}

/** Noise of the way is left out (RFC 2045 §6.8); lines that were put below, or a file that never was encoded, are told. */
function fileBase64(body: Buffer, defects: Set<string>): Buffer {
  const text = body.toString('latin1');
  const { first, many } = strayIn(text);
  if (first < 0) return fromBase64(text);
  const line = text.lastIndexOf('\n', first) + 1;
  if (line === 0 && many) {
    defects.add('encoding: file that is not base64 kept as it is');
    return body;
  }
  defects.add('encoding: characters that are not base64 left out');
  return fromBase64(/=\s*$/.test(text.slice(Math.max(0, line - 10), line)) ? text.slice(0, line) : text);
}

/** HTML may name its charset itself where Content-Type does not. */
function declaredCharset(part: Part, bytes: Buffer): string | null {
  const declared = part.typeParams.charset ?? null;
  if (declared !== null || part.type !== 'text/html') return declared;
  const meta = /<meta\b[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})/i.exec(bytes.toString('latin1', 0, 4096));
  return meta?.[1] ?? null;
}

/** Visible text of an HTML part; where all of it is hidden, that is better than none. */
export function visible(page: string, defects: Set<string>): string {
  // Without a single tag its lines are those of a plain text.
  const html = /<[a-z!/?]/i.test(page) ? page : `<pre>${page}`;
  const seen = htmlText(html, defects);
  if (seen !== '') return seen;
  const hidden = htmlText(html, defects, true);
  if (hidden !== '') defects.add('html: text that is hidden read');
  return hidden;
}

/** The file name as the sender gave it; null when none was given. */
export function fileName(part: Part): string | null {
  const name = part.disposition.params.filename || part.typeParams.name || part.typeParams.filename;
  const clean = name?.replace(/[\0\r\n]/g, '').trim();
  return clean ? clean : null;
}

/** A leaf as a file. */
export function fileOf(part: Part, defects: Set<string>): FilePart {
  const { value } = part.disposition;
  const id = valuesOf(part.headers, 'content-id')[0];
  return {
    name: fileName(part) ?? nameFromDescription(part, defects),
    declared: part.declared,
    // RFC 2183 §2.8: an unknown disposition is an attachment.
    disposition: value === '' ? null : value === 'inline' ? 'inline' : 'attachment',
    contentId: id === undefined ? null : id.replace(/[<>\s]/g, '') || null,
    place: null,
    bytes: contentOf(part, defects),
  };
}

/** Some programs give the name in Content-Description only. */
function nameFromDescription(part: Part, defects: Set<string>): string | null {
  const text = decodeWords(valuesOf(part.headers, 'content-description')[0] ?? '', defects).trim();
  return /^[^\0\r\n]{1,200}\.[a-z0-9]{2,5}$/i.test(text) ? text : null;
}
