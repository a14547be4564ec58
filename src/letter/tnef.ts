/**
 * `winmail.dat`: the envelope in which Outlook sends files and text to those whom it takes for Outlook (MS-OXTNEF).
 * In: any bytes. Out: text and files in it, null where it is no TNEF. Never fails: what is damaged ends the reading, and what
 * was found so far stays. There is no kept library for it: those on npm are unmaintained or throw on damaged input.
 */

import { decodeText } from './charset.ts';
import { decompressRtf, rtfText } from './rtf.ts';

export interface TnefFile {
  name: string | null;
  type: string | null;
  contentId: string | null;
  bytes: Buffer;
}

export interface Tnef {
  text: string;
  html: string;
  files: TnefFile[];
}

const SIGNATURE = 0x223e9f78;
const MAX_FILES = 500;
const MAX_PROPERTIES = 10_000;
/** A letter inside a letter is a TNEF inside a TNEF. */
const MAX_DEPTH = 5;

/** Attributes, MS-OXTNEF §2.1.3. */
const BODY = 0x800c;
const MESSAGE_PROPERTIES = 0x9003;
const OEM_CODE_PAGE = 0x9007;
const NEW_ATTACHMENT = 0x9002;
const ATTACHMENT_TITLE = 0x8010;
const ATTACHMENT_DATA = 0x800f;
const ATTACHMENT_PROPERTIES = 0x9005;

/** Properties, MS-OXPROPS. */
const PROPERTY = {
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  codePage: 0x3fde,
  name: 0x3001,
  data: 0x3701,
  shortName: 0x3704,
  longName: 0x3707,
  type: 0x370e,
  contentId: 0x3712,
};

/** Bytes of property types of fixed length; short ones are padded to four. */
const FIXED = new Map([
  [0x02, 4],
  [0x03, 4],
  [0x04, 4],
  [0x05, 8],
  [0x06, 8],
  [0x07, 8],
  [0x0a, 4],
  [0x0b, 4],
  [0x14, 8],
  [0x40, 8],
  [0x48, 16],
]);
const STRING = 0x1e;
const UNICODE = 0x1f;
const OBJECT = 0x0d;
const BINARY = 0x102;
const MULTIPLE = 0x1000;

interface Property {
  type: number;
  value: Buffer;
}

const padded = (length: number) => (length + 3) & ~3;

/** First value of each property, by its id; ends where the bytes do not go on as they should. */
function readProperties(bytes: Buffer): Map<number, Property> {
  const found = new Map<number, Property>();
  let at = 4;
  /** A length or count; beyond the end it is too large for anything. */
  const number = () => {
    const value = at + 4 <= bytes.length ? bytes.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    at += 4;
    return value;
  };
  const total = bytes.length < 4 ? 0 : Math.min(bytes.readUInt32LE(0), MAX_PROPERTIES);
  for (let count = 0; count < total && at + 4 <= bytes.length; count++) {
    const declared = bytes.readUInt16LE(at);
    const id = bytes.readUInt16LE(at + 2);
    at += 4;
    // Named properties: a GUID, then a number or a name.
    if (id >= 0x8000) {
      at += 16;
      at += number() === 0 ? 4 : padded(number());
    }
    const type = declared & ~MULTIPLE;
    const fixed = FIXED.get(type);
    const variable = type === STRING || type === UNICODE || type === OBJECT || type === BINARY;
    if (fixed === undefined && !variable) break;
    const values = variable || (declared & MULTIPLE) !== 0 ? number() : 1;
    for (let place = 0; place < values; place++) {
      const length = fixed ?? number();
      // Nothing of no length repeats without an end.
      if (at + length > bytes.length || place > MAX_PROPERTIES) return found;
      if (place === 0 && !found.has(id)) found.set(id, { type, value: bytes.subarray(at, at + length) });
      at += fixed ?? padded(length);
    }
  }
  return found;
}

const untilNul = (text: string) => text.split('\0', 1)[0] as string;

