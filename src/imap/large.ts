/**
 * Takes of a letter what can be had when it cannot be taken whole: its headers and first text, or its headers alone. Enters: an
 * open folder. Leaves: a small letter and what it leaves out; null when the server gives nothing. Fails: IMAP_LOST.
 */
import type { FetchMessageObject, FetchQueryObject } from 'imapflow';
import { assemble, ended, selectParts, wholeLines } from './abridge.ts';
import type { OmittedFile } from './letterbox.ts';
import type { OpenFolder } from './open-folder.ts';
import { isLost } from './trouble.ts';

/** A citizen's text is a few kilobytes; what is longer is a file in disguise. */
const MAX_TEXT = 1024 * 1024;
const MAX_HEADER = 256 * 1024;

/** A small letter in the place of one that is not taken whole. */
export interface Abridged {
  raw: Buffer;
  omitted: OmittedFile[];
}

/** Headers and first text. @param why the rest is left out */
export async function fetchAbridged(
  folder: OpenFolder,
  uid: number,
  why: OmittedFile['why'],
): Promise<Abridged | null> {
  const header = { key: 'HEADER', maxLength: MAX_HEADER };
  const outline = await rowOf(folder, uid, { uid: true, bodyStructure: true, bodyParts: [header] });
  if (!outline?.headers?.length) return null;
  const head = wholeLines(outline.headers, MAX_HEADER);
  // A server that cannot tell the structure: the beginning of the letter is all that can be had.
  if (!outline.bodyStructure) return beginning(folder, uid);

  const { texts, omitted } = selectParts(outline.bodyStructure, why);
  const [root] = texts;
  if (root && !root.part) {
    // Not multipart: the letter's own header describes its text.
    const body = await section(folder, uid, ['TEXT']);
    return body && { raw: Buffer.concat([ended(head), wholeLines(body[0] as Buffer, MAX_TEXT)]), omitted };
  }
  const keys = texts.flatMap(({ part }) => [`${part}.MIME`, `${part}`]);
  const pieces = keys.length > 0 ? await section(folder, uid, keys) : [];
  if (!pieces) return null;
  const parts = texts.map((_, n) => ({
    mime: pieces[n * 2] as Buffer,
    body: wholeLines(pieces[n * 2 + 1] as Buffer, MAX_TEXT),
  }));
  return { raw: assemble(head, parts), omitted };
}

/** Headers alone. @param bytes of the whole letter, as far as the server tells */
export async function fetchHeader(folder: OpenFolder, uid: number, bytes: number): Promise<Abridged | null> {
  const row = await rowOf(folder, uid, { uid: true, bodyParts: [{ key: 'HEADER', maxLength: MAX_HEADER }] });
  if (!row?.headers?.length) return null;
  const rest: OmittedFile = { why: 'withheld', name: null, type: 'message/rfc822', bytes };
  return { raw: assemble(wholeLines(row.headers, MAX_HEADER), []), omitted: [rest] };
}

async function section(folder: OpenFolder, uid: number, keys: string[]): Promise<Buffer[] | null> {
  const bodyParts = keys.map((key) => ({ key, maxLength: MAX_TEXT }));
  const parts = (await rowOf(folder, uid, { uid: true, bodyParts }))?.bodyParts;
  if (!parts) return null;
  return keys.map((key) => parts.get(key.toLowerCase()) ?? Buffer.alloc(0));
}

async function beginning(folder: OpenFolder, uid: number): Promise<Abridged | null> {
  const row = await rowOf(folder, uid, { uid: true, source: { maxLength: MAX_TEXT } });
  return row?.source?.length ? { raw: wholeLines(row.source, MAX_TEXT), omitted: [] } : null;
}

async function rowOf(
  folder: OpenFolder,
  uid: number,
  query: FetchQueryObject,
): Promise<FetchMessageObject | undefined> {
  const { rows, failure } = await folder.fetch([uid], query);
  if (isLost(failure)) throw failure;
  return rows.get(uid);
}
