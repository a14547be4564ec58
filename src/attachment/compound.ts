/**
 * Office files of before 2007 (compound file binary, [MS-CFB]): which program's they are and, for offices that accept
 * DOC, whether they are whole, open and without macros. Bytes in, findings out; pure. Streams are known by their names.
 */
import type { RefusalReason } from './verdict.ts';

const HEADER = 512;
/** First bytes of a Word document's main stream ([MS-DOC] 2.5.2), and where its encryption bit stands. */
const WORD = Buffer.from([0xec, 0xa5]);
const WORD_FLAGS = 10;
const WORD_ENCRYPTED = 0x0100;

const PROGRAMS: [stream: string, type: string][] = [
  ['EncryptedPackage', 'docx'],
  ['WordDocument', 'doc'],
  ['Workbook', 'xls'],
  ['PowerPoint Document', 'ppt'],
  ['__nameid_version1.0', 'msg'],
];

/** Says what kind of compound file it is; `cfb` when no known program wrote it. */
export function compoundType(bytes: Buffer): string {
  return PROGRAMS.find(([stream]) => holdsStream(bytes, stream))?.[1] ?? 'cfb';
}

/** Checks a compound document. An encrypted DOCX is one too. */
export function checkCompound(bytes: Buffer): RefusalReason | null {
  if (bytes.length < 3 * HEADER) return 'damaged';
  const sector = 2 ** Math.min(bytes.readUInt16LE(30), 16);
  const directory = (bytes.readUInt32LE(48) + 1) * sector;
  if (directory + sector > bytes.length) return 'damaged';
  if (holdsStream(bytes, 'EncryptedPackage') || isEncryptedWord(bytes)) return 'encrypted';
  return holdsStream(bytes, '_VBA_PROJECT') || holdsStream(bytes, 'Macros') ? 'active-content' : null;
}

/** Names in the directory are UTF-16, two zeros behind them. */
function holdsStream(bytes: Buffer, name: string): boolean {
  return bytes.includes(Buffer.from(`${name}\0`, 'utf16le'));
}

function isEncryptedWord(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(WORD, HEADER); at !== -1; at = bytes.indexOf(WORD, at + 1)) {
    const whole = at % HEADER === 0 && at + WORD_FLAGS + 2 <= bytes.length;
    if (whole) return (bytes.readUInt16LE(at + WORD_FLAGS) & WORD_ENCRYPTED) !== 0;
  }
  return false;
}
