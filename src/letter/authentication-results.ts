/**
 * The Authentication-Results header field (RFC 8601 §2.2): what a mail server found out about who sent a letter.
 * In: the raw value, unfolded. Out: who says it and what, or null for a field that names nobody or speaks another version.
 * Never fails, linear in the text. Encoded words stay as they are: decoded, a sender's words could look like results.
 */

export interface AuthenticationResults {
  /** Lower case. */
  authservId: string;
  results: MethodResult[];
}

export interface MethodResult {
  /** Lower case, without a version: `dkim`, `dmarc`, `spf` … */
  method: string;
  /** Lower case: `pass`, `fail`, `none` … */
  result: string;
  /** `header.from`, `header.d` …, names in lower case; of equal ones the first. */
  properties: Map<string, string>;
  /** What servers add beside the standard: comments, `action=none`. */
  remarks: string[];
}

/** The only version there is (RFC 8601 §2.2: absent means 1; an unknown one is ignored). */
const VERSION = '1';

/** Reads one field. */
export function readAuthenticationResults(value: string): AuthenticationResults | null {
  const cursor = new Cursor(value);
  const authservId = cursor.word('=').toLowerCase();
  if (authservId === '' || cursor.next() === '=') return null;
  const version = cursor.word('=');
  if (version !== '' && version !== VERSION) return null;
  const results: MethodResult[] = [];
  while (cursor.skipPast(';')) {
    cursor.takeComments();
    const result = readResult(cursor);
    if (result !== null) results.push(result);
  }
  return { authservId, results };
}

/** `method=result`, then `reason=…` and properties. Null for `none` and for what is no result. */
function readResult(cursor: Cursor): MethodResult | null {
  const method = cursor.name().split('/')[0]!;
  if (!cursor.take('=')) return null;
  const result = cursor.word('').toLowerCase();
  const properties = new Map<string, string>();
  const remarks: string[] = [];
  for (let name = cursor.name(); cursor.take('='); name = cursor.name()) {
    const value = cursor.word('');
    if (!name.includes('.')) remarks.push(`${name}=${value}`);
    else if (!properties.has(name)) properties.set(name, value);
  }
  remarks.push(...cursor.takeComments());
  return method === '' || result === '' ? null : { method, result, properties, remarks };
}

/** Walks over the text; comments (RFC 5322 §3.2.2, nested) count as white space, quoted strings as part of a word. */
class Cursor {
  #at = 0;
  #comments: string[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The character that comes next, behind white space and comments; empty at the end. */
  next(): string {
    let depth = 0;
    let opened = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!;
      if (char === '(') {
        if (depth === 0) opened = this.#at + 1;
        depth += 1;
      } else if (depth > 0 && char === ')') {
        depth -= 1;
        if (depth === 0) this.#comments.push(this.#text.slice(opened, this.#at));
      } else if (depth > 0 && char === '\\') this.#at += 1;
      else if (depth === 0 && !/\s/.test(char)) return char;
    }
    return '';
  }

  /** The comments passed since the last call, without their outer brackets. */
  takeComments(): string[] {
    return this.#comments.splice(0);
  }

  take(char: string): boolean {
    const found = this.next() === char;
    if (found) this.#at += 1;
    return found;
  }

  /** Goes on behind the next such character outside words and comments; false when there is none. */
  skipPast(char: string): boolean {
    while (this.next() !== '') {
      if (this.take(char)) return true;
      if (this.word('=') === '') this.#at += 1;
    }
    return false;
  }

  /** One word, quotation marks taken off, up to white space, a comment, a semicolon or a character of `stops`. */
  word(stops: string): string {
    this.next();
    let word = '';
    for (let quoted = false; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!;
      if (char === '"') quoted = !quoted;
      else if (quoted && char === '\\') word += this.#text[++this.#at] ?? '';
      else if (!quoted && (/[\s(;]/.test(char) || stops.includes(char))) break;
      else word += char;
    }
    return word;
  }

  /** The name before an equals sign: white space may stand around its dot or slash. Of stray words the last counts. */
  name(): string {
    const words: string[] = [];
    while (!['', ';', '='].includes(this.next())) words.push(this.word('='));
    return words
      .join(' ')
      .replace(/ ?([./]) ?/g, '$1')
      .split(' ')
      .at(-1)!
      .toLowerCase();
  }
}
