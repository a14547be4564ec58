/**
 * Does our own mail server say that a letter is not from the domain its From names? In: raw bytes, the names of our servers.
 * Out: the finding that says so, or null. Never fails.
 * Only the topmost Authentication-Results of one of our servers speaks (RFC 8601 §5, §7.1); what it does not deny is believed.
 * DMARC decides where there is a policy (RFC 7489 §6.6.2). Without one, SPF denies a letter that nobody has signed:
 * forwarding breaks SPF and leaves a signature whole.
 */
import { readAuthenticationResults } from './authentication-results.ts';
import { rawHeader } from './header.ts';

export type Disowned = 'dmarc=fail' | 'spf=fail';

/** Servers write theirs above all that came with the letter. */
const MAX_BYTES = 64 * 1024;

/** What denies the sender; null when nothing does. */
export function disowned(raw: Buffer, trustedAuthservIds: readonly string[]): Disowned | null {
  if (trustedAuthservIds.length === 0) return null;
  const told = readAuthenticationResults(topmost(raw));
  if (!told || !trustedAuthservIds.some((id) => id.toLowerCase() === told.authservId)) return null;
  const found = (method: string, result: string) =>
    told.results.some((one) => one.method === method && one.result === result);
  if (found('dmarc', 'fail')) return 'dmarc=fail';
  const denied = found('spf', 'fail') && !found('dkim', 'pass') && !found('dmarc', 'pass');
  return denied ? 'spf=fail' : null;
}

/** Read with a light hand: a header that is broken further down takes nothing back of what stands above it. */
function topmost(raw: Buffer): string {
  const [head = ''] = raw.toString('latin1', 0, MAX_BYTES).split(/\r?\n\r?\n/, 1);
  for (const line of head.split(/\r?\n(?![ \t])/)) {
    const header = rawHeader(line);
    if (header?.name === 'authentication-results') return header.value;
  }
  return '';
}
