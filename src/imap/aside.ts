/**
 * Moves a quarantined letter to `failed`, from the folder it came to or from `done`. On a connection of its own: it is rare.
 * Best effort: the letter is safe in the register, this only shows it to people who look into the mailbox.
 */
import type { ImapAccount } from './account.ts';
import { folderExists } from './acknowledge.ts';
import type { Fingerprint, Place } from './letterbox.ts';
import { type OpenFolder, openFolder, serverPath } from './open-folder.ts';
import { uidSet } from './uid-set.ts';

export interface StoredLetter extends Fingerprint {
  place: Place;
  uid: number;
}

const DAY = 24 * 60 * 60_000;

/** True when it was moved. Throws a Fault when the mailbox cannot be reached or a folder cannot be opened. */
export async function putAside(account: ImapAccount, letter: StoredLetter): Promise<boolean> {
  return (
    (await moveFrom(account, letter.place.folder, (folder) => sameUid(folder, letter))) ||
    (await moveFrom(account, account.done, (folder) => sameLetter(folder, letter)))
  );
}

async function moveFrom(
  account: ImapAccount,
  path: string,
  find: (folder: OpenFolder) => Promise<number[]>,
): Promise<boolean> {
  const folder = await openFolder(account, path);
  try {
    const [uid, ...others] = await find(folder);
    // Two that look alike: better none than the wrong one.
    if (uid === undefined || others.length > 0 || !(await folderExists(folder, account.failed))) return false;
    const { client } = folder;
    if (!client.capabilities.has('MOVE') && !client.capabilities.has('UIDPLUS')) return false;
    return Boolean(await client.messageMove(uidSet([uid]), serverPath(client, account.failed), { uid: true }));
  } finally {
    await folder.close();
  }
}

async function sameUid(folder: OpenFolder, letter: StoredLetter): Promise<number[]> {
  if (folder.place.uidValidity !== letter.place.uidValidity) return [];
  return alike(folder, [letter.uid], letter);
}

/** Moved letters have new UIDs; MOVE and COPY keep size and INTERNALDATE (RFC 3501 §6.4.7). */
async function sameLetter(folder: OpenFolder, letter: StoredLetter): Promise<number[]> {
  const at = letter.receivedAt.getTime();
  // SINCE and BEFORE know days only, in the server's own time zone.
  const around = { since: new Date(at - DAY), before: new Date(at + 2 * DAY) };
  const size = { larger: letter.size - 1, smaller: letter.size + 1 };
  const found = await folder.client.search({ ...around, ...size }, { uid: true });
  return found && found.length > 0 ? alike(folder, found, letter) : [];
}

async function alike(folder: OpenFolder, uids: number[], letter: StoredLetter): Promise<number[]> {
  const { heads, failure } = await folder.heads(uids);
  if (failure && heads.length === 0) throw failure;
  const same = heads.filter((head) => {
    return head.size === letter.size && head.receivedAt?.getTime() === letter.receivedAt.getTime();
  });
  return same.map(({ uid }) => uid);
}
