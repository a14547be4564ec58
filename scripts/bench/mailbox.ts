/**
 * A Maildir filled as a delivery agent fills it: one file a letter in `new`, LF line ends, both sizes in the name
 * (Maildir++), so that the server need not read a letter to tell its size. Enters: directory, letters. The server is down.
 */
import { chownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Empties a Maildir, with what the server knew of it, and puts letters into it. All belong to the owner of its parent. */
export function fillMaildir(directory: string, letters: Iterable<Buffer>): void {
  const { uid, gid } = statSync(dirname(directory));
  rmSync(directory, { recursive: true, force: true });
  for (const part of ['', 'cur', 'new', 'tmp']) {
    mkdirSync(join(directory, part));
    chownSync(join(directory, part), uid, gid);
  }
  const second = Math.floor(Date.now() / 1000);
  let count = 0;
  for (const raw of letters) {
    count += 1;
    const stored = Buffer.from(raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
    const order = String(count).padStart(6, '0');
    const name = `${second}.M${order}P${process.pid}.office,S=${stored.length},W=${raw.length}`;
    const file = join(directory, 'new', name);
    writeFileSync(file, stored, { mode: 0o600 });
    chownSync(file, uid, gid);
  }
}
