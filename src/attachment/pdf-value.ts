/**
 * Values of a PDF as they are written down (ISO 32000 §7.2, §7.3). Bytes and a place in, a value and where it ends out; null
 * where the bytes are not understood to the last token: viewers mend such places, each in its own way. Pure, bounded.
 */
import { decodeEscapes } from './pdf-names.ts';

export class Name {
  /** Escapes undone: `/J#61va` is `Java`. */
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class Reference {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
}

/** Entries in their order; a key may stand there twice, and viewers disagree about which one counts. */
export class Dictionary {
  readonly entries: readonly (readonly [key: string, value: Value])[];
  constructor(entries: Dictionary['entries']) {
    this.entries = entries;
  }

  /** All values under a key. */
  all(key: string): Value[] {
    return this.entries.filter(([name]) => name === key).map(([, value]) => value);
  }
}

/** Strings come as bytes, one character each (latin1). `undefined` is `null` of the file. */
export type Value = Name | Reference | Dictionary | readonly Value[] | number | string | boolean | undefined;

export interface Read {
  value: Value;
  /** Behind its last token. */
  end: number;
}

const DEEPEST = 100;
/** More than any object of an honest file within the usual limits holds. */
const MOST_VALUES = 400_000;

const SPACE = new Set(Buffer.from('\0\t\n\f\r '));
const ENDS_WORD = new Set(Buffer.from('\0\t\n\f\r ()<>[]{}/%'));
const sign = (character: string) => character.charCodeAt(0);
const [ZERO, NINE, PLUS] = [...'09+'].map(sign) as [number, number, number];
const [CR, LF, PERCENT, SLASH, OPEN, CLOSE, LESS, GREATER, LEFT, RIGHT, BACKSLASH] = [...'\r\n%/()<>[]\\'].map(
  sign,
) as [number, number, number, number, number, number, number, number, number, number, number];
const WHOLE = /^\+?\d{1,10}$/;
/** Programs write numbers of many forms; what they are worth is asked only of whole ones. */
const NUMBER = /^[-+]*[\d.][-+.\d]*(?:e[-+]?\d+)?$/i;
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Reads the value that begins here, behind blanks and comments. */
export function readValue(bytes: Buffer, at: number): Read | null {
  const reader = new Reader(bytes, at);
  try {
    return { value: reader.value(0), end: reader.at };
  } catch (error) {
    if (error instanceof NotUnderstood) return null;
    throw error;
  }
}

/** The word that stands here, behind blanks and comments (`stream`, `endobj`), and where it ends; empty where none does. */
export function wordAt(bytes: Buffer, at: number): { word: string; end: number } {
  const reader = new Reader(bytes, at);
  reader.skip();
  return { word: reader.word(), end: reader.at };
}

class NotUnderstood extends Error {}

class Reader {
  at: number;
  readonly #bytes: Buffer;
  #left = MOST_VALUES;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  value(depth: number): Value {
    this.skip();
    this.#left -= 1;
    if (depth > DEEPEST || this.#left < 0) throw new NotUnderstood();
    switch (this.#bytes[this.at]) {
      case SLASH:
        return this.#name();
      case OPEN:
        return this.#string();
      case LEFT:
        return this.#array(depth);
      case LESS:
        return this.#bytes[this.at + 1] === LESS ? this.#dictionary(depth) : this.#hexString();
      default:
        return this.#plain();
    }
  }

  /** Blanks and comments (§7.2.4). */
  skip(): void {
    const bytes = this.#bytes;
    for (;;) {
      while (SPACE.has(bytes[this.at] as number)) this.at += 1;
      if (bytes[this.at] !== PERCENT) return;
      while (this.at < bytes.length && bytes[this.at] !== CR && bytes[this.at] !== LF) this.at += 1;
    }
  }

  word(): string {
    const from = this.at;
    while (this.at < this.#bytes.length && !ENDS_WORD.has(this.#bytes[this.at] as number)) this.at += 1;
    return this.#bytes.toString('latin1', from, this.at);
  }

  #name(): Name {
    this.at += 1;
    const text = this.word();
    return new Name(text.includes('#') ? decodeEscapes(text) : text);
  }

  #array(depth: number): Value[] {
    this.at += 1;
    const values: Value[] = [];
    for (;;) {
      this.skip();
      if (this.#bytes[this.at] === RIGHT) break;
      values.push(this.value(depth + 1));
    }
    this.at += 1;
    return values;
  }

  #dictionary(depth: number): Dictionary {
    this.at += 2;
    const entries: [string, Value][] = [];
    for (;;) {
      this.skip();
      if (this.#bytes[this.at] === GREATER && this.#bytes[this.at + 1] === GREATER) break;
      if (this.#bytes[this.at] !== SLASH) throw new NotUnderstood();
      entries.push([this.#name().text, this.value(depth + 1)]);
    }
    this.at += 2;
    return new Dictionary(entries);
  }

  /** §7.3.4.2: brackets are balanced or escaped. */
  #string(): string {
    const bytes = this.#bytes;
    let text = '';
    let depth = 0;
    let from = this.at + 1;
    for (let at = this.at; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === OPEN) depth += 1;
      else if (byte === CLOSE) {
        depth -= 1;
        if (depth > 0) continue;
        this.at = at + 1;
        return text + bytes.toString('latin1', from, at);
      } else if (byte === BACKSLASH) {
        const [, octal, line, other = ''] =
          /^\\(?:([0-7]{1,3})|(\r\n|\r|\n)|([\s\S]))/.exec(bytes.toString('latin1', at, at + 4)) ?? [];
        const plain = octal
          ? String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
          : line
            ? ''
            : (ESCAPES[other] ?? other);
        text += bytes.toString('latin1', from, at) + plain;
        at += (octal ?? line ?? other).length;
        from = at + 1;
      }
    }
    throw new NotUnderstood();
  }

  #hexString(): string {
    const end = this.#bytes.indexOf(GREATER, this.at);
    if (end === -1) throw new NotUnderstood();
    const digits = this.#bytes.toString('latin1', this.at + 1, end).replace(/[\0\s]+/g, '');
    if (!/^[0-9a-f]*$/i.test(digits)) throw new NotUnderstood();
    this.at = end + 1;
    return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex').toString('latin1');
  }

  /** A number, perhaps the first of a reference (§7.3.10), or one of the three words that are values. */
  #plain(): Value {
    const word = this.word();
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return undefined;
    if (WHOLE.test(word)) return this.#refers() ? new Reference(Number(word)) : Number(word);
    if (NUMBER.test(word)) return Number(word);
    throw new NotUnderstood();
  }

  /** Do a generation and an `R` follow? Then they are passed over. */
  #refers(): boolean {
    const back = this.at;
    this.skip();
    const next = this.#bytes[this.at] as number;
    if ((next === PLUS || (next >= ZERO && next <= NINE)) && WHOLE.test(this.word())) {
      this.skip();
      if (this.word() === 'R') return true;
    }
    this.at = back;
    return false;
  }
}
