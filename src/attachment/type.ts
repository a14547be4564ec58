/**
 * What a file is, by its content alone. Bytes in; the usual extension of the type out (`pdf`, `jpg`, `heic`, `exe` …),
 * null when nothing is recognised. The name and the declared type are not asked: see claim.ts. Never fails.
 */
import { fileTypeFromBuffer } from 'file-type';
import { compoundType } from './compound.ts';
import { textType } from './text.ts';

/** A PDF may be preceded by up to this many bytes of something else (ISO 32000-1 annex H.3, implementation note 13). */
const PDF_HEADER_WITHIN = 1024;

/** SOI and the first byte of the next marker; JPEG-LS, which hardly any program opens, differs in the marker. */
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const JPEG_LS = 0xf7;

/** Names by which one type goes. */
const ALIASES: Record<string, string> = {
  jpeg: 'jpg',
  jpe: 'jpg',
  jfif: 'jpg',
  jif: 'jpg',
  pjpeg: 'jpg',
  apng: 'png',
  tiff: 'tif',
  heif: 'heic',
  htm: 'html',
};

const ARCHIVES = new Set(
  'zip rar 7z gz tgz tar tar.gz bz2 xz lz lz4 lzh zst z cab arj ace cpio ar deb rpm iso dmg jar asar'.split(' '),
);

const IMAGES = new Set(
  'jpg png gif webp heic avif tif bmp jxl jp2 jpx jxr j2c flif bpg ico cur psd svg dng cr2 cr3 nef arw raf orf rw2'.split(
    ' ',
  ),
);

/** One spelling for each type: `.JPEG`, `jpeg` and `jfif` are all `jpg`. */
export function canonicalType(extension: string): string {
  const plain = extension.toLowerCase().replace(/^\./, '');
  return ALIASES[plain] ?? plain;
}

/** Is it a container of other files that nobody can look into without unpacking? */
export function isArchive(type: string): boolean {
  return ARCHIVES.has(type);
}

/** Is it a picture, accepted or not? */
export function isImage(type: string): boolean {
  return IMAGES.has(type);
}

/** Where the PDF header stands, or -1. */
export function pdfHeaderAt(bytes: Buffer): number {
  return bytes.subarray(0, PDF_HEADER_WITHIN + 5).indexOf('%PDF-');
}

/** Recognises a file by its content. */
export async function sniffType(bytes: Buffer): Promise<string | null> {
  const pdfAt = pdfHeaderAt(bytes);
  if (pdfAt === 0) return 'pdf'; // most files: no need to ask the library
  if (JPEG.equals(bytes.subarray(0, 3)) && bytes[3] !== JPEG_LS) return 'jpg';
  const text = textType(bytes);
  if (text === 'txt' && pdfAt === -1) return 'txt'; // asked first: a text may well begin with BM, a bitmap's signature
  const found = await ask(bytes);
  if (found === 'zip') return bytes.includes('FixedDocumentSequence.fdseq') ? 'xps' : 'zip';
  if (found !== null) return found === 'cfb' ? compoundType(bytes) : found;
  return pdfAt === -1 ? (rareType(bytes) ?? text) : 'pdf';
}

/** What the library does not know. */
function rareType(bytes: Buffer): string | null {
  const head = bytes.toString('latin1', 0, 64);
  if (/^AT&TFORM.{4}DJV[UMI]/s.test(head)) return 'djvu';
  // SignedData of RFC 5652 §5.1: a SEQUENCE that begins with its identifier.
  return /^\x30[\x80-\x84].{0,4}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02/s.test(head) ? 'p7s' : null;
}

async function ask(bytes: Buffer): Promise<string | null> {
  try {
    const found = await fileTypeFromBuffer(bytes);
    return found === undefined ? null : canonicalType(found.ext);
  } catch {
    return null; // a file that breaks the detector is a file of unknown type
  }
}
