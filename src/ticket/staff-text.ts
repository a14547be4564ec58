/**
 * What of an operator's words goes to the citizen (domain.md §8). In: new text without commands (command.ts), the operator,
 * the office's address. Out: the text. Never fails, and never cuts what is said to the reader: in doubt a line stays.
 *
 * Cut: signatures of phones; the block below «-- » (RFC 3676 §4.3); contacts below the closing name or phrase.
 * Replaced by the office's address wherever it stands: the operator's own one. Our tokens are taken out of our addresses.
 */
import { isMobileSignature } from '../letter/mobile.ts';
import { isContactLine, isValediction, namesPerson, speaks, withoutContacts } from './contact-line.ts';

export interface Writer {
  name: string;
  email: string;
}

const DELIMITER = /^\s*(?:--|—|––)\s*$/u;
/** With its space it is the mark of a signature; without, it may be a line that somebody drew. */
const STANDARD_DELIMITER = /^-- $/;
const RULE = /^\s*[-_=*—]{2,}\s*$/u;
/** A signature has fewer lines. */
const MAX_SIGNATURE = 15;
/** See subaddress.ts: 28 or 37 letters. */
const TOKEN = /(?<![\w.+-])([\w.-]{1,64})\+t[a-z2-7]{25,39}(?=@[\w.-])/giu;

/**
 * The words for the citizen.
 * @param office the address that stands for the operator's own
 */
export function textForCitizen(fresh: string, operator: Writer, office: string): string {
  const unsigned = withoutSignature(withoutMobile(fresh.split(/\r\n|\r|\n/)), operator);
  const lines = withoutClosingContacts(withoutMobile(unsigned), operator);
  return hideAddresses(tidy(lines), operator.email, office);
}

/** Without the lines that phones add at the end, and the delimiter above them. */
function withoutMobile(lines: readonly string[]): string[] {
  let left = withoutBlankEnd(lines);
  while (left.length > 0 && isMobileSignature(left.at(-1)!)) {
    left = withoutBlankEnd(left.slice(0, -1));
    if (DELIMITER.test(left.at(-1) ?? '')) left = withoutBlankEnd(left.slice(0, -1));
  }
  return left;
}

function withoutBlankEnd(lines: readonly string[]): string[] {
  return lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1);
}

/** Without the block below the last delimiter, unless something is said in it. */
function withoutSignature(lines: readonly string[], operator: Writer): string[] {
  const at = lines.findLastIndex((line) => DELIMITER.test(line));
  const tail = lines.slice(at + 1).filter((line) => line.trim() !== '');
  if (at < 0 || tail.length > MAX_SIGNATURE || tail.some(speaks)) return [...lines];
  const proven = STANDARD_DELIMITER.test(lines[at]!) || tail.some((line) => isSignatureMark(line, operator));
  return proven || tail.length === 0 ? lines.slice(0, at) : [...lines];
}

/** Without the contacts below the closing phrase or the operator's name; names and positions stay. */
function withoutClosingContacts(lines: readonly string[], operator: Writer): string[] {
  let anchor = -1;
  for (let at = lines.length - 1, seen = 0; at >= 0 && seen < MAX_SIGNATURE; at--) {
    const line = lines[at]!;
    if (line.trim() === '') continue;
    seen += 1;
    if (isValediction(line) || namesPerson(line, operator.name) || DELIMITER.test(line)) anchor = at;
    else if (speaks(line)) break;
  }
  if (anchor < 0) return [...lines];
  const below = lines.slice(anchor + 1).filter((line) => !isContactLine(line) && !RULE.test(line));
  return [...lines.slice(0, anchor), ...[lines[anchor]!, ...below].map(withoutContacts)];
}

function isSignatureMark(line: string, operator: Writer): boolean {
  return isContactLine(line) || isValediction(line) || namesPerson(line, operator.name);
}

function hideAddresses(text: string, own: string, office: string): string {
  if (own === '') return text.replace(TOKEN, '$1');
  const [local = '', domain = ''] = own.split('@').map((part) => part.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&'));
  const address = new RegExp(`(?<![\\w.+-])${local}(?:\\+[\\w.-]{1,64})?@${domain}(?!\\.?[\\w-])`, 'giu');
  return text
    .replace(address, office)
    .replace(TOKEN, '$1')
    .replaceAll(`${office} <mailto:${office}>`, office)
    .replaceAll(`${office}<mailto:${office}>`, office);
}

function tidy(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .replace(/\n(?:[ \t]*\n){2,}/g, '\n\n')
    .trimEnd();
}
