/**
 * Raw bytes → the tree of MIME parts, each with its header lines and its still encoded body.
 * In: a letter, or an embedded one. Out: the root part; what was wrong goes to `defects`. Never fails and never hangs:
 * number and depth of parts are bounded, and what the splitter refuses is read as one text.
 *
 * The structure is read by mailsplit, which is mailparser's own splitter; mailparser itself decodes text by the declared
 * charset before anybody sees its bytes, and spends most of its time on streams.
 */

import type { Transform } from 'node:stream';
import { type MimeNode, Splitter } from '@zone-eu/mailsplit';
import { type RawHeader, rawHeader, unicodeHeaders, valuesOf } from './header.ts';
import { type Structured, structured } from './parameters.ts';

export interface Part {
  /** Header lines as Unicode, encoded words still in place. */
  headers: RawHeader[];
  /** Content-Type, lower case; `text/plain` where none is given (RFC 2045 §5.2). */
  type: string;
  /** Content-Type as declared; null where none is. */
  declared: string | null;
  typeParams: Record<string, string>;
  disposition: Structured;
  encoding: string;
  /** Transfer-encoded bytes of a leaf. */
  chunks: Buffer[];
  children: Part[];
}

/** A letter has a few parts; more than these are an attack, and the first of them tell enough. */
const MAX_PARTS = 10_000;
const MAX_DEPTH = 256;
const MAX_HEAD = 4 * 1024 * 1024;

type Chunk = MimeNode | { type: 'body' | 'data'; node: MimeNode; value?: Buffer };

/** Runs the splitter to its end; an error of its own ends it early with what it found so far. */
function splitUp(raw: Buffer): Promise<{ chunks: Chunk[]; error: string | null }> {
  return new Promise((resolve) => {
    const chunks: Chunk[] = [];
    // Its type declares only the data event; it is a Transform.
    const splitter = new Splitter({
      ignoreEmbedded: true,
      maxHeadSize: MAX_HEAD,
      maxChildNodes: MAX_PARTS,
    }) as unknown as Transform;
    splitter.on('data', (chunk: Chunk) => chunks.push(chunk));
    // `on`: an error that comes a second time must not go unheard, which would end the process.
    splitter.on('error', (error: Error) => resolve({ chunks, error: error.message }));
    splitter.once('end', () => resolve({ chunks, error: null }));
    splitter.end(raw);
  });
}

function makePart(node: MimeNode, parent: Part | undefined, defects: Set<string>): Part {
  const lines = node.headers ? node.headers.getList() : [];
  const raw: RawHeader[] = [];
  const stray: string[] = [];
  for (const { line } of lines) {
    const header = rawHeader(line);
    if (header !== null) raw.push(header);
    else if (line.trim() !== '') stray.push(line);
  }
  // The empty line after the header is missing: what follows is the body.
  if (stray.length > 0) defects.add('headers: lines that are none read as text');
  const headers = unicodeHeaders(raw, defects);
  const contentType = valuesOf(headers, 'content-type')[0];
  const declared = contentType === undefined ? null : structured(contentType, defects);
  // RFC 2046 §5.1.5: the parts of a digest are letters.
  const fallback = parent?.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  const type = (declared === null ? fallback : node.contentType) || 'text/plain';
  return {
    headers,
    type: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'text/plain',
    declared: declared === null || declared.value === '' ? null : declared.value,
    typeParams: declared?.params ?? {},
    disposition: structured(valuesOf(headers, 'content-disposition')[0] ?? '', defects),
    encoding: node.encoding || '',
    chunks: stray.length > 0 ? [Buffer.from(`${stray.join('\n')}\n`, 'latin1')] : [],
    children: [],
  };
}

/** Letters with bare CR for line ends (old Macs), byte order marks and blank lines before the header. */
function normalised(raw: Buffer, defects: Set<string>): Buffer {
  let start = raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? 3 : 0;
  while (start < raw.length && (raw[start] === 0x0a || raw[start] === 0x0d)) start++;
  const bytes = start === 0 ? raw : raw.subarray(start);
  if (bytes.includes(0x0a) || !bytes.includes(0x0d)) return bytes;
  defects.add('lines: end in bare CR');
  const lines = Buffer.from(bytes);
  for (let at = lines.indexOf(0x0d); at >= 0; at = lines.indexOf(0x0d, at + 1)) lines[at] = 0x0a;
  return lines;
}

