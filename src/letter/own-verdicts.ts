/**
 * What our own mail servers wrote upon a letter (RFC 8601). In: raw bytes, the names of our servers. Out: their results. Never
 * fails. A server writes its field above all that came with the letter, so only in the topmost field of all can a sender not
 * have written it himself: a `pass` counts there alone (§5, §7.1). What speaks against a letter its sender would not forge:
 * that counts wherever it stands; and a server may write several fields, one for each of its filters.
 */
import { type MethodResult, readAuthenticationResults } from './authentication-results.ts';
import { rawHeader } from './header.ts';

export interface OwnVerdicts {
  /** Of the topmost field, when it is ours; else empty. */
  topmost: MethodResult[];
  /** Of every field that bears the name of one of our servers. */
  all: MethodResult[];
}

const MAX_BYTES = 1024 * 1024;
/** The name exactly as servers write it: blanks before the colon would hide it from the server that should take it away. */
const FIELD = /^authentication-results:/i;

/** Read with a light hand: a header that is broken further down takes nothing back of what stands above it. */
export function ownVerdicts(raw: Buffer, trustedAuthservIds: readonly string[]): OwnVerdicts {
  if (trustedAuthservIds.length === 0) return { topmost: [], all: [] };
  const trusted = trustedAuthservIds.map((id) => id.toLowerCase());
  const [head = ''] = raw.toString('latin1', 0, MAX_BYTES).split(/\r?\n\r?\n/, 1);
  const fields = head
    .split(/\r?\n(?![ \t])/)
    .filter((line) => FIELD.test(line))
    .map((line) => readAuthenticationResults(rawHeader(line)?.value ?? ''));
  const ours = fields.map((told) => (told !== null && trusted.includes(told.authservId) ? told.results : []));
  return { topmost: ours[0] ?? [], all: ours.flat() };
}
