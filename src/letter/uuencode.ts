/**
 * Files that stand uuencoded in a text (`begin 644 scan.jpg` … `end`), as programs before MIME sent them; also in base64
 * (`begin-base64 644 scan.jpg` … `====`, POSIX uuencode -m).
 * In: a text with `\n`. Out: the text without them, and the files. Never fails: what is no whole block stays text.
 */

export interface EncodedFile {
  name: string;
  bytes: Buffer;
}

const MAX_FILES = 50;
const BEGIN = /^begin(-base64)? [0-7]{3,4} (\S.{0,250})$/;

/** A line of a block: its first character tells how many bytes it holds; null when it cannot be one. */
function lineOf(line: string): Buffer | null {
  const count = (line.charCodeAt(0) - 0x20) & 0x3f;
  if (line === '' || line === '`') return Buffer.alloc(0);
  const code = line.charCodeAt(0);
  const needed = Math.ceil(count / 3) * 4;
  // Blanks at the end may be lost; a check character may be added.
  if (code < 0x20 || code > 0x60 || line.length - 1 > needed + 2 || line.length + 3 < Math.ceil((count * 4) / 3))
    return null;
  const out = Buffer.alloc(Math.ceil(count / 3) * 3);
  for (let at = 0, to = 0; at < needed; at += 4, to += 3) {
    const [a, b, c, d] = [1, 2, 3, 4].map((place) => {
      const char = line.charCodeAt(at + place);
      return Number.isNaN(char) ? 0 : (char - 0x20) & 0x3f;
    }) as [number, number, number, number];
    out[to] = (a << 2) | (b >> 4);
    out[to + 1] = ((b << 4) | (c >> 2)) & 0xff;
    out[to + 2] = ((c << 6) | d) & 0xff;
  }
  return out.subarray(0, count);
}

/** The block whose `begin` stands at `start`; null when it does not hold together. */
function blockAt(lines: readonly string[], start: number): { bytes: Buffer; end: number } | null {
  const pieces: Buffer[] = [];
  for (let at = start + 1; at < lines.length; at++) {
    const line = lines[at] as string;
    if (/^end\s*$/.test(line)) return pieces.length > 0 ? { bytes: Buffer.concat(pieces), end: at } : null;
    const bytes = lineOf(line.replace(/\s+$/, ''));
    if (bytes === null) return null;
    pieces.push(bytes);
  }
  return null;
}

/** The same in base64: whole groups of four, `====` behind the last. */
function base64BlockAt(lines: readonly string[], start: number): { bytes: Buffer; end: number } | null {
  for (let at = start + 1; at < lines.length; at++) {
    const line = (lines[at] as string).trimEnd();
    if (line === '====') {
      return at === start + 1 ? null : { bytes: Buffer.from(lines.slice(start + 1, at).join(''), 'base64'), end: at };
    }
    if (line.length % 4 !== 0 || !/^[A-Za-z0-9+/]{1,998}={0,2}$/.test(line)) return null;
  }
  return null;
}

/** Takes uuencoded files out of a text. */
export function takeUuencoded(text: string): { text: string; files: EncodedFile[] } {
  if (!/^begin(?:-base64)? [0-7]{3,4} /m.test(text)) return { text, files: [] };
  const lines = text.split('\n');
  const kept: string[] = [];
  const files: EncodedFile[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const [, base64, name] = (files.length < MAX_FILES ? BEGIN.exec(line) : null) ?? [];
    const block = name === undefined ? null : base64 ? base64BlockAt(lines, at) : blockAt(lines, at);
    if (name === undefined || block === null) {
      kept.push(line);
      continue;
    }
    files.push({ name: name.trim(), bytes: block.bytes });
    at = block.end;
  }
  return { text: kept.join('\n'), files };
}