const depths = (node: MimeNode) => {
  let depth = 0;
  for (let at: MimeNode | false = node; at && depth <= MAX_DEPTH; at = at.parentNode) depth++;
  return depth;
};

/** The boundary that a multipart really uses, where its header names none or another one. */
function guessBoundary(text: string): string | null {
  const found = /(?:^|\n)--([^\r\n]{1,200}?)[ \t]*\r?\n(?:content-|mime-)[\w-]{1,40}:/i.exec(text.slice(0, 200_000));
  return found?.[1] ?? null;
}

/** A multipart without parts: its boundary is wrong, or it is only text. */
async function repair(part: Part, defects: Set<string>, again: boolean): Promise<void> {
  const body = Buffer.concat(part.chunks);
  const boundary = again ? guessBoundary(body.toString('latin1')) : null;
  if (boundary !== null) {
    defects.add('mime: boundary missing or wrong');
    const head = Buffer.from(
      `Content-Type: ${part.type}; boundary="${boundary.replace(/["\\]/g, '\\$&')}"\r\n\r\n`,
      'latin1',
    );
    part.children = (await readParts(Buffer.concat([head, body]), defects, false)).children;
    if (part.children.length > 0) part.chunks = [];
    return;
  }
  if (body.length > 0) defects.add('mime: multipart without parts');
  part.type = /^\s*<(?:!doctype|html|body|div|p|table)\b/i.test(body.toString('latin1', 0, 200))
    ? 'text/html'
    : 'text/plain';
  part.declared = null;
}

/** Reads the MIME tree of a letter. `again` is for inner use: a repaired multipart is not repaired twice. */
export async function readParts(raw: Buffer, defects: Set<string>, again = true): Promise<Part> {
  const { chunks, error } = await splitUp(normalised(raw, defects));
  const parts = new Map<MimeNode, Part>();
  let root: Part | null = null;
  let closed = false;
  for (const chunk of chunks) {
    if (chunk.type === 'node') {
      const depth = depths(chunk);
      if (depth > MAX_DEPTH) {
        defects.add(`mime: parts nested deeper than ${MAX_DEPTH} not read`);
        continue;
      }
      const parent = chunk.parentNode ? parts.get(chunk.parentNode) : undefined;
      const part = makePart(chunk, parent, defects);
      parts.set(chunk, part);
      if (root === null) root = part;
      else parent?.children.push(part);
    } else if (chunk.value !== undefined) {
      const part = parts.get(chunk.node);
      // Of a multipart only what stands before its parts is kept, in case that it has none.
      if (part !== undefined && (chunk.type === 'body' || part.children.length === 0)) part.chunks.push(chunk.value);
      closed ||= chunk.type === 'data' && /^\s*--.*--\s*$/.test(chunk.value.toString('latin1', 0, 300));
    }
  }
  if (error !== null) defects.add(`mime: ${error.toLowerCase()}`);
  if (root === null) return unreadable(raw, defects);
  for (const [node, part] of parts) {
    if (!node.multipart) continue;
    if (part.children.length === 0) {
      await repair(part, defects, again);
      closed = true;
    } else part.chunks = [];
  }
  if (again && root.children.length > 0 && !closed) defects.add('mime: closing boundary missing');
  return root;
}

/** No part at all came of it: the first lines are taken for the header, the rest for text. */
function unreadable(raw: Buffer, defects: Set<string>): Part {
  defects.add('mime: not readable as a letter');
  const gaps = [raw.indexOf('\n\n'), raw.indexOf('\r\n\r\n')].filter((at) => at >= 0);
  const gap = gaps.length > 0 ? Math.min(...gaps) : raw.length;
  const head = raw.toString('latin1', 0, Math.min(gap, 256 * 1024)).replace(/\r?\n[ \t]+/g, ' ');
  const headers = head.split(/\r?\n/).map(rawHeader);
  return {
    headers: unicodeHeaders(
      headers.filter((header) => header !== null),
      defects,
    ),
    type: 'text/plain',
    declared: null,
    typeParams: {},
    disposition: { value: '', params: {} },
    encoding: '',
    chunks: [raw.subarray(gap)],
    children: [],
  };
}
