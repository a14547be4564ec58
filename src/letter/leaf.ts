/**
 * One leaf of the MIME tree → its bytes, its text, or its file.
 * In: a part. Out: decoded content. Never fails; what was wrong goes to `defects`.
 */

import libmime from 'libmime';
import libqp from 'libqp';
import { decodeText } from './charset.ts';
import { valuesOf } from './header.ts';
import { htmlText, MAX_HTML } from './html.ts';
import type { FilePart } from './letter.ts';
import type { Part } from './mime.ts';
import { decodeWords, fromBase64 } from './words.ts';

/** Text beyond this is kept in the raw letter only. */
const MAX_TEXT = 16 * 1024 * 1024;

/** The content of a leaf, transfer encoding undone (RFC 2045 §6). */
export function contentOf(part: Part, defects: Set<string>): Buffer {
  const body = part.chunks.length === 1 ? (part.chunks[0] as Buffer) : Buffer.concat(part.chunks);
  switch (part.encoding) {
    case 'base64':
      return fromBase64(body.toString('latin1'));
    case 'quoted-printable':
      return libqp.decode(body);
    case '':
    case '7bit':
    case '8bit':
    case 'binary':
      return body;
    default:
      defects.add(`encoding: ${part.encoding.slice(0, 40)} not known`);
      return body;
  }
}

/** The text of a text part as a person sees it. HTML is returned as it is; see `visible`. */
export function textOf(part: Part, defects: Set<string>): string {
  const bytes = part.encoding === 'base64' ? textBase64(part, defects) : contentOf(part, defects);
  const decoded = decodeText(bytes.subarray(0, MAX_TEXT), declaredCharset(part, bytes));
  if (decoded.defect !== null) defects.add(decoded.defect);
  const text = decoded.text.replace(/\r\n?/g, '\n').replaceAll('\0', '').replaceAll('\ufeff', '');
  const flowed = part.type === 'text/plain' && part.typeParams.format?.toLowerCase() === 'flowed';
  return flowed ? libmime.decodeFlowed(text, part.typeParams.delsp?.toLowerCase() === 'yes') : text;
}

/** Lists and gateways add plain lines below encoded text, and some programs only claim to have encoded it. */
function textBase64(part: Part, defects: Set<string>): Buffer {
  const body = Buffer.concat(part.chunks).toString('latin1');
  const stray = body.search(/[^A-Za-z0-9+/=\s]/);
  if (stray < 0) return fromBase64(body);
  defects.add('encoding: text that is not base64 read as it is');
  const line = body.lastIndexOf('\n', stray) + 1;
  const plain = Buffer.from(body.slice(line), 'latin1');
  return line === 0 ? plain : Buffer.concat([fromBase64(body.slice(0, line)), Buffer.from('\n\n'), plain]);
}

/** HTML may name its charset itself where Content-Type does not. */
function declaredCharset(part: Part, bytes: Buffer): string | null {
  const declared = part.typeParams.charset ?? null;
  if (declared !== null || part.type !== 'text/html') return declared;
  const meta = /<meta\b[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})/i.exec(bytes.toString('latin1', 0, 4096));
  return meta?.[1] ?? null;
}

/** Visible text of an HTML part. */
export function visible(html: string, defects: Set<string>): string {
  if (html.length > MAX_HTML) defects.add('html: only its beginning read');
  return htmlText(html);
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
    embedded: false,
    bytes: contentOf(part, defects),
  };
}

/** Some programs give the name in Content-Description only. */
function nameFromDescription(part: Part, defects: Set<string>): string | null {
  const text = decodeWords(valuesOf(part.headers, 'content-description')[0] ?? '', defects).trim();
  return /^[^\0\r\n]{1,200}\.[a-z0-9]{2,5}$/i.test(text) ? text : null;
}
