/**
 * PDF (ISO 32000): whole, open, passive. Bytes in, the reason to refuse or null out; pure and bounded.
 *
 * No object tree is built. Viewers repair what is broken and so disagree about where an object stands; a parser of ours would
 * be one more opinion for an attacker to slip past. Instead every name in the file is looked at, wherever it stands, and
 * object streams are unpacked, for names there are not visible from outside. Page contents, pictures and fonts stay packed:
 * they cannot hold an action.
 */
import { endsAsZip, isForeignHead, isForeignTail } from './foreign.ts';
import { holdsName, unpackObjectStreams } from './pdf-names.ts';
import { pdfHeaderAt } from './type.ts';
import type { RefusalReason } from './verdict.ts';

/** What runs, opens or carries something else: actions (§12.6.4), embedded files (§7.11.4), XFA forms, rich media. */
const ACTIVE = new Set([
  'JavaScript',
  'Launch',
  'SubmitForm',
  'ImportData',
  'GoToE',
  'Rendition',
  'RichMedia',
  'RichMediaExecute',
  'EmbeddedFile',
  'EmbeddedFiles',
  'FileAttachment',
  'XFA',
]);
const ENCRYPTED = new Set(['Encrypt']);

/** Viewers look for the end mark in the last kilobyte, so that much may follow it (annex H.3, implementation note 18). */
const END_WITHIN = 1024;

/** Checks a PDF whose header stands within the first kilobyte. */
export function checkPdf(bytes: Buffer): RefusalReason | null {
  const end = endOfPdf(bytes);
  if (end === -1 || bytes.length < linearizedLength(bytes)) return 'damaged';
  if (holdsName(bytes, ENCRYPTED)) return 'encrypted';
  if (holdsName(bytes, ACTIVE)) return 'active-content';
  const packed = unpackObjectStreams(bytes);
  if (packed === null) return 'damaged';
  if (packed.some((objects) => holdsName(objects, ACTIVE))) return 'active-content';
  const head = bytes.subarray(0, pdfHeaderAt(bytes));
  return isForeignHead(head) || isForeignTail(bytes.subarray(end)) || endsAsZip(bytes) ? 'name-mismatch' : null;
}

/**
 * Finds where the document ends, or -1 when it is cut off: the end mark and the cross-reference before it must stand at the
 * end of the file (a file made for the web has another pair near its beginning), padding aside, and point inside it.
 */
function endOfPdf(bytes: Buffer): number {
  let length = bytes.length;
  while (length > 0 && (bytes[length - 1] as number) <= 0x20) length -= 1;
  const mark = bytes.lastIndexOf('%%EOF', length);
  if (mark < length - END_WITHIN - 5) return -1;
  const before = bytes.subarray(Math.max(0, mark - END_WITHIN), mark).toString('latin1');
  const reference = /startxref\s+(\d{1,12})\s*(?:%[^\r\n]*\s+)?$/.exec(before)?.[1];
  if (reference === undefined || Number(reference) > length) return -1;
  return bytes.includes('/Root') && bytes.includes('endobj') ? mark + 5 : -1;
}

/** A file made for the web states its length near its beginning (annex F.2); it may have grown since by updates. 0: not stated. */
function linearizedLength(bytes: Buffer): number {
  const head = bytes.toString('latin1', 0, 2048);
  return head.includes('/Linearized') ? Number(/\/L\s+(\d{1,12})/.exec(head)?.[1] ?? 0) : 0;
}
