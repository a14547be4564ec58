/** `priemnaya check`, the scanner's part: does it answer, are its signatures fresh, does it take what it will be shown? */
import { Fault } from '../fault.ts';
import type { Scanner, ScannerVersion } from './scanner.ts';

/** One line of the check. `warns`: it works, but a person should know. */
export interface ScannerFinding {
  ok: boolean;
  line: string;
  warns?: boolean;
}

/** Largest file and largest letter, bytes. */
export interface Largest {
  maxFile: number;
  maxLetter: number;
}

const DAY_MS = 86_400_000;
/** ClamAV itself calls them outdated then. */
const STALE_DAYS = 7;

/** Shows the scanner harmless bytes only. Never throws: what does not serve is a line. */
export async function* checkScanner(scanner: Scanner, largest: Largest, now: Date): AsyncGenerator<ScannerFinding> {
  const name = `antivirus ${scanner.url}`;
  try {
    await scanner.probe();
    const version = await scanner.version();
    if (!(await takes(scanner, largest.maxFile))) {
      yield { ok: false, line: `${name}: ${tooSmall('attachments.maxFile', largest.maxFile)} (ANTIVIRUS_SIZE)` };
      return;
    }
    const age = version.signaturesFrom && Math.floor((now.getTime() - version.signaturesFrom.getTime()) / DAY_MS);
    yield { ok: true, line: `${name}: ${aboutOf(version)}` };
    if (age !== null && age > STALE_DAYS) {
      yield { ok: true, warns: true, line: `${name}: its signatures are ${age} days old: is freshclam running?` };
    }
    if (!(await takes(scanner, largest.maxLetter))) {
      const line = `${name}: ${tooSmall('imap.maxLetter', largest.maxLetter)}; of larger letters only the files are scanned`;
      yield { ok: true, warns: true, line };
    }
  } catch (error) {
    const { code, message } = error instanceof Fault ? error : new Fault('BUG', String(error));
    yield { ok: false, line: `${name}: ${message} (${code})` };
  }
}

async function takes(scanner: Scanner, bytes: number): Promise<boolean> {
  try {
    await scanner.scan(Buffer.alloc(bytes));
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === 'ANTIVIRUS_SIZE') return false;
    throw error;
  }
}

function tooSmall(key: string, bytes: number): string {
  return `it takes less than ${key}: set StreamMaxLength ${Math.ceil(bytes / 2 ** 20)}M or more in clamd.conf`;
}

function aboutOf({ program, signaturesFrom }: ScannerVersion): string {
  return `${program}, signatures ${signaturesFrom === null ? 'of the office' : `of ${signaturesFrom.toISOString().slice(0, 10)}`}`;
}
