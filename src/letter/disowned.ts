/**
 * Does our own mail server say that a letter is not from the domain its From names? In: what it found, that domain. Out: the
 * finding that says so, and whether it asks for no consequence; null without one. Pure. What is not denied is believed.
 * A denial counts in every field of ours, what speaks for the author only in the topmost (own-verdicts.ts).
 * DMARC decides where there is a policy (RFC 7489 §6.6.2). Without one, SPF denies a letter that the author's domain has not
 * signed: forwarding breaks SPF and leaves his signature whole; a signature of somebody else says nothing of him.
 */
import type { MethodResult } from './authentication-results.ts';
import { domainOf, isAligned, organisationOf } from './domain.ts';
import type { OwnVerdicts } from './own-verdicts.ts';

export type Disowned = 'dmarc=fail' | 'spf=fail';

export interface Denial {
  by: Disowned;
  /**
   * The letter is answered all the same: the domain's owner asks that nothing follow (`p=none`, RFC 7489 §6.3), or the server
   * found whole the seals of those who sent the letter on (RFC 8617). Who wrote it stays unproven.
   */
  excused: boolean;
}

/** The second is its name from before RFC 7208. */
const SPF_FAILS = ['fail', 'hardfail'];

/** What denies the author, who writes from this domain; null when nothing does. */
export function disowned({ topmost, all }: OwnVerdicts, domain: string): Denial | null {
  const failed = all.filter(({ method, result }) => method === 'dmarc' && result === 'fail');
  const indifferent = failed.length > 0 && failed.every((one) => policyOf(one) === 'none');
  const sealed = topmost.some(({ method, result }) => method === 'arc' && result === 'pass');
  if (failed.length > 0 && !indifferent) return { by: 'dmarc=fail', excused: sealed };
  const denied = all.some(({ method, result }) => method === 'spf' && SPF_FAILS.includes(result));
  return denied && !topmost.some((one) => isSigned(one, domain))
    ? { by: 'spf=fail', excused: sealed || indifferent }
    : null;
}

/** By the author's own domain, as far as the server tells. */
function isSigned({ method, result, properties }: MethodResult, domain: string): boolean {
  if (result !== 'pass') return false;
  if (method === 'dmarc') return domainOf(properties.get('header.from') ?? domain) === domain;
  return method === 'dkim' && isAligned(properties.get('header.d') ?? properties.get('header.i') ?? '', domain);
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
  // A reason is free text, in which the sender's own words may stand.
  const text = remarks
    .filter((remark) => !remark.startsWith('reason='))
    .join(' ')
    .toLowerCase();
  const said = (name: string) => new RegExp(`(?<![\\w-])${name}\\s{0,3}=\\s{0,3}(\\w{1,20})`).exec(text)?.[1] ?? null;
  const from = domainOf(properties.get('header.from') ?? '');
  // RFC 7489 §6.3: `sp` is for domains below the one that publishes it.
  const below = from === organisationOf(from) ? null : said('sp');
  return below ?? said('p') ?? said('policy') ?? said('action');
}
