/**
 * The files that go with an outgoing letter, read from the letters in which they came: they stand nowhere else. Outside every
 * transaction; of each letter no more stays in memory than the files that are wanted.
 */

import { letterBytes } from '../register/letters.ts';
import { type CarriedFile, carriedFiles } from '../register/outbox.ts';
import type { OutboxRow } from '../register/schema.ts';
import type { Enclosure } from '../smtp/enclosure.ts';
import type { Desk } from './desk.ts';
import { contentTypeOf } from './effects/files.ts';

/** @returns null when not all of them can be had: then none */
export async function gather(desk: Desk, row: Pick<OutboxRow, 'files'>): Promise<Enclosure[] | null> {
  const files = await carriedFiles(desk.register.db, row);
  if (files.length < (JSON.parse(row.files ?? '[]') as number[]).length) return null;
  const enclosures: Enclosure[] = [];
  for (const ofLetter of Map.groupBy(files, ({ letter }) => letter.id).values()) {
    const found = await contentsOf(desk, ofLetter);
    if (found === null) return null;
    enclosures.push(...found);
  }
  return enclosures;
}

async function contentsOf(desk: Desk, files: readonly CarriedFile[]): Promise<Enclosure[] | null> {
  const raw = await letterBytes(desk.register, files[0]!.letter);
  const contents = await desk.examiner.extract(
    raw,
    files.map(({ sha256 }) => sha256),
  );
  const enclosures = files.map(({ name, type, sha256 }) => {
    const content = contents?.get(sha256);
    return content && { name, contentType: contentTypeOf(type), content };
  });
  return enclosures.every((one) => one !== undefined) ? enclosures : null;
}
