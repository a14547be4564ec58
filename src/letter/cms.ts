/**
 * What a signature wraps: the content of a CMS SignedData (RFC 5652 §5), as opaque S/MIME sends it (RFC 8551 §3.5.2).
 * In: BER or DER, any bytes at all. Out: the content, or null where there is none (a detached signature, an encrypted or
 * damaged one). The signature itself is not judged here. Never fails; depth and number of elements are bounded.
 */

/** 1.2.840.113549.1.7.2 */
const SIGNED_DATA = '2a864886f70d010702';
const SEQUENCE = 0x30;
const OBJECT_IDENTIFIER = 0x06;
const OCTET_STRING = 0x04;
const CONSTRUCTED_OCTET_STRING = 0x24;
const CONTEXT_0 = 0xa0;

const MAX_DEPTH = 40;
const MAX_ELEMENTS = 200_000;

interface Element {
  tag: number;
  start: number;
  /** null: of indefinite length (X.690 §8.1.3.6), ended by two zero bytes. */
  end: number | null;
}

class Reader {
  #bytes: Buffer;
  #elements = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The element at `at`; null where there is none, or the end of its parent. */
  element(at: number, limit: number): Element | null {
    const tag = this.#bytes[at];
    const first = this.#bytes[at + 1];
    // Tags of several bytes do not occur in what is looked for.
    if (tag === undefined || first === undefined || at + 2 > limit || (tag & 0x1f) === 0x1f) return null;
    if ((tag === 0 && first === 0) || ++this.#elements > MAX_ELEMENTS) return null;
    if (first === 0x80) return (tag & 0x20) === 0 ? null : { tag, start: at + 2, end: null };
    if (first < 0x80) return { tag, start: at + 2, end: Math.min(at + 2 + first, limit) };
    const size = first & 0x7f;
    if (size > 4 || at + 2 + size > limit) return null;
    const start = at + 2 + size;
    // A letter that was cut keeps what is there.
    return { tag, start, end: Math.min(start + this.#bytes.readUIntBE(at + 2, size), limit) };
  }

  /** Where the next element begins. */
  after(element: Element, limit: number, depth = 0): number {
    if (element.end !== null) return element.end;
    let at = element.start;
    if (depth > MAX_DEPTH) return limit;
    for (let inner = this.element(at, limit); inner !== null; inner = this.element(at, limit)) {
      at = this.after(inner, limit, depth + 1);
    }
    return Math.min(at + 2, limit);
  }

  /** Elements within an element, in order. */
  *within(element: Element, limit: number): Generator<Element> {
    const end = element.end ?? limit;
    let at = element.start;
    for (let inner = this.element(at, end); inner !== null; inner = this.element(at, end)) {
      yield inner;
      at = this.after(inner, end);
    }
  }

  text(element: Element): string {
    return this.#bytes.toString('hex', element.start, element.end ?? element.start);
  }

  /** An octet string, also one that was written piece by piece. */
  octets(element: Element, limit: number, into: Buffer[], depth = 0): void {
    if (element.tag === OCTET_STRING && element.end !== null)
      into.push(this.#bytes.subarray(element.start, element.end));
    else if (element.tag === CONSTRUCTED_OCTET_STRING && depth < MAX_DEPTH) {
      for (const inner of this.within(element, limit)) this.octets(inner, limit, into, depth + 1);
    }
  }
}

/** The content that was signed. */
export function signedContent(bytes: Buffer): Buffer | null {
  const reader = new Reader(bytes);
  const limit = bytes.length;
  const info = reader.element(0, limit);
  if (info?.tag !== SEQUENCE) return null;
  const [type, explicit] = reader.within(info, limit);
  if (type?.tag !== OBJECT_IDENTIFIER || reader.text(type) !== SIGNED_DATA || explicit?.tag !== CONTEXT_0) return null;
  const [signed] = reader.within(explicit, limit);
  if (signed?.tag !== SEQUENCE) return null;
  const [, , encapsulated] = reader.within(signed, limit);
  if (encapsulated?.tag !== SEQUENCE) return null;
  const [, content] = reader.within(encapsulated, limit);
  if (content?.tag !== CONTEXT_0) return null;
  const pieces: Buffer[] = [];
  for (const inner of reader.within(content, limit)) reader.octets(inner, limit, pieces);
  return pieces.length === 0 ? null : Buffer.concat(pieces);
}
