/** When two addresses are one. In: addresses as written. Out: forms that can be compared. Pure. */
import { domainOf } from './domain.ts';

/**
 * One spelling of an address: letter case, quotation marks without need (RFC 5321 §4.1.2), the dot of the root, and the two
 * forms of an international domain (RFC 5891) make no other mailbox. Letter case of the local part could (RFC 5321 §2.4), and
 * does nowhere.
 */
export function spelled(address: string): string {
  const whole = address.trim().normalize('NFKC');
  const at = whole.lastIndexOf('@');
  if (at < 0) return whole.toLowerCase();
  const local = whole.slice(0, at).trim();
  const quoted = /^"(.*)"$/s.exec(local)?.[1];
  return `${(quoted ?? local).replace(/\\(.)/gs, '$1').toLowerCase()}@${domainOf(whole.slice(at + 1).trim())}`;
}

/** Here dots in the name make no other mailbox. */
const DOTLESS = ['gmail.com'];
/** Here a dot and a hyphen in the name are the same. */
const DOT_OR_HYPHEN = ['yandex.ru'];
/** One mailbox under several domains. */
const SAME_DOMAIN: Readonly<Record<string, string>> = {
  'googlemail.com': 'gmail.com',
  'ya.ru': 'yandex.ru',
  'yandex.com': 'yandex.ru',
  'yandex.by': 'yandex.ru',
  'yandex.kz': 'yandex.ru',
  'yandex.ua': 'yandex.ru',
};

/**
 * The mailbox behind an address, for limits: whoever writes under `vera+1@`, `vera+2@` … is one person. Only the host knows
 * whether a plus begins a subaddress (RFC 5233); where it does not, two neighbours share a limit, which costs them little.
 * Never a proof of who somebody is: there the whole address counts.
 */
export function mailboxOf(address: string): string {
  const whole = spelled(address);
  const at = whole.lastIndexOf('@');
  if (at < 0) return whole;
  const written = whole.slice(at + 1);
  const domain = SAME_DOMAIN[written] ?? written;
  const name = whole.slice(0, at).replace(/(?<=.)\+.*$/s, '');
  if (DOTLESS.includes(domain)) return `${name.replaceAll('.', '')}@${domain}`;
  if (DOT_OR_HYPHEN.includes(domain)) return `${name.replaceAll('.', '-')}@${domain}`;
  return `${name}@${domain}`;
}
