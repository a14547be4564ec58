/**
 * Texts that came as files: phones and gateways name or attach the letter's own words («Text.txt»). In: a part, its bytes.
 * Out: whether its words may be the letter's. Never fails. What is declared a text and is none stays a file.
 */

import type { Part } from './mime.ts';

/** A longer one that was attached is a record of some program. */
export const MAX_ATTACHED = 64 * 1024;

const TEXT_NAME = /\.(?:txt|text|html?)$/i;
/** Names of files that are written in text and are no letters. */
const DATA_NAME =
  /\.(?:csv|tsv|log|xml|json|ya?ml|ini|conf|sql|vcf|vcs|ics|p7[smb]|sig|asc|pem|crt|cer|key|css|js|sh|bat|ps1|php|svg)$/i;
/** Begins a file that is no text. */
const FILE_START =
  /^(?:%PDF-|%!PS|\x89PNG|\xff\xd8\xff|GIF8|II\*\0|PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf|Rar!|7z\xbc\xaf|.{4}ftyp|RIFF|BM.{4}\0\0\0\0)/s;
const CONTROL = /[\x00-\x08\x0e-\x1a\x1c-\x1f]/;
const SAMPLE = 2048;

/** Do the bytes look like a text, in whatever charset? */
function isReadable(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, SAMPLE);
  if (FILE_START.test(start)) return false;
  // UTF-16 is full of zeros.
  return /^(?:\xff\xfe|\xfe\xff)/.test(start) || !CONTROL.test(start);
}

/** May a part's words be the letter's, as far as its type, name and bytes tell? */
export function isTextFile(part: Part, name: string | null, bytes: Buffer): boolean {
  if (name !== null && DATA_NAME.test(name)) return false;
  const plain = part.type === 'text/plain' || part.type === 'text/html';
  const unnamed = part.type === 'application/octet-stream' && name !== null && TEXT_NAME.test(name);
  return (plain || unnamed) && isReadable(bytes);
}

/** Is a file that is declared no text HTML by its name? */
export const isPageName = (name: string | null) => name !== null && /\.html?$/i.test(name);
