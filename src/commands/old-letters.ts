/**
 * Old letters from disk, one at a time: an mbox file, or a folder of letters (plain files or a Maildir).
 * Enters: a path. Leaves: bytes and the time of arrival. Fails when the path cannot be read.
 */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { mboxReader } from 'mbox-reader';

export interface OldLetter {
  raw: Buffer;
  receivedAt: Date;
  /** Bytes of the source read so far, this letter included. */
  read: number;
}

export interface OldLetters {
  /** Bytes of the source. */
  total: number;
  letters: AsyncIterable<OldLetter>;
}

/** @throws ENOENT and its kin */
export async function openOldLetters(path: string): Promise<OldLetters> {
  const about = await stat(path);
  if (!about.isDirectory()) return { total: about.size, letters: fromMbox(path, about.mtime) };
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !isMaildirBookkeeping(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  let total = 0;
  for (const file of files) total += (await stat(file)).size;
  return { total, letters: fromFolder(files) };
}

/** RFC 4155. The separator line tells when the letter was delivered. */
async function* fromMbox(path: string, otherwise: Date): AsyncGenerator<OldLetter> {
  const source = createReadStream(path);
  for await (const letter of mboxReader(source)) {
    const receivedAt = letter.time || dateHeader(letter.content) || otherwise;
    yield { raw: letter.content, receivedAt, read: source.bytesRead };
  }
}

/** The file's own time is the delivery's in a Maildir; elsewhere it may be that of a copy, and the letter's Date is nearer. */
async function* fromFolder(files: string[]): AsyncGenerator<OldLetter> {
  let read = 0;
  for (const file of files) {
    const raw = await readFile(file);
    read += raw.length;
    const written = isInMaildir(file) ? null : dateHeader(raw);
    yield { raw, receivedAt: written ?? (await stat(file)).mtime, read };
  }
}

function isInMaildir(file: string): boolean {
  return ['cur', 'new'].includes(basename(dirname(file)));
}

/** What Dovecot and Courier keep beside the letters of a Maildir. */
function isMaildirBookkeeping(name: string): boolean {
  return /^(dovecot|courierimap|maildirfolder|subscriptions)/.test(name);
}

/** The sender's Date; null when there is none that can be read. */
function dateHeader(raw: Buffer): Date | null {
  const head = raw.toString('latin1', 0, 65_536).split(/\r?\n\r?\n/, 1)[0] ?? '';
  const value = /^date:\s*(.+)$/im.exec(head)?.[1];
  const time = value === undefined ? Number.NaN : Date.parse(value.replace(/\([^)]*\)/g, ''));
  return Number.isNaN(time) ? null : new Date(time);
}
