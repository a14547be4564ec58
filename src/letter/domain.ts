/** Domains of senders. In: names as written. Out: their comparable form, and whether two are of one organisation. Pure. */
import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';

/** The domain of an address, or the name itself, as A-labels in lower case without the dot of the root. */
export function domainOf(address: string): string {
  const name = address.slice(address.lastIndexOf('@') + 1).replace(/\.$/, '');
  return domainToASCII(name) || name.toLowerCase();
}

/** Relaxed alignment (RFC 7489 §3.1): both below one registered domain, by the Public Suffix List. */
export function isAligned(one: string, other: string): boolean {
  const organisation = organisationOf(one);
  return organisation !== '' && organisation === organisationOf(other);
}

/** The registered domain of an address or a name, by the Public Suffix List; the name itself where it is below none. */
export function organisationOf(name: string): string {
  const domain = domainOf(name);
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}
