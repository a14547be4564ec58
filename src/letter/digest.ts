/**
 * A key that is equal for redeliveries of one letter: trace headers (Received, Delivered-To …) do not count.
 * In: a Letter. Out: SHA-256 in hex. Never fails. Contract: «Made exact», The same letter.
 */

import { createHash } from 'node:crypto';
import type { Letter } from './letter.ts';

/** SHA-256 over Message-ID, From, Date, Subject and body, files included; lengths keep neighbours apart. */
export function sameLetterKey(letter: Letter): string {
  const hash = createHash('sha256');
  const add = (value: string | Uint8Array) => {
    hash.update(`${value.length}:`);
    hash.update(value);
  };
  const first = (name: string) => letter.headers.find((header) => header.name === name)?.value ?? '';
  add(letter.messageId ?? '');
  add(letter.from?.address ?? '');
  add(letter.from?.name ?? '');
  add(first('date'));
  add(letter.subject);
  add(letter.text);
  add(letter.report?.status ?? '');
  for (const file of letter.files) {
    add(file.name ?? '');
    add(file.bytes);
  }
  return hash.digest('hex');
}