function textOf(property: Property | undefined, codePage: number): string {
  if (property === undefined) return '';
  if (property.type === UNICODE) return untilNul(property.value.toString('utf16le'));
  return untilNul(decodeText(property.value, codePage === 65_001 ? 'utf-8' : `cp${codePage}`).text);
}

class TnefReader {
  readonly found: Tnef = { text: '', html: '', files: [] };
  #file: TnefFile | null = null;
  #codePage = 1252;
  #depth: number;

  constructor(depth: number) {
    this.#depth = depth;
  }

  attribute(id: number, value: Buffer): void {
    if (id === OEM_CODE_PAGE && value.length >= 4) this.#codePage = value.readUInt32LE(0);
    else if (id === BODY) this.found.text ||= textOf({ type: STRING, value }, this.#codePage);
    else if (id === MESSAGE_PROPERTIES) this.#message(readProperties(value));
    else if (id === NEW_ATTACHMENT) this.#begin();
    else if (this.#file === null) return;
    else if (id === ATTACHMENT_TITLE) this.#file.name ??= textOf({ type: STRING, value }, this.#codePage) || null;
    else if (id === ATTACHMENT_DATA) this.#file.bytes = value;
    else if (id === ATTACHMENT_PROPERTIES) this.#properties(this.#file, readProperties(value));
  }

  #message(properties: Map<number, Property>): void {
    const page = properties.get(PROPERTY.codePage)?.value;
    const codePage = page !== undefined && page.length >= 4 ? page.readUInt32LE(0) : this.#codePage;
    this.found.text ||= textOf(properties.get(PROPERTY.body), codePage);
    this.found.html ||= textOf(properties.get(PROPERTY.html), codePage);
    const rtf = properties.get(PROPERTY.rtf);
    if (this.found.text === '' && this.found.html === '' && rtf !== undefined) {
      this.found.text = rtfText(decompressRtf(rtf.value));
    }
  }

  #begin(): void {
    this.#file = null;
    if (this.found.files.length >= MAX_FILES) return;
    this.#file = { name: null, type: null, contentId: null, bytes: Buffer.alloc(0) };
    this.found.files.push(this.#file);
  }

  #properties(file: TnefFile, properties: Map<number, Property>): void {
    const text = (id: number) => textOf(properties.get(id), this.#codePage) || null;
    file.name = text(PROPERTY.longName) ?? text(PROPERTY.shortName) ?? file.name ?? text(PROPERTY.name);
    file.type = text(PROPERTY.type)?.toLowerCase() ?? null;
    file.contentId = text(PROPERTY.contentId)?.replace(/[<>\s]/g, '') ?? null;
    const data = properties.get(PROPERTY.data);
    if (data === undefined || file.bytes.length > 0) return;
    // An object begins with the 16 bytes that tell its kind.
    const value = data.type === OBJECT ? data.value.subarray(16) : data.value;
    const inner = this.#depth < MAX_DEPTH ? readAt(value, this.#depth + 1) : null;
    if (inner === null) {
      file.bytes = value;
      return;
    }
    this.found.files = this.found.files.filter((one) => one !== file);
    this.found.files.push(...inner.files.slice(0, MAX_FILES - this.found.files.length));
    this.found.text = [this.found.text, inner.text].filter((one) => one !== '').join('\n\n');
    this.#file = null;
  }
}

function readAt(bytes: Buffer, depth: number): Tnef | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return null;
  const reader = new TnefReader(depth);
  // Signature and key; then level, id, type, length, value, checksum.
  for (let at = 6; at + 9 <= bytes.length; ) {
    const level = bytes[at];
    if (level !== 1 && level !== 2) break;
    const length = bytes.readUInt32LE(at + 5);
    const value = bytes.subarray(at + 9, at + 9 + length);
    reader.attribute(bytes.readUInt16LE(at + 1), value);
    at += 9 + length + 2;
  }
  return reader.found;
}

/** Opens a TNEF. */
export function readTnef(bytes: Buffer): Tnef | null {
  return readAt(bytes, 0);
}
