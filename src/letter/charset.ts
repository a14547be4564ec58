/**
 * Bytes of a text → the text, also where the charset is missing, unknown or wrong.
 * In: bytes and the declared charset. Out: the text, the charset it was read in, and a defect where the declaration
 * was not followed. Never fails: what nothing explains is read as declared, or as windows-1251.
 */

import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { plausibility } from './plausibility.ts';

export interface Decoded {
  text: string;
  charset: string;
  /** `charset: unknown-8bit read as windows-1251`; null when it was as declared. */
  defect: string | null;
}

/** The charsets that Russian letters have come in, with how much likelier each is before one looks. */
const CYRILLIC: [charset: string, prior: number][] = [
  ['windows-1251', 0.6],
  ['koi8-r', 0.4],
  ['cp866', 0.1],
  ['iso-8859-5', 0],
  ['x-mac-cyrillic', -0.1],
];

const ALIASES: Record<string, string> = {
  utf8: 'utf-8',
  unicode11utf8: 'utf-8',
  win1251: 'windows-1251',
  cp1251: 'windows-1251',
  xcp1251: 'windows-1251',
  windows1251: 'windows-1251',
  ansi1251: 'windows-1251',
  microsoftcp1251: 'windows-1251',
  koi8r: 'koi8-r',
  koi8: 'koi8-r',
  cskoi8r: 'koi8-r',
  koi8ru: 'koi8-r',
  koi8u: 'koi8-u',
  cp866: 'cp866',
  ibm866: 'cp866',
  dos866: 'cp866',
  iso88595: 'iso-8859-5',
  cyrillic: 'iso-8859-5',
  maccyrillic: 'x-mac-cyrillic',
  xmaccyrillic: 'x-mac-cyrillic',
  usascii: 'us-ascii',
  ascii: 'us-ascii',
  ansix341968: 'us-ascii',
  iso646us: 'us-ascii',
  '7bit': 'us-ascii',
  iso88591: 'iso-8859-1',
  iso885911987: 'iso-8859-1',
  latin1: 'iso-8859-1',
  cslatin1: 'iso-8859-1',
  csisolatin1: 'iso-8859-1',
  isoir100: 'iso-8859-1',
  l1: 'iso-8859-1',
  cp819: 'iso-8859-1',
  ibm819: 'iso-8859-1',
  windows1252: 'windows-1252',
  cp1252: 'windows-1252',
  xcp1252: 'windows-1252',
  win1252: 'windows-1252',

  utf7: 'utf-7',
  unicode11utf7: 'utf-7',
  unicode20utf7: 'utf-7',
  hzgb2312: 'hz-gb-2312',
};
/** Whoever declares these writes windows-1252: its quotes and dashes stand where they have control characters (WHATWG Encoding §4.2). */
const LATIN_1 = new Set(['us-ascii', 'iso-8859-1', 'windows-1252']);
/** Declared by default by programs that do not know: says nothing about bytes above 127. */
const MEANINGLESS = new Set([...LATIN_1, 'iso-8859-15']);
/** Of iconv-lite's names these are no charsets. */
const REFUSED = /^(?:utf7imap|base64|hex|binary|ucs2)$/;
/** Written in seven bits, other letters by shifts: nothing to guess from. */
const SHIFTED = /^(?:utf-7|iso-2022-|hz)/;

/** Below this a declared charset is doubted; above it Russian is read as declared. */
const PLAUSIBLE = 0.2;
const MARGIN = 0.8;
/** Shorter texts say too little to overrule a declaration. */
const ENOUGH_LETTERS = 4;

const bare = (charset: string) =>
  charset
    .toLowerCase()
    .replace(/\*.*$/, '')
    .replace(/[^a-z0-9]/g, '');

/** The charset's usual name; null when it is not one we can read. */
export function knownCharset(declared: string): string | null {
  const key = bare(declared);
  if (key === '' || REFUSED.test(key)) return null;
  const alias = ALIASES[key];
  if (alias !== undefined) return alias;
  const name = declared.toLowerCase().replace(/\*.*$/, '').trim();
  return iconv.encodingExists(key) || decoderOf(name) !== null ? name : null;
}

/** What iconv-lite does not know, browsers may: ISO-2022-JP. */
function decoderOf(charset: string): { decode(bytes: Buffer): string } | null {
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}

