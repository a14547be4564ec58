/**
 * PDF (ISO 32000): whole, open, passive. Bytes in, the reason to refuse or null out; pure and bounded.
 *
 * Viewers repair what is broken and so disagree about where an object stands; a parser of ours would be one more opinion for an
 * attacker to slip past. So what runs or carries something is told by its name, wherever that stands, and what opens by itself by
 * everything that could be taken for an object. Object streams are unpacked, for names there are not visible from outside; one
 * that is not understood to its last token is refused. Page contents, pictures and fonts stay packed: they cannot hold an
 * action. Whole is what viewers open: with its end, and with pages to show.
 */
import { endsAsZip, isForeignHead, isForeignTail } from './foreign.ts';
import { readBodies } from './pdf-bodies.ts';
import { holdsName } from './pdf-names.ts';
import { readObjects } from './pdf-objects.ts';
import { OPENING_KEYS, opensByItself } from './pdf-opening.ts';
import type { ObjectStream } from './pdf-packed.ts';
import { countedPages, pagesOf } from './pdf-pages.ts';
import { pdfHeaderAt } from './type.ts';
import type { RefusalReason } from './verdict.ts';

/** What runs, opens or carries something else: actions (§12.6.4), embedded files (§7.11.4), XFA forms, rich media and models with programs of their own (§13.6). */
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
  '3D',
  'U3D',
  'PRC',
]);
const ENCRYPTED = new Set(['Encrypt']);
/** Viewers look for the end mark in the last kilobyte, so that much may follow it (annex H.3, implementation note 18). */
const END_WITHIN = 1024;

/** Checks a PDF whose header stands within the first kilobyte. */
export function checkPdf(bytes: Buffer): RefusalReason | null {
  const end = endOfPdf(bytes);
  // Behind what is glued on, the end of the document may lie far back.
  if (endsAsZip(bytes)) return 'name-mismatch';
  if (end === -1 || bytes.length < linearizedLength(bytes)) return 'damaged';
  if (holdsName(bytes, ENCRYPTED)) return 'encrypted';
  if (holdsName(bytes, ACTIVE)) return 'active-content';
  const bodies = readBodies(bytes, OPENING_KEYS);
  if (bodies === null) return 'damaged';
  if (bodies.packed.some(isActive)) return 'active-content';
  if (opensByItself(bodies)) return 'active-content';
  const head = bytes.subarray(0, pdfHeaderAt(bytes));
  if (isForeignHead(head) || isForeignTail(bytes.subarray(end))) return 'name-mismatch';
  return hasPages(bytes, end, bodies.packed) ? null : 'damaged';
}

/** A string there may be entered in its middle, and then it is none. */
function isActive({ objects, entries }: ObjectStream): boolean {
  return holdsName(objects, ACTIVE, new Set(entries.map(({ at }) => at)));
}

/** Where the last end mark is behind, or -1 when the file is cut off: it stands at the end of the file, padding aside. */
function endOfPdf(bytes: Buffer): number {
  let length = bytes.length;
  while (length > 0 && (bytes[length - 1] as number) <= 0x20) length -= 1;
  const mark = bytes.lastIndexOf('%%EOF', length);
  return mark === -1 || mark < length - END_WITHIN - 5 ? -1 : mark + 5;
}

/**
 * Is there something to show? Where the end does not point at a cross-reference, viewers look for the objects themselves; so do
 * we, and then every page that is counted must be there, for a piece may be missing from the middle.
 */
function hasPages(bytes: Buffer, end: number, packed: readonly ObjectStream[]): boolean {
  const objects = readObjects(bytes, packed);
  const pages = pagesOf(objects).length;
  return pages > 0 && (pointsAtReference(bytes, end) || pages >= countedPages(objects));
}

function pointsAtReference(bytes: Buffer, end: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, end - END_WITHIN), end);
  const stated = Number(/startxref\s+(\d{1,12})\s*(?:%[^\r\n]*\s+)?%%EOF$/.exec(before)?.[1] ?? Number.NaN);
  const header = pdfHeaderAt(bytes);
  return [stated, stated + header].some((at) =>
    /^\s{0,2}(?:xref|\d{1,10}\s+\d{1,5}\s+obj)/.test(bytes.toString('latin1', at, at + 24)),
  );
}

/** A file made for the web states its length near its beginning (annex F.2); it may have grown since by updates. 0: not stated. */
function linearizedLength(bytes: Buffer): number {
  const head = bytes.toString('latin1', 0, 2048);
  return head.includes('/Linearized') ? Number(/\/L\s+(\d{1,12})/.exec(head)?.[1] ?? 0) : 0;
}
