/**
 * Does a letter come from the domain that its From names (contract.md, «Staff mail»)? In: raw bytes, the letter as read,
 * the names of our mail servers, a resolver. Out: a proof, or why there is none. Never fails; what the DNS does not tell
 * before `signal` aborts is `temporary`.
 *
 * 1. The topmost Authentication-Results decides when one of our servers wrote it (RFC 8601). Our servers have to take
 *    away what outsiders wrote under their name (§5): nobody can tell it from theirs here. What speaks against the sender
 *    counts in every field of theirs. All others are ignored.
 * 2. Else the DKIM signatures are verified here (RFC 6376) and, for the From domain, its DMARC policy.
 * SPF is about the server that delivered the letter to ours. A letter in a mailbox only claims which one that was, so SPF
 * proves nothing here.
 */
import type { DKIMResult } from 'mailauth';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { dmarc } from 'mailauth/lib/dmarc/index.js';
import { disowned } from './disowned.ts';
import { domainOf, isAligned } from './domain.ts';
import { valuesOf } from './header.ts';
import { headerBlock } from './header-block.ts';
import type { Letter } from './letter.ts';
import { ownVerdicts } from './own-verdicts.ts';
import { doubledField, type Proof, shown, toldByServer, unproven } from './server-proof.ts';

/** As `resolve` of node:dns/promises. */
export type Resolver = (name: string, type: string) => Promise<string[][] | string[]>;

export interface Inquiry {
  resolver: Resolver;
  /** When the letter arrived: a signature may expire while it lies in the mailbox. */
  receivedAt: Date;
  /** Ends the asking. */
  signal: AbortSignal;
}

/** RFC 8301 §3.2: shorter keys are none. */
const MIN_KEY_BITS = 1024;
/** Each costs a question to the DNS; honest letters carry one to three. */
const MAX_SIGNATURES = 8;
/** Looks for a proof that the letter's From is true. */
export async function authenticate(
  raw: Buffer,
  letter: Pick<Letter, 'from' | 'fromDoubt'>,
  settings: { trustedAuthservIds: readonly string[] },
  inquiry: Inquiry,
): Promise<Proof> {
  const address = letter.from?.address ?? '';
  // RFC 5322 §3.6.2 allows several authors; then nobody knows whose word it is (RFC 7489 §6.6.1).
  if (letter.fromDoubt !== null || !/.@./.test(address)) return unproven(null, letter.fromDoubt ?? 'no From');
  const domain = domainOf(address);
  const headers = headerBlock(raw);
  if (headers === null) return unproven(null, 'broken header');
  const doubled = doubledField(headers);
  if (doubled !== undefined) return unproven(domain, `two fields ${doubled}`);
  const verdicts = ownVerdicts(raw, settings.trustedAuthservIds);
  const denied = disowned(verdicts, domain);
  if (denied) return unproven(domain, `authentication-results: ${denied.by}`);
  const told = toldByServer(verdicts.topmost, domain);
  if (told) return told;
  const signatures = valuesOf(headers, 'dkim-signature').length;
  if (signatures === 0) return unproven(domain, 'not signed');
  if (signatures > MAX_SIGNATURES) return unproven(domain, `${signatures} signatures`);
  return verify(raw, domain, inquiry);
}

async function verify(raw: Buffer, domain: string, { resolver, receivedAt, signal }: Inquiry): Promise<Proof> {
  const patient: Resolver = (name, type) => unlessAborted(resolver(name, type), signal);
  const verified = await dkimVerify(raw, {
    resolver: patient,
    curTime: receivedAt,
    rejectRsaSha1: true,
    minBitLength: MIN_KEY_BITS,
  });
  const sound = verified.results.filter(isSound);
  if (sound.length === 0) {
    const [first] = verified.results;
    const failed = verified.results.some(({ status }) => status.result === 'temperror');
    return unproven(domain, `dkim=${first?.status.result}, ${flaw(first)}`, failed);
  }
  const dkimDomains = sound.map(({ signingDomain }) => ({ domain: signingDomain ?? '' }));
  const policy = await dmarc({ headerFrom: verified.headerFrom, fromFields: 1, dkimDomains, resolver: patient });
  if (policy === false || domainOf(verified.headerFrom[0] ?? '') !== domain)
    return unproven(domain, 'From is ambiguous');
  const { result } = policy.status;
  if (result === 'pass') return shown(domain, 'dmarc', 'dmarc=pass');
  if (result !== 'none') return unproven(domain, `dmarc=${result}`, result === 'temperror');
  if (dkimDomains.some((signer) => isAligned(signer.domain, domain))) return shown(domain, 'dkim', 'dkim=pass');
  return unproven(domain, 'dkim=pass of another domain');
}

/** Valid, over the whole body (RFC 6376 §8.2: what `l=` leaves out anybody may add), and not a domain's mere test (§3.6.1). */
function isSound({ status }: DKIMResult): boolean {
  return status.result === 'pass' && !status.underSized && !status.testing;
}

function flaw(result: DKIMResult | undefined): string {
  if (result?.status.underSized) return 'body signed in part';
  if (result?.status.testing) return 'the domain is testing';
  return result?.status.comment ?? 'no signature that counts';
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason);
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
