/**
 * A stranger's words that may look like the name of a host: mail programs make links of such words, and a link in our letter looks
 * like ours. A word joiner, which nobody sees, stands in them where a host or an address would be recognised. Pure.
 */
import { domainToASCII } from 'node:url';
import { parse } from 'tldts';
import { extensionOf } from '../attachment/claim.ts';

/** U+2060: no width, no place to break a line. Never in what a stranger gave: names and subjects come without invisible signs. */
const JOINER = '\u2060';

/** `https:`, `mailto:` and the like, with something behind it. */
const SCHEME = /\b([a-z][a-z0-9+.-]{1,20}:)(?=[^\s\u2060])/gi;
/** A dot between two labels, as hosts have it; what follows goes up to the next dot. */
const DOT = /([\p{L}\p{N}_-]{1,63})\.(?=([\p{L}\p{N}_-]{1,63})(\.[\p{L}\p{N}])?)/gu;
/** Linked whatever follows. */
const WWW = /(www)\./giu;
const ASCII = /^[\w-]+$/;
/** Some programs begin a host in the middle of a Russian word. */
const ASCII_END = /[\w-]$/;
/** A numeric address, RFC 791. */
const QUAD = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g;

/** The same to read, and no link. File names and ordinary words, «скан.pdf» and «И.И. Иванов», stay as they are. */
export function unlinked(text: string): string {
  return text
    .replaceAll(JOINER, '')
    .replace(QUAD, (quad) => quad.replaceAll('.', `${JOINER}.${JOINER}`))
    .replace(WWW, `$1${JOINER}.${JOINER}`)
    .replace(DOT, (all, before: string, after: string, goesOn: string | undefined) =>
      joins(before, after, goesOn !== undefined) ? `${before}${JOINER}.${JOINER}` : all,
    )
    .replace(SCHEME, `$1${JOINER}`)
    .replace(/(?<=\S)@(?=\S)/g, `${JOINER}@${JOINER}`);
}

/** The words as they were. */
export function plainly(text: string): string {
  return text.replaceAll(JOINER, '');
}

/** Would the dot between these labels make a host of them? */
function joins(before: string, after: string, goesOn: boolean): boolean {
  if (!/\p{L}/u.test(after)) return false; // a date, a version
  const file = !goesOn && extensionOf(`a.${after}`) !== null;
  // Archives' extensions are domains too, but nobody can register a Russian name there.
  if (isTopLevel(after)) return !(file && /^(?:zip|mov)$/i.test(after) && !ASCII_END.test(before));
  return !file && ASCII_END.test(before) && ASCII.test(after);
}

/** By the Public Suffix List: `ru`, `рф`. */
function isTopLevel(label: string): boolean {
  return parse(`example.${domainToASCII(label)}`).isIcann === true;
}
