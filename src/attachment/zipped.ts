/**
 * Office files that are ZIP packages (DOCX, XLSX …), for offices that accept them. Bytes in, the reason to refuse or null
 * out; pure. Only the central directory is read, nothing is unpacked.
 */
import type { RefusalReason } from './verdict.ts';

const END = 22;
const ENTRY = 46;
const MAX_COMMENT = 0xffff;
/** Macros, ActiveX controls and packaged files of any kind. */
const ACTIVE = /(^|\/)(vbaProject\.bin$|activeX\/|embeddings\/oleObject)/i;
/** Real documents unpack to some ten times their size; a bomb to a thousand times and more. */
const MAX_UNPACKED = 200 << 20;

/** Checks the directory of a package (APPNOTE 4.3.12, 4.3.16). */
export function checkZipped(bytes: Buffer): RefusalReason | null {
  const end = bytes.lastIndexOf('PK\x05\x06');
  if (end < bytes.length - END - MAX_COMMENT || end + END > bytes.length) return 'damaged';
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  let unpacked = 0;
  for (let entry = 0; entry < count; entry += 1) {
    if (at + ENTRY > end || bytes.toString('latin1', at, at + 4) !== 'PK\x01\x02') return 'damaged';
    const encrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    const nameLength = bytes.readUInt16LE(at + 28);
    if (encrypted) return 'encrypted';
    if (ACTIVE.test(bytes.toString('latin1', at + ENTRY, at + ENTRY + nameLength))) return 'active-content';
    unpacked += bytes.readUInt32LE(at + 24);
    at += ENTRY + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return count === 0 || unpacked > MAX_UNPACKED ? 'damaged' : null;
}
