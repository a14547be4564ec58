/**
 * Files that are two things at once: a ZIP, a page or a program glued onto a picture or a document, for a second reader to
 * find (polyglots). Bytes in, yes or no out; pure. What phones and scanners honestly append (a second JPEG, a short
 * film, their own records, zeros) is not foreign.
 */
import { isUtf8 } from 'node:buffer';
import { textType } from './text.ts';

/** Markup that runs, anywhere in the bytes given. */
const MARKUP = /<(?:script|html|body|iframe|\?php|!doctype\s+html)/i;
/** Begins another file: PDF, RAR, 7z. */
const SIGNATURES = ['%PDF-', 'Rar!\x1a\x07', '7z\xbc\xaf\x27\x1c'];
/** Begins another file when it stands first: Windows program, ELF, script, Java class, JavaScript comment. */
const HEADS = /^(?:MZ|\x7fELF|#!|\xca\xfe\xba\xbe|\/\*|\/\/)/;
/** A line or two of text behind a file is a mail program's litter, more is content. */
const LITTER = 64;
const ZIP_END = 22;
const ZIP_COMMENT = 0xffff;

/** Does this text-like stretch hold markup or script? */
export function hasMarkup(bytes: Buffer): boolean {
  return MARKUP.test(bytes.toString('latin1'));
}

/** Can the file be opened as a ZIP? Unpackers start at the end (APPNOTE 4.3.16), so it may begin as anything. */
export function endsAsZip(bytes: Buffer): boolean {
  const from = Math.max(0, bytes.length - ZIP_END - ZIP_COMMENT);
  const window = bytes.subarray(from);
  const at = window.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (at === -1 || at + ZIP_END > window.length) return false;
  const entries = window.readUInt16LE(at + 10);
  const directorySize = window.readUInt32LE(at + 12);
  const comment = window.readUInt16LE(at + 20);
  return entries > 0 && directorySize <= from + at && at + ZIP_END + comment <= window.length;
}

/** Is what follows the end of a picture or a document something of its own? */
export function isForeignTail(tail: Buffer): boolean {
  const text = trimPadding(tail).toString('latin1');
  if (text === '') return false;
  if (HEADS.test(text) || MARKUP.test(text) || SIGNATURES.some((signature) => text.includes(signature))) return true;
  return text.length > LITTER && isWords(trimPadding(tail)) && !isRecord(text);
}

/** Is what precedes a PDF header something of its own? Printer commands, mail headers and plain garbage are not. */
export function isForeignHead(head: Buffer): boolean {
  const text = trimPadding(head).toString('latin1');
  return HEADS.test(text) || MARKUP.test(text) || text.includes('/*') || text.includes('PK\x03\x04');
}

function isWords(bytes: Buffer): boolean {
  return isUtf8(bytes) && textType(bytes) !== null;
}

/** Phones append what they know about a picture as JSON, some with a word in front: `vivo{"…":1}`. */
function isRecord(text: string): boolean {
  try {
    return typeof JSON.parse(text.replace(/^\w{1,20}(?=[{[])/, '')) === 'object';
  } catch {
    return false;
  }
}

function trimPadding(bytes: Buffer): Buffer {
  const padding = (byte: number | undefined) => byte !== undefined && (byte <= 0x20 || byte === 0xff);
  let from = 0;
  let to = bytes.length;
  while (from < to && padding(bytes[from])) from += 1;
  while (to > from && padding(bytes[to - 1])) to -= 1;
  return bytes.subarray(from, to);
}
