/**
 * Files that stand uuencoded in a text (`begin 644 scan.jpg` … `end`), as programs before MIME sent them.
 * In: a text with `\n`. Out: the text without them, and the files. Never fails: what is no whole block stays text.
 */

export interface EncodedFile {
  name: string;
  bytes: Buffer;
}

const MAX_FILES = 50;
const BEGIN = /^begin(?:-base64)? [0-7]{3,4} (\S.{0,250})$/;
const END = /^end\s*$/;

/** How many bytes a line of a block holds, which its first character tells; null when it cannot be one. */
function countOf(line: string): number | null {
  if (line === '' || line === '`') return 0;
  const code = line.charCodeAt(0);
  const count = (code - 0x20) & 0x3f;
  // Blanks at the end may be lost; a check character may be added.
  const fits = line.length - 1 <= Math.ceil(count / 3) * 4 + 2 && line.length + 3 >= Math.ceil((count * 4) / 3);
  return code >= 0x20 && code <= 0x60 && fits ? count : null;
}

/** Writes what a line holds; blanks lost at its end are zeros. */
function decode(line: string, count: number, out: Buffer, start: number): void {
  const sextet = (place: number) => (place < line.length ? (line.charCodeAt(place) - 0x20) & 0x3f : 0);
  for (let done = 0; done < count; done++) {
    const shift = 2 * (done % 3) + 2;
    const place = 1 + done + Math.floor(done / 3);
    out[start + done] = (sextet(place) << shift) | (sextet(place + 1) >> (6 - shift));
  }
}

/** The block whose `begin` stands at `start`; null when it does not hold together. */
function blockAt(lines: readonly string[], start: number): { bytes: Buffer; end: number } | null {
  // Held to be one before anything is decoded: a buffer for each of a million lines would be all that memory holds.
  let total = 0;
  let end = start + 1;
  for (; end < lines.length && !END.test(lines[end] as string); end++) {
    const count = countOf((lines[end] as string).trimEnd());
    if (count === null) return null;
    total += count;
  }
  if (end === lines.length || end === start + 1) return null;
  const bytes = Buffer.alloc(total);
  let at = 0;
  for (let line = start + 1; line < end; line++) {
    const text = (lines[line] as string).trimEnd();
    const count = countOf(text) as number;
    decode(text, count, bytes, at);
    at += count;
  }
  return { bytes, end };
}

/** Takes uuencoded files out of a text. */
export function takeUuencoded(text: string): { text: string; files: EncodedFile[] } {
  if (!/^begin [0-7]{3,4} /m.test(text)) return { text, files: [] };
  const lines = text.split('\n');
  const kept: string[] = [];
  const files: EncodedFile[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const name = files.length < MAX_FILES ? BEGIN.exec(line)?.[1] : undefined;
    const block = name === undefined ? null : blockAt(lines, at);
    if (name === undefined || block === null) {
      kept.push(line);
      continue;
    }
    files.push({ name: name.trim(), bytes: block.bytes });
    at = block.end;
  }
  return { text: kept.join('\n'), files };
}
