/**
 * A small letter made of one that cannot be taken whole: its headers and its first text, without the files. Pure and repeatable: the same
 * letter always gives the same bytes, so that the register recognises it. Enters: BODYSTRUCTURE and pieces. Never fails.
 */
import type { MessageStructureObject } from 'imapflow';
import { trimmed, trimmedEnd } from '../letter/blank.ts';
import { MAX_ATTACHED } from '../letter/text-file.ts';
import type { OmittedFile } from './letterbox.ts';

/** Which leaves of the MIME tree to fetch, and which stay in the mailbox. */
export interface Selection {
  /**
   * The first plain and the first HTML text that are not attachments; at most one of each, in the letter's order. Where all
   * are attachments, the first of them: the reader makes it the letter's text.
   */
  texts: MessageStructureObject[];
  omitted: OmittedFile[];
}

/** A text of the letter: its own MIME header and its still encoded body. */
export interface TextPart {
  mime: Buffer;
  body: Buffer;
}

export function selectParts(structure: MessageStructureObject, why: OmittedFile['why']): Selection {
  const selection: Selection = { texts: [], omitted: [] };
  for (const leaf of leaves(structure)) {
    const isText = /^text\/(plain|html)$/.test(leaf.type) && leaf.disposition !== 'attachment';
    if (!isText) selection.omitted.push(omittedFile(leaf, why));
    else if (!selection.texts.some((text) => text.type === leaf.type)) selection.texts.push(leaf);
  }
  return selection.texts.length > 0 ? selection : attachedText(structure, selection.omitted);
}

function attachedText(structure: MessageStructureObject, omitted: OmittedFile[]): Selection {
  const all = [...leaves(structure)];
  const at = all.findIndex(({ type, size = 0 }) => /^text\/(plain|html)$/.test(type) && size <= MAX_ATTACHED);
  return at < 0 ? { texts: [], omitted } : { texts: all.slice(at, at + 1), omitted: omitted.toSpliced(at, 1) };
}

/** A forwarded letter (message/rfc822) is one file: its texts are not this sender's. */
function* leaves(node: MessageStructureObject): Generator<MessageStructureObject> {
  if (!node.childNodes || node.type === 'message/rfc822') yield node;
  else for (const child of node.childNodes) yield* leaves(child);
}

function omittedFile(leaf: MessageStructureObject, why: OmittedFile['why']): OmittedFile {
  const name = leaf.dispositionParameters?.filename ?? leaf.parameters?.name ?? null;
  return { why, name: name || null, type: leaf.type, bytes: leaf.size ?? 0 };
}

/**
 * Puts header and texts together again (RFC 2046 §5.1.4 when there are two).
 * @param header of the whole letter; the fields that describe the parts left out are taken out of it
 */
export function assemble(header: Buffer, texts: TextPart[]): Buffer {
  const fields = headerFields(header).filter((field) => !/^(content-[\w-]+|mime-version)[ \t]*:/i.test(field));
  const head = [...fields, 'MIME-Version: 1.0'];
  const [first, ...rest] = texts;
  if (!first) return Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
  if (rest.length === 0) return joined([...head, ...headerFields(first.mime)], first.body);
  const boundary = freeBoundary(texts);
  const parts = texts.flatMap((text) => [
    Buffer.from(`--${boundary}\r\n`),
    joined(headerFields(text.mime), text.body),
    Buffer.from('\r\n'),
  ]);
  const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  return joined([...head, `Content-Type: multipart/alternative; boundary="${boundary}"`], body);
}

/** Cuts what was fetched up to a limit back to whole lines: half a line of base64 would spoil the last words. */
export function wholeLines(bytes: Buffer, limit: number): Buffer {
  if (bytes.length < limit) return bytes;
  const end = bytes.lastIndexOf('\n');
  return end < 0 ? bytes : bytes.subarray(0, end + 1);
}

/** Cut or not, a header ends with an empty line. */
export function ended(header: Buffer): Buffer {
  return Buffer.from(`${trimmedEnd(header.toString('latin1'))}\r\n\r\n`, 'latin1');
}

/** Bytes as latin1, one string a field with its folded lines: nothing is decoded, so nothing is lost. */
function headerFields(header: Buffer): string[] {
  return header
    .toString('latin1')
    .split(/\r?\n(?![ \t])/)
    .filter((field) => trimmed(field) !== '');
}

function joined(fields: string[], body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${fields.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

function freeBoundary(texts: TextPart[]): string {
  let boundary = '=_abridged';
  for (let n = 1; texts.some(({ body }) => body.includes(boundary)); n++) boundary = `=_abridged${n}`;
  return boundary;
}
