/**
 * Rich Text Format → its text, and the compressed form in which Outlook sends it (MS-OXRTFCP).
 * In: any bytes. Out: text; empty where there is none. Never fails; output is bounded.
 * HTML that Outlook wraps in RTF (MS-OXRTFEX) is read by the RTF beside each tag, as every RTF reader shows it.
 */

import { decodeText } from './charset.ts';

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_DEPTH = 500;

/** Windows charset of a font (`\fcharset`) → code page. */
const CHARSETS = new Map([
  [0, 1252],
  [77, 10_000],
  [128, 932],
  [129, 949],
  [134, 936],
  [136, 950],
  [161, 1253],
  [162, 1254],
  [177, 1255],
  [178, 1256],
  [186, 1257],
  [204, 1251],
  [238, 1250],
]);

/** Groups whose content is no text of the page. */
const HIDDEN = new Set(
  (
    'fonttbl colortbl stylesheet listtable listoverridetable revtbl rsidtbl info generator pict object themedata ' +
    'colorschememapping datastore latentstyles xmlnstbl header headerl headerr headerf footer footerl footerr footerf ' +
    'filetbl mmathPr fldinst'
  ).split(' '),
);
const SIGNS: Record<string, string> = {
  par: '\n',
  line: '\n',
  sect: '\n\n',
  page: '\n\n',
  row: '\n',
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
};

interface Group {
  hidden: boolean;
  fonts: boolean;
  /** Characters that stand for a `\u` where it is not known. */
  skip: number;
  font: number;
}

class RtfReader {
  #out: string[] = [];
  #bytes: number[] = [];
  #groups: Group[] = [{ hidden: false, fonts: false, skip: 1, font: -1 }];
  #codePage = 1252;
  #fontPages = new Map<number, number>();
  #toSkip = 0;

  get #group(): Group {
    return this.#groups.at(-1) as Group;
  }

  read(rtf: string): string {
    const token =
      /([{}])|\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z\r\n])|\\?[\r\n]+|([^{}\\\r\n]+)|\\/gi;
    let starred = false;
    for (let match = token.exec(rtf); match !== null; match = token.exec(rtf)) {
      const [, brace, word, value, hex, sign, text] = match;
      if (brace === '{') this.#push();
      else if (brace === '}') this.#pop();
      else if (word !== undefined) {
        if (word === 'bin') token.lastIndex += Math.max(0, Number(value ?? 0));
        else this.#word(word, value === undefined ? null : Number(value), starred);
      } else if (hex !== undefined) this.#byte(Number.parseInt(hex, 16));
      else if (sign === '*') {
        starred = true;
        continue;
      } else if (sign !== undefined)
        this.#show(sign === '~' ? '\u00a0' : sign === '_' ? '-' : '{}\\'.includes(sign) ? sign : '');
      else if (text !== undefined) for (const char of text) this.#byte(char.charCodeAt(0));
      else if (match[0].startsWith('\\') && match[0].length > 1) this.#show('\n');
      starred = false;
    }
    this.#flush();
    return this.#out.join('');
  }

  #push(): void {
    this.#flush();
    if (this.#groups.length < MAX_DEPTH) this.#groups.push({ ...this.#group });
  }

  #pop(): void {
    this.#flush();
    if (this.#groups.length > 1) this.#groups.pop();
    this.#toSkip = 0;
  }

  #word(word: string, value: number | null, starred: boolean): void {
    const group = this.#group;
    if (starred || HIDDEN.has(word)) group.hidden = true;
    if (word === 'fonttbl') group.fonts = true;
    else if (word === 'ansicpg' && value !== null) this.#codePage = value;
    else if (word === 'uc') group.skip = value ?? 1;
    else if (word === 'f' || word === 'deff') this.#font(value ?? 0);
    else if (word === 'plain') this.#font(-1);
    else if (word === 'fcharset' && group.fonts)
      this.#fontPages.set(group.font, CHARSETS.get(value ?? 0) ?? this.#codePage);
    else if (word === 'u' && value !== null) {
      this.#flush();
      this.#show(String.fromCharCode(value & 0xffff));
      this.#toSkip = group.skip;
    } else if (word === 'v') group.hidden = value !== 0;
    else if (SIGNS[word] !== undefined) this.#show(SIGNS[word]);
  }

  #font(font: number): void {
    this.#flush();
    this.#group.font = font;
  }

  #byte(byte: number): void {
    if (this.#toSkip > 0) this.#toSkip--;
    else if (!this.#group.hidden) this.#bytes.push(byte);
  }

  #show(text: string): void {
    this.#flush();
    this.#toSkip = 0;
    if (!this.#group.hidden) this.#out.push(text);
  }

  /** Bytes so far, by the code page of their font. */
  #flush(): void {
    if (this.#bytes.length === 0) return;
    const page = this.#fontPages.get(this.#group.font) ?? this.#codePage;
    this.#out.push(decodeText(Buffer.from(this.#bytes), page === 10_000 ? 'macintosh' : `cp${page}`).text);
    this.#bytes = [];
  }
}

/** Text of RTF. */
export function rtfText(bytes: Buffer): string {
  const rtf = bytes.toString('latin1', 0, Math.min(bytes.length, MAX_BYTES));
  if (!rtf.trimStart().startsWith('{\\rtf')) return '';
  return new RtfReader()
    .read(rtf)
    .replaceAll('\0', '')
    .replace(/[ \t]{1,200}\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** What every compressed text may refer back to, MS-OXRTFCP §2.1.3.1. */
const DICTIONARY = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbol' +
    'ArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
);
const WINDOW = 4096;
const HEADER = 16;
const COMPRESSED = 0x75465a4c;
const UNCOMPRESSED = 0x414c454d;

/** RTF from its compressed form; empty where it is none. */
export function decompressRtf(bytes: Buffer): Buffer {
  if (bytes.length < HEADER) return Buffer.alloc(0);
  const form = bytes.readUInt32LE(8);
  const size = Math.min(bytes.readUInt32LE(4), MAX_BYTES);
  if (form === UNCOMPRESSED) return bytes.subarray(HEADER, HEADER + size);
  // One run makes at most 17 bytes of two.
  if (form !== COMPRESSED) return Buffer.alloc(0);
  const out = Buffer.alloc(Math.min(size, bytes.length * 9));
  const window = Buffer.alloc(WINDOW);
  DICTIONARY.copy(window);
  let write = DICTIONARY.length;
  let length = 0;
  const put = (byte: number) => {
    if (length < out.length) out[length++] = byte;
    window[write] = byte;
    write = (write + 1) % WINDOW;
  };
  for (let at = HEADER; at < bytes.length && length < out.length; ) {
    const control = bytes[at++] as number;
    for (let bit = 0; bit < 8 && at < bytes.length; bit++) {
      if ((control & (1 << bit)) === 0) put(bytes[at++] as number);
      else {
        const token = ((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0);
        at += 2;
        const from = token >> 4;
        // A run that would begin where one writes is the end.
        if (from === write) return out.subarray(0, length);
        for (let run = 0; run < (token & 0xf) + 2; run++) put(window[(from + run) % WINDOW] as number);
      }
    }
  }
  return out.subarray(0, length);
}
