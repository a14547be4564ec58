/**
 * Text as bytes of a Russian charset, and such bytes as the ASCII of a letter (RFC 2045, RFC 2047). The libraries at hand
 * write UTF-8 only, and half of the post of our citizens is not. Pure.
 */
import iconv from 'iconv-lite';
import * as base64 from 'nodemailer/lib/base64';
import * as quotedPrintable from 'nodemailer/lib/qp';

export type Charset = 'utf-8' | 'windows-1251' | 'koi8-r';

/** A text body with CRLF lines, encoded. */
export function encodeBody(text: string, charset: Charset, encoding: 'base64' | 'quoted-printable'): string {
  const bytes = iconv.encode(text.replaceAll('\n', '\r\n'), charset);
  if (encoding === 'base64') return encodeFile(bytes);
  return quotedPrintable.wrap(quotedPrintable.encode(bytes));
}

/** A file in base64, 76 characters a line. */
export function encodeFile(bytes: Buffer): string {
  return base64.wrap(base64.encode(bytes));
}

/** Encoded words of at most 75 characters, split between characters and folded (RFC 2047 §2). */
export function encodeWords(text: string, charset: Charset, encoding: 'B' | 'Q'): string {
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (encodeWord(word + character, charset, encoding).length > 75) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((part) => encodeWord(part, charset, encoding)).join('\r\n ');
}

function encodeWord(text: string, charset: Charset, encoding: 'B' | 'Q'): string {
  const bytes = iconv.encode(text, charset);
  const encoded = encoding === 'B' ? bytes.toString('base64') : Array.from(bytes, quotedByte).join('');
  return `=?${charset}?${encoding}?${encoded}?=`;
}

function quotedByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (character === ' ') return '_';
  return /[0-9A-Za-z]/.test(character) ? character : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
