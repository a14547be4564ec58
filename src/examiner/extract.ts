/**
 * Files of a letter that was examined before, once more: they are about to be sent on, and stand nowhere but in the letter.
 * In: raw bytes, the hashes of the files that are wanted. Out: their content. Nothing is judged again. Pure.
 */
import { hash } from 'node:crypto';
import { readLetter } from '../letter/read.ts';

/** Contents by their SHA-256; one that is not in the letter is left out. */
export type Contents = Map<string, Uint8Array>;

export async function extractFiles(raw: Uint8Array, wanted: readonly string[]): Promise<Contents> {
  const { files } = await readLetter(raw);
  const found = files.map(({ bytes }) => [hash('sha256', bytes, 'hex'), bytes] as const);
  return new Map(found.filter(([sha256]) => wanted.includes(sha256)));
}