function read(bytes: Buffer, charset: string): string {
  if (charset === 'utf-8') return bytes.toString('utf8');
  if (LATIN_1.has(charset)) return fromLatin(bytes);
  if (charset === 'x-mac-cyrillic') return iconv.decode(bytes, 'maccyrillic');
  return iconv.encodingExists(charset)
    ? iconv.decode(bytes, charset)
    : (decoderOf(charset)?.decode(bytes) ?? bytes.toString('latin1'));
}

function isAscii(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    // ESC begins the shift sequences of ISO-2022, `~{` those of HZ.
    if (byte >= 0x80 || byte === 0x1b) return false;
  }
  return true;
}

/** Windows-1252 above Latin-1; browsers let its five holes pass as they are, and so do we. */
const WINDOWS = Array.from({ length: 32 }, (_, place) => {
  const char = iconv.decode(Buffer.of(0x80 + place), 'windows-1252');
  return char === '\ufffd' ? String.fromCharCode(0x80 + place) : char;
});
const LATIN = new Map(WINDOWS.map((char, place) => [char.charCodeAt(0), 0x80 + place]));

/** Windows-1252; its five holes pass as they are. */
const fromLatin = (bytes: Buffer) =>
  bytes.toString('latin1').replace(/[\x80-\x9f]/g, (char) => WINDOWS[char.charCodeAt(0) - 0x80] ?? char);

const latinBytes = (text: string) =>
  Buffer.from(Array.from(text, (char) => LATIN.get(char.charCodeAt(0)) ?? Math.min(char.charCodeAt(0), 0xff)));

/** First bytes of Cyrillic letters in UTF-8, as a one-byte charset shows them. */
const THROUGH: [charset: string, sign: RegExp][] = [
  ['windows-1251', /[РС][\u0080-\u00bf\u0402-\u040f\u0452-\u045f\u0490\u0491\u2010-\u2122]/],
  ['latin', /[ÐÑ][\u0080-\u0192\u2010-\u2122]/],
  ['koi8-r', /[пя][\u2219-\u25a0°²·÷©ё]/],
  ['cp866', /[╨╤][\u0410-\u044f\u2500-\u25a0]/],
];

/** UTF-8 that was taken for a one-byte charset and encoded again: «РџСЂРёРІРµС‚», «ÐŸÑ€Ð¸Ð²ÐµÑ‚». */
function undoubled(text: string): string | null {
  const through = THROUGH.find(([, sign]) => sign.test(text))?.[0];
  const bytes =
    through === undefined ? undefined : through === 'latin' ? latinBytes(text) : iconv.encode(text, through);
  return bytes !== undefined && isUtf8(bytes) && !isAscii(bytes) ? bytes.toString('utf8') : null;
}

/** The Cyrillic charset in which the bytes read most like Russian. */
function likeliest(bytes: Buffer): { charset: string; text: string; score: number; letters: number } {
  let best = { charset: '', score: 0, letters: 0, weight: Number.NEGATIVE_INFINITY };
  for (const [charset, prior] of CYRILLIC) {
    const { score, letters } = plausibility(read(bytes.subarray(0, 4000), charset));
    // A subject of one word needs the prior; a page speaks for itself.
    const weight = score + prior * Math.min(1, 12 / Math.max(letters, 1));
    if (weight > best.weight) best = { charset, score, letters, weight };
  }
  return { ...best, text: read(bytes, best.charset) };
}

/** Share of U+FFFD among the non-ASCII characters: a cut character or two do not make UTF-8 something else. */
function damage(text: string): number {
  let broken = 0;
  let all = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    all++;
    if (code === 0xfffd) broken++;
  }
  return all === 0 ? 0 : broken / all;
}

/** Do most letters above ASCII stand alone among Latin ones, as in «Köln»? Russian words are whole. */
function isLatin(bytes: Buffer): boolean {
  const text = bytes.toString('latin1', 0, 4000);
  const all = text.match(/[\x80-\xff]/g)?.length ?? 0;
  const within = text.match(
    /(?<=[A-Za-z])[\x80-\xff]{1,2}(?![\x80-\xff])|(?<![\x80-\xff])[\x80-\xff]{1,2}(?=[A-Za-z])/g,
  );
  return (within?.join('').length ?? 0) > all * 0.7;
}

/** Are all letters above ASCII in words of their own? Latin ones hardly ever are. */
const isWholeWords = (bytes: Buffer) => {
  const text = bytes.toString('latin1', 0, 4000);
  return (
    /[\x80-\xff]{2}/.test(text) &&
    !/[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]|(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])/.test(text)
  );
};

