/**
 * Does our own mail server say that a letter is not from the domain its From names? In: raw bytes, the names of our servers.
 * Out: the finding that says so, and whether it asks for no consequence; null without one. Never fails.
 * Only the topmost Authentication-Results of one of our servers speaks (RFC 8601 §5, §7.1); what it does not deny is believed.
 * DMARC decides where there is a policy (RFC 7489 §6.6.2). Without one, SPF denies a letter that nobody has signed:
 * forwarding breaks SPF and leaves a signature whole.
 */
import { type MethodResult, readAuthenticationResults } from './authentication-results.ts';
import { domainOf, organisationOf } from './domain.ts';
import { rawHeader } from './header.ts';

export type Disowned = 'dmarc=fail' | 'spf=fail';

export interface Denial {
  by: Disowned;
  /**
   * The letter is answered all the same: the domain's owner asks that nothing follow (`p=none`, RFC 7489 §6.3), or the server
   * found whole the seals of those who sent the letter on (RFC 8617). Who wrote it stays unproven.
   */
  excused: boolean;
}

/** Servers write theirs above all that came with the letter. */
const MAX_BYTES = 64 * 1024;

/** What denies the sender; null when nothing does. */
export function disowned(raw: Buffer, trustedAuthservIds: readonly string[]): Denial | null {
  if (trustedAuthservIds.length === 0) return null;
  const told = readAuthenticationResults(topmost(raw));
  if (!told || !trustedAuthservIds.some((id) => id.toLowerCase() === told.authservId)) return null;
  const found = (method: string, result: string) =>
    told.results.some((one) => one.method === method && one.result === result);
  const failed = told.results.filter(({ method, result }) => method === 'dmarc' && result === 'fail');
  const indifferent = failed.length > 0 && failed.every((one) => policyOf(one) === 'none');
  const sealed = found('arc', 'pass');
  if (failed.length > 0 && !indifferent) return { by: 'dmarc=fail', excused: sealed };
  const denied = found('spf', 'fail') && !found('dkim', 'pass') && !found('dmarc', 'pass');
  return denied ? { by: 'spf=fail', excused: sealed || indifferent } : null;
}

/** Properties by which servers tell the policy that the domain has published. */
const POLICY_PROPERTIES = ['policy.published-domain-policy', 'policy.dmarc', 'policy.policy'];

/**
 * The policy of the domain, which no standard says how to tell: `(p=none sp=reject dis=none)` of Gmail, OpenDMARC and many,
 * `(policy=none)` of Rspamd, a property, or what Exchange did by it, `action=none`. Null where the server does not tell.
 */
function policyOf({ properties, remarks }: MethodResult): string | null {
  const stated = POLICY_PROPERTIES.map((name) => properties.get(name)).find((value) => value !== undefined);
  if (stated !== undefined) return stated.toLowerCase();
  const text = remarks.join(' ').toLowerCase();
  const said = (name: string) => new RegExp(`(?<![\\w-])${name}\\s{0,3}=\\s{0,3}(\\w{1,20})`).exec(text)?.[1] ?? null;
  const from = domainOf(properties.get('header.from') ?? '');
  // RFC 7489 §6.3: `sp` is for domains below the one that publishes it.
  const below = from === organisationOf(from) ? null : said('sp');
  return below ?? said('p') ?? said('policy') ?? said('action');
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
