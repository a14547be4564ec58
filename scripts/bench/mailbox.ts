/**
 * A Maildir filled as a delivery agent fills it: one file a letter in `new`, LF line ends, both sizes in the name
 * (Maildir++), so that the server need not read a letter to tell its size. Enters: directory, letters.
 */
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Makes a Maildir empty, with what the server knew of it: the server is down. It belongs to the owner of its parent. */
export function emptyMaildir(directory: string): void {
  const { uid, gid } = statSync(dirname(directory));
  rmSync(directory, { recursive: true, force: true });
  for (const part of ['', 'cur', 'new', 'tmp']) {
    mkdirSync(join(directory, part));
    chownSync(join(directory, part), uid, gid);
  }
}

let delivered = 0;

/** Puts letters into a Maildir, whether its server is up or not: each is written in `tmp` and shows only when it is whole. */
export function deliverToMaildir(directory: string, letters: Iterable<Buffer>): void {
  const { uid, gid } = statSync(directory);
  const second = Math.floor(Date.now() / 1000);
  for (const raw of letters) {
    delivered += 1;
    const stored = Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    const order = String(delivered).padStart(6, '0');
    const name = `${second}.M${order}P${process.pid}.office,S=${stored.length},W=${raw.length}`;
    const draft = join(directory, 'tmp', name);
    writeFileSync(draft, stored, { mode: 0o600 });
    chownSync(draft, uid, gid);
    renameSync(draft, join(directory, 'new', name));
  }
}

/** Deletes what lies in a folder of a Maildir, as another mail program might. None when the folder is not there yet. */
export function clearFolder(directory: string, folder: string): void {
  const letters = join(directory, `.${folder}`, 'cur');
  for (const name of existsSync(letters) ? readdirSync(letters) : []) rmSync(join(letters, name), { force: true });
}
