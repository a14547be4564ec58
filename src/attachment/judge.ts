/**
 * The files of a letter, judged (domain.md §4). File parts and the office's limits in; each file's safe name, type, hash, verdict
 * and advice out, in the letter's order, pictures of the signature left out. Pure; never fails: a file that breaks a
 * check is damaged, and takes no other down. Antivirus comes after this and is not asked here; see `limitTogether`.
 */
import { hash } from 'node:crypto';
import type { FilePart } from '../letter/letter.ts';
import { adviseOn } from './advice.ts';
import { claimedType, judgeType } from './claim.ts';
import { checkCompound } from './compound.ts';
import { checkImage } from './image.ts';
import { safeName, uniqueName } from './name.ts';
import { checkPdf } from './pdf.ts';
import { isSignaturePicture } from './signature.ts';
import { canonicalType, sniffType } from './type.ts';
import type { FileRules, JudgedFile, RefusalReason } from './verdict.ts';
import { checkZipped } from './zipped.ts';

/** What is looked at inside a file of each type; other types that an office adds are accepted by type alone. */
const CHECKS: Record<string, (bytes: Buffer) => RefusalReason | null> = {
  pdf: checkPdf,
  jpg: (bytes) => checkImage(bytes, 'jpg'),
  png: (bytes) => checkImage(bytes, 'png'),
  doc: checkCompound,
  xls: checkCompound,
  docx: (bytes) => (bytes[0] === 0xd0 ? checkCompound(bytes) : checkZipped(bytes)),
  xlsx: checkZipped,
  pptx: checkZipped,
};

/** Looking at pixels takes its time; offices may accept hundreds of files in a letter. */
const MAX_ADVISED = 12;

/** Judges all files of one letter. */
export async function judgeFiles(parts: FilePart[], rules: FileRules): Promise<JudgedFile[]> {
  const accepted = new Set(rules.types.map(canonicalType));
  const limits = new Limits(rules);
  const taken = new Set<string>();
  const judged: JudgedFile[] = [];
  for (const part of parts) {
    const bytes = Buffer.from(part.bytes.buffer, part.bytes.byteOffset, part.bytes.byteLength);
    const type = await sniffType(bytes);
    if (isSignaturePicture(part, type)) continue;
    const claim = claimedType(part.name, part.declared);
    const reason = judgeAlone(bytes, type, claim, accepted, rules) ?? limits.judge(bytes.length);
    const extension = type !== null && accepted.has(type) && reason !== 'name-mismatch' ? type : null;
    judged.push({
      name: uniqueName(safeName(part.name, extension, judged.length + 1), taken),
      declared: part.declared,
      type,
      bytes: bytes.length,
      verdict: reason === null ? 'accepted' : 'refused',
      reason,
      advice: reason === null && limits.count <= MAX_ADVISED ? await adviseOn(type, bytes) : [],
      sha256: hash('sha256', bytes, 'hex'),
      content: part.bytes,
    });
  }
  return judged;
}

/** The wrong type is told before the wrong size, so that nobody makes a smaller archive for nothing. */
function judgeAlone(
  bytes: Buffer,
  type: string | null,
  claim: string | null,
  accepted: ReadonlySet<string>,
  rules: FileRules,
): RefusalReason | null {
  if (bytes.length === 0) return 'empty';
  const byType = judgeType(type, claim, accepted);
  if (byType !== null) return byType;
  if (bytes.length > rules.maxFile) return 'too-large';
  try {
    return CHECKS[type as string]?.(bytes) ?? null;
  } catch {
    return 'damaged';
  }
}

/** Can the limits of a letter as a whole still let this file in? */
export function mayFit({ reason }: JudgedFile): boolean {
  return reason === null || reason === 'too-many' || reason === 'total-too-large';
}

/** Holds files against the limits once more when some of them were refused since: what did not fit beside those may fit now. */
export function limitTogether(files: readonly JudgedFile[], rules: FileRules): JudgedFile[] {
  const limits = new Limits(rules);
  return files.map((file) => {
    if (!mayFit(file)) return file;
    const reason = limits.judge(file.bytes);
    return { ...file, verdict: reason === null ? 'accepted' : 'refused', reason };
  });
}

/**
 * What the files of a letter may come to together. The first ones stay and the rest is refused: after the first file that
 * does not fit, a smaller one later is not taken either, so that a person can tell which ones arrived. Only accepted
 * files count.
 */
class Limits {
  readonly #rules: FileRules;
  #count = 0;
  #bytes = 0;
  #exceeded: RefusalReason | null = null;

  constructor(rules: FileRules) {
    this.#rules = rules;
  }

  /** Files accepted so far. */
  get count(): number {
    return this.#count;
  }

  judge(bytes: number): RefusalReason | null {
    if (this.#count >= this.#rules.maxCount) this.#exceeded ??= 'too-many';
    else if (this.#bytes + bytes > this.#rules.maxTotal) this.#exceeded ??= 'total-too-large';
    if (this.#exceeded !== null) return this.#exceeded;
    this.#count += 1;
    this.#bytes += bytes;
    return null;
  }
}
