/** Takes a letter too large to be taken whole: asks for its structure, then only for its headers and first text. */
import { assemble, ended, selectParts, wholeLines } from './abridge.ts';
import type { OmittedFile } from './letterbox.ts';
import type { OpenFolder } from './open-folder.ts';

/** A citizen's text is a few kilobytes; what is longer is a file in disguise. */
const MAX_TEXT = 1024 * 1024;
const MAX_HEADER = 256 * 1024;

/** The small letter and what it leaves out; null when the server gives nothing: moved away meanwhile, or unreadable. */
export async function fetchAbridged(
  folder: OpenFolder,
  uid: number,
): Promise<{ raw: Buffer; omitted: OmittedFile[] } | null> {
  const header = { key: 'HEADER', maxLength: MAX_HEADER };
  const outline = (await folder.fetch([uid], { uid: true, bodyStructure: true, bodyParts: [header] })).rows.get(uid);
  if (!outline?.headers?.length) return null;
  const head = wholeLines(outline.headers, MAX_HEADER);
  // A server that cannot tell the structure: the beginning of the letter is all that can be had.
  if (!outline.bodyStructure) return beginning(folder, uid);

  const { texts, omitted } = selectParts(outline.bodyStructure);
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

async function section(folder: OpenFolder, uid: number, keys: string[]): Promise<Buffer[] | null> {
  const bodyParts = keys.map((key) => ({ key, maxLength: MAX_TEXT }));
  const row = (await folder.fetch([uid], { uid: true, bodyParts })).rows.get(uid);
  const parts = row?.bodyParts;
  if (!parts) return null;
  return keys.map((key) => parts.get(key.toLowerCase()) ?? Buffer.alloc(0));
}

async function beginning(folder: OpenFolder, uid: number): Promise<{ raw: Buffer; omitted: OmittedFile[] } | null> {
  const row = (await folder.fetch([uid], { uid: true, source: { maxLength: MAX_TEXT } })).rows.get(uid);
  return row?.source?.length ? { raw: wholeLines(row.source, MAX_TEXT), omitted: [] } : null;
}
