/**
 * Every file of a letter, and the letter as it came, is shown to the antivirus scanner before anything is made of it
 * (domain.md §4). Enters: findings and raw bytes. Leaves: findings with the infected files refused, and what is to be
 * written down. Fails with the scanner's Fault: the letter then waits. Without a scanner everything goes on as it is.
 *
 * The whole letter is shown too because the scanner takes mail apart in its own way: it may find what we keep closed or read
 * otherwise. Only files go out to people, each scanned by itself, so such a find blocks none of them.
 */

import type { Scanner } from '../antivirus/scanner.ts';
import { limitTogether, mayFit } from '../attachment/judge.ts';
import type { FileRules, JudgedFile } from '../attachment/verdict.ts';
import type { Findings } from '../examiner/examine.ts';
import { Fault } from '../fault.ts';
import type { Desk } from './desk.ts';

/** Something that the scanner found, or could not look at. */
export interface ScanNote {
  /** Name of the file; null for the letter itself, outside its files. */
  file: string | null;
  /** What was found; null: the scanner could not look at all of it. */
  signature: string | null;
}

/** Clam's words for «could not look inside», where an office has it say so: no virus, and such files are refused anyway. */
const UNSEEN = /^Heuristics\.(?:Encrypted|Limits)\./;

/** A letter of very many slow files must not keep the scanner, and a place in the line, for hours. */
const LETTER_MS = 300_000;

/** Scans a letter and all its files. @throws Fault ANTIVIRUS_*, STOPPING */
export async function scanLetter(
  desk: Desk,
  raw: Uint8Array,
  findings: Findings,
): Promise<{ findings: Findings; notes: ScanNote[] }> {
  const { scanner } = desk;
  if (scanner === null) return { findings, notes: [] };
  const started = performance.now();
  const limit = AbortSignal.any([desk.stopping, AbortSignal.timeout(LETTER_MS)]);
  const { files, notes } = await scanFiles(desk, findings.files, desk.rules.files, limit);
  const enclosed = await scanFiles(desk, findings.staffFiles, desk.rules.staff.files, limit);
  const whole = await look(desk, scanner, raw, true, limit);
  // Where a file is infected, it is that file again, found inside the letter.
  if (whole !== 'clean' && !files.some(({ reason }) => reason === 'infected')) notes.push(noteOf(null, whole));
  desk.meter.time('scan', performance.now() - started);
  return { findings: { ...findings, files, staffFiles: enclosed.files }, notes };
}

/** Scans files by themselves: accepted and refused ones, equal ones once. @throws Fault ANTIVIRUS_*, STOPPING */
export async function scanFiles(
  desk: Desk,
  files: readonly JudgedFile[],
  rules: FileRules,
  limit: AbortSignal = desk.stopping,
): Promise<{ files: JudgedFile[]; notes: ScanNote[] }> {
  const { scanner } = desk;
  if (scanner === null) return { files: [...files], notes: [] };
  const looks = new Map<string, Look>();
  const scanned: JudgedFile[] = [];
  const notes: ScanNote[] = [];
  for (const file of files) {
    const blocked = !mayFit(file);
    const key = `${file.sha256} ${blocked}`;
    const found = looks.get(key) ?? (await look(desk, scanner, file.content, blocked, limit));
    looks.set(key, found);
    const infected = found !== 'clean' && found !== 'unseen';
    scanned.push(infected ? { ...file, verdict: 'refused', reason: 'infected', advice: [] } : file);
    if (found !== 'clean') notes.push(noteOf(file.name, found));
  }
  return { files: limitTogether(scanned, rules), notes };
}

/** `unseen`: the scanner could not look at all of it. */
type Look = 'clean' | 'unseen' | { signature: string };

/** @param blocked it goes to nobody, whatever the scanner says: then it may stay unseen */
async function look(
  desk: Desk,
  scanner: Scanner,
  bytes: Uint8Array,
  blocked: boolean,
  limit: AbortSignal,
): Promise<Look> {
  try {
    const verdict = await scanner.scan(bytes, limit);
    desk.meter.count('scans', { outcome: verdict.clean ? 'clean' : 'infected' });
    if (verdict.clean) return 'clean';
    return blocked && UNSEEN.test(verdict.signature) ? 'unseen' : verdict;
  } catch (error) {
    desk.meter.count('scans', { outcome: 'failed' });
    if (blocked && error instanceof Fault && error.code === 'ANTIVIRUS_SIZE') return 'unseen';
    throw error;
  }
}

function noteOf(file: string | null, found: Exclude<Look, 'clean'>): ScanNote {
  return { file, signature: found === 'unseen' ? null : found.signature };
}