/** UTF-16 that is not declared: nearly every second byte is the row of a script. */
function wideOrder(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  const rows = [0, 0];
  const end = Math.min(bytes.length, 2000) & ~1;
  for (let at = 0; at < end; at++) {
    const byte = bytes[at];
    // Latin, Cyrillic, general punctuation.
    if (byte === 0 || byte === 4 || byte === 0x20) (rows[at & 1] as number)++;
  }
  const [even = 0, odd = 0] = rows;
  const pairs = end / 2;
  if (pairs < 2 || Math.max(even, odd) < pairs * 0.95 || Math.min(even, odd) > pairs * 0.5) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** Two or four bytes a letter are declared; some programs only think that they write so. */
function fromWide(bytes: Buffer, known: string, as: As): Decoded {
  if (
    !bytes.includes(0) &&
    isUtf8(bytes) &&
    (isAscii(bytes) || plausibility(bytes.toString('utf8')).score >= PLAUSIBLE)
  ) {
    return as('utf-8', bytes.toString('utf8'));
  }
  const text = read(bytes, known);
  if (!/^utf-?16$/.test(known) || plausibility(text).score >= PLAUSIBLE) return as(known, text);
  const order = wideOrder(bytes);
  return order === null ? as(known, text) : { text: read(bytes, order), charset: order, defect: null };
}

/** Reads text as the one who wrote it saw it; `declared` is null where no charset was given. */
export function decodeText(bytes: Buffer, declared: string | null): Decoded {
  const known = declared === null ? null : knownCharset(declared);
  const name = declared === null || declared.trim() === '' ? 'none' : declared.trim().toLowerCase().slice(0, 40);
  const as = (charset: string, text: string): Decoded => ({
    text,
    charset,
    defect: charset === known ? null : `charset: ${name} read as ${charset}`,
  });
  const wide = known !== null && /^(?:utf-?(?:16|32)|ucs-?[24])/.test(known);
  if (known !== null && SHIFTED.test(known)) return as(known, read(bytes, known));
  if (wide) return fromWide(bytes, known, as);
  const order = bytes.includes(0) ? wideOrder(bytes) : null;
  if (order !== null) return as(order, read(bytes, order));
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), charset: known ?? 'us-ascii', defect: null };
  if (isUtf8(bytes)) return fromUtf8(bytes, known, name, as);
  if (known === null || known === 'utf-8' || MEANINGLESS.has(known)) {
    const text = bytes.toString('utf8');
    if (damage(text) < 0.1) return { text, charset: 'utf-8', defect: 'charset: broken characters in utf-8' };
  }
  if (known !== null && known !== 'utf-8' && !MEANINGLESS.has(known)) return fromKnown(bytes, known, as);
  const guess = likeliest(bytes);
  if (known === null || known === 'utf-8' || known === 'us-ascii') {
    const latin = known !== 'utf-8' && guess.score < PLAUSIBLE && isLatin(bytes);
    return latin ? as('windows-1252', read(bytes, 'windows-1252')) : as(guess.charset, guess.text);
  }
  const russian = isWholeWords(bytes)
    ? guess.score > -0.5
    : guess.score >= PLAUSIBLE && guess.letters >= ENOUGH_LETTERS;
  return russian ? as(guess.charset, guess.text) : as(known, read(bytes, known));
}

type As = (charset: string, text: string) => Decoded;

/** The bytes are valid UTF-8, which text in another charset hardly ever is. */
function fromUtf8(bytes: Buffer, known: string | null, name: string, as: As): Decoded {
  const text = bytes.toString('utf8');
  const { score } = plausibility(text);
  if (known !== null && known !== 'utf-8' && !MEANINGLESS.has(known) && score < PLAUSIBLE) {
    const declared = read(bytes, known);
    if (plausibility(declared).score > score) return as(known, declared);
  }
  if (score < PLAUSIBLE) {
    const inner = undoubled(text);
    if (inner !== null && plausibility(inner).score > score + MARGIN) {
      return { text: inner, charset: 'utf-8', defect: `charset: ${name} read as utf-8 encoded twice` };
    }
  }
  return as('utf-8', text);
}

/** A charset is declared that says something: it is overruled only by Russian that is much more plausible. */
function fromKnown(bytes: Buffer, known: string, as: As): Decoded {
  const text = read(bytes, known);
  const { score, letters } = plausibility(text);
  if (score >= PLAUSIBLE || letters < ENOUGH_LETTERS) return as(known, text);
  const guess = likeliest(bytes);
  return guess.score > PLAUSIBLE && guess.score > score + MARGIN ? as(guess.charset, guess.text) : as(known, text);
}
