/** A register in a folder of its own that is gone after the test, with keys of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Keyring, newKey, newOfficeKey } from '../../src/register/keys.ts';
import type { NewLetter } from '../../src/register/letters.ts';
import { openRegister, type Register } from '../../src/register/register.ts';

export function newKeyring(): Keyring {
  return new Keyring({ office: [newOfficeKey()], index: [newKey()], token: [newKey()] });
}

/** @param whenDone takes what is to be done in the end; of the test, unless told otherwise */
export function temporaryFolder(whenDone: (close: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'priemnaya-'));
  whenDone(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function newRegister(
  url = `sqlite:${join(temporaryFolder(), 'register.db')}`,
  keys = newKeyring(),
): Promise<Register> {
  const register = await openRegister(url, keys);
  onTestFinished(() => register.close());
  return register;
}

export function letterOf(uid: number, text: string): NewLetter {
  const raw = Buffer.from(text);
  return {
    place: { account: 'office', folder: 'INBOX', uidValidity: '7' },
    uid,
    receivedAt: new Date('2026-11-20T09:00:00Z'),
    size: raw.length,
    raw,
    partial: false,
    omitted: [],
    silent: false,
  };
}
