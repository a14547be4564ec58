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
import type { MethodResult } from './authentication-results.ts';
import { disowned } from './disowned.ts';
import { domainOf, isAligned } from './domain.ts';
import { type RawHeader, valuesOf } from './header.ts';
import { headerBlock } from './header-block.ts';
import type { Letter } from './letter.ts';
import { type OwnVerdicts, ownVerdicts } from './own-verdicts.ts';

export interface Proof {
  proven: boolean;
  /** Domain of the From address; null without one that counts. */
  domain: string | null;
  how: 'authentication-results' | 'dkim' | 'dmarc' | null;
  /** What decided, for the journal. */
  why: string;
  /** Would asking again later perhaps prove it? */
  temporary: boolean;
}

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
/** Fields of which a letter has one (RFC 5322 §3.6). A second one above the signed one would be read first (RFC 6376 §8.15). */
const SINGLE = [
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'reply-to',
  'to',
  'cc',
  'content-type',
  'content-transfer-encoding',
];
/** No DMARC policy to judge by; the second is what Exchange says then. */
const NO_POLICY = ['none', 'bestguesspass'];

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

/** Does our own server prove a letter's From, and are its fields those that were proven? Asks nobody. */
export function provenByServer(raw: Buffer, { topmost }: OwnVerdicts, domain: string): boolean {
  if (!toldByServer(topmost, domain)?.proven) return false;
  const headers = headerBlock(raw);
  return headers !== null && doubledField(headers) === undefined;
}

/** A signed letter that is sent again with a field on top keeps its signature. */
function doubledField(headers: readonly RawHeader[]): string | undefined {
  return SINGLE.find((name) => valuesOf(headers, name).length > 1);
}

/** What our server found. Null: nothing about the author, or the DNS failed it. */
function toldByServer(results: readonly MethodResult[], domain: string): Proof | null {
  const lasting = results.filter(({ result }) => result !== 'temperror');
  const policy = lasting.filter(({ method, result }) => method === 'dmarc' && !NO_POLICY.includes(result));
  const signed = lasting.filter(({ method }) => method === 'dkim');
  const how = 'authentication-results';
  if (policy.length > 0) {
    const proven = policy.every((one) => one.result === 'pass' && isAbout(one, domain));
    return proven ? shown(domain, how, 'dmarc=pass') : unproven(domain, `${how}: dmarc=${policy[0]!.result}`);
  }
  if (signed.length === 0) return null;
  const proven = signed.some((one) => one.result === 'pass' && isAligned(signerOf(one), domain));
  return proven ? shown(domain, how, 'dkim=pass') : unproven(domain, `${how}: dkim=${signed[0]!.result}, not aligned`);
}

function isAbout({ properties }: MethodResult, domain: string): boolean {
  const from = properties.get('header.from');
  return from === undefined || domainOf(from) === domain;
}

function signerOf({ properties }: MethodResult): string {
  return properties.get('header.d') ?? properties.get('header.i') ?? '';
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

function shown(domain: string, how: Proof['how'], why: string): Proof {
  return { proven: true, domain, how, why, temporary: false };
}

function unproven(domain: string | null, why: string, temporary = false): Proof {
  return { proven: false, domain, how: null, why, temporary };
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason);
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
