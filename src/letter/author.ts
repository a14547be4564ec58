/**
 * Whose letter it is, by its From: the author, and whether every other reader must come to the same one. A mail server judges
 * the From that it sees; where two readers may see two, its word about the one proves nothing of the other.
 * In: raw bytes and the header as read from them. Out: the author as far as he can be made out, and a doubt. Never fails.
 * Plain is what RFC 5322 §3.4 writes for one mailbox: an address, or a name with an address in angle brackets. Names are read
 * with patience, for people's programs write them badly; addresses are not.
 */
import { readAddresses } from './address.ts';
import { type RawHeader, valuesOf } from './header.ts';
import type { Address, FromDoubt } from './letter.ts';
import { spelled } from './mailbox.ts';

export interface Author {
  from: Address | null;
  doubt: FromDoubt | null;
}

/** A longer header is no person's. */
const MAX_HEADER = 1024 * 1024;
const MAX_FROM = 16 * 1024;

/** RFC 5322 §2.2, without the blanks before the colon that §4.5 still lets readers accept. */
const FIELD = /^[!-9;-~]+:/;
/** The line that a mailbox file puts before a letter (RFC 4155). */
const ENVELOPE = /^>?From \S/;

/** @param lines the header of the letter itself, as Unicode, encoded words still in place */
export function readAuthor(raw: Buffer, lines: readonly RawHeader[], defects: Set<string>): Author {
  const fields = valuesOf(lines, 'from');
  const authors = fields.flatMap((value) => readAddresses(value, defects));
  const from = authors.find(({ address }) => address !== '') ?? authors[0] ?? null;
  const doubt = doubtOf(raw, fields, authors, from);
  if (doubt !== null) defects.add(`from: ${doubt}`);
  return { from, doubt };
}

function doubtOf(
  raw: Buffer,
  fields: readonly string[],
  authors: readonly Address[],
  from: Address | null,
): FromDoubt | null {
  if (from === null || from.address === '') return null;
  if (fields.length > 1) return 'several From fields';
  const plain = strictFields(raw);
  if (plain.length !== 1 || /[\r\0]/.test(plain[0]!)) return 'a From that others may not see';
  if (authors.filter(({ address }) => address !== '').length > 1) return 'several authors';
  const address = plainAddress(fields[0]!);
  return address !== null && spelled(address) === spelled(from.address) ? null : 'an unclear From';
}

/** The From fields that a reader without any patience sees: lines end in line feeds, the first that is no field ends the header. */
function strictFields(raw: Buffer): string[] {
  const found: string[] = [];
  let inFrom = false;
  for (let at = 0, first = true; at < raw.length && at < MAX_HEADER; first = false) {
    const feed = raw.indexOf(0x0a, at);
    const end = feed < 0 ? raw.length : feed;
    const line = raw.toString('latin1', at, Math.min(end, at + MAX_FROM)).replace(/\r+$/, '');
    at = end + 1;
    if (first && ENVELOPE.test(line)) continue;
    const folded = /^[ \t]/.test(line);
    if (line === '' || !(folded ? !first : FIELD.test(line))) break;
    if (!folded) inFrom = /^from:/i.test(line);
    if (inFrom && !folded) found.push(line);
    else if (inFrom) found.push(`${found.pop()}${line}`);
  }
  return found;
}

/** Stands for a quoted string, for an encoded word. */
const QUOTED = '\ue0f2';
const WORD = '\ue0f3';

const QUOTATION = /"((?:[^"\\]|\\.)*)"/suy;
/** RFC 2047 §5: an encoded word holds no more than text; brackets and @ in one would be an address to some readers. */
const ENCODED = /=\?[^?\s]{1,60}\?[bq]\?[^?\s<>@"\\]*\?=/gi;
/** A local part and a domain without anything that needs quoting. */
const ADDRESS = /^[^\s<>@,;:()"[\]\\\ue0f2\ue0f3]+@[^\s<>@,;:()"[\]\\\ue0f2\ue0f3]+$/u;
/** A local part that somebody put quotation marks around without need. */
const NEEDLESSLY_QUOTED = /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+$/u;

/** The one address of a From that reads in one way only; null for every other. */
function plainAddress(value: string): string | null {
  if (value.length > MAX_FROM) return null;
  const skeleton = skeletonOf(value);
  if (skeleton === null) return null;
  const { text, quoted } = skeleton;
  const [name = '', rest = null, ...more] = text.split('<');
  if (more.length > 0) return null;
  if (rest === null) return bareAddress(name, quoted);
  const [inside = '', behind = null, ...others] = rest.split('>');
  if (behind === null || others.length > 0 || behind.trim() !== '') return null;
  const address = bareAddress(inside, quoted);
  if (address === null || /[;:[\]\\>]/.test(name)) return null;
  const named = name.split(/[\s,]+/).filter((word) => word.includes('@'));
  return named.every((word) => spelled(word) === spelled(address)) ? address : null;
}

/** Without comments; quoted strings and encoded words as one sign each. Null where a quotation or comment does not end. */
function skeletonOf(value: string): { text: string; quoted: string[] } | null {
  const source = value.replace(ENCODED, WORD);
  const quoted: string[] = [];
  let text = '';
  for (let at = 0; at < source.length; at++) {
    if (source[at] === '"') {
      QUOTATION.lastIndex = at;
      const string = QUOTATION.exec(source);
      if (!string) return null;
      quoted.push(string[1]!.replace(/\\(.)/gsu, '$1'));
      text += QUOTED;
      at += string[0].length - 1;
    } else if (source[at] === '(') {
      const end = endOfComment(source, at);
      // One that touches what stands beside it is a part of the address to some readers.
      if (end < 0 || /\S/.test(`${source[at - 1] ?? ''}${source[end + 1] ?? ''}`)) return null;
      text += ' ';
      at = end;
    } else if (source[at] === ')') return null;
    else text += source[at];
  }
  return { text, quoted };
}

/** RFC 5322 §3.2.2: comments nest. @returns where it closes, -1 when nowhere */
function endOfComment(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

function bareAddress(text: string, quoted: readonly string[]): string | null {
  // RFC 5322 §3.2.3: a long address may be folded at its @.
  const whole = text.trim().replace(/\s{1,100}@|@\s{1,100}/, '@');
  const local = whole.startsWith(QUOTED) ? quoted.at(-1)! : null;
  if (local !== null && !NEEDLESSLY_QUOTED.test(local)) return null;
  const address = local === null ? whole : local + whole.slice(QUOTED.length);
  return ADDRESS.test(address) && !address.includes('=?') ? address : null;
}
