/**
 * What our own mail server found of a letter's author (RFC 8601), and whether that is a proof. In: its verdicts, the From domain.
 * Out: a proof, why there is none, or null where it says nothing. Pure. Apart from authentic.ts, whose library every thread
 * that reads letters would have to hold.
 */
import type { MethodResult } from './authentication-results.ts';
import { domainOf, isAligned } from './domain.ts';
import { type RawHeader, valuesOf } from './header.ts';
import { headerBlock } from './header-block.ts';
import type { OwnVerdicts } from './own-verdicts.ts';

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

/** Does our own server prove a letter's From, and are its fields those that were proven? Asks nobody. */
export function provenByServer(raw: Buffer, { topmost }: OwnVerdicts, domain: string): boolean {
  if (!toldByServer(topmost, domain)?.proven) return false;
  const headers = headerBlock(raw);
  return headers !== null && doubledField(headers) === undefined;
}

/** A signed letter that is sent again with a field on top keeps its signature. */
export function doubledField(headers: readonly RawHeader[]): string | undefined {
  return SINGLE.find((name) => valuesOf(headers, name).length > 1);
}

/** What our server found. Null: nothing about the author, or the DNS failed it. */
export function toldByServer(results: readonly MethodResult[], domain: string): Proof | null {
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

/** A proof. */
export function shown(domain: string, how: Proof['how'], why: string): Proof {
  return { proven: true, domain, how, why, temporary: false };
}

/** None, and why. */
export function unproven(domain: string | null, why: string, temporary = false): Proof {
  return { proven: false, domain, how: null, why, temporary };
}
