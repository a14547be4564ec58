/**
 * Address headers (From, To, Cc, Reply-To) → mailboxes.
 * In: header values with encoded words still in place. Out: addresses, groups flattened. Never fails.
 */

import addressparser from 'nodemailer/lib/addressparser';
import type { Address } from './letter.ts';
import { decodeWords } from './words.ts';

/** More recipients than any letter to an office has. */
const MAX_ADDRESSES = 1000;
const MAX_CHARS = 64 * 1024;

/** Private-use characters stand for decoded words while the address is parsed: a name may hold commas and brackets. */
const OPEN = '\ue0f0';
const CLOSE = '\ue0f1';

/** Local part as written, domain in lower case. */
export function normalAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? address : address.slice(0, at) + address.slice(at).toLowerCase();
}

/** `<"a@b">`: only the local part may be quoted (RFC 5322 §3.4.1). */
const unwrapped = (text: string) => text.replace(/<\s?(["'])\s?([^\s<>"'@]{1,64}@[^\s<>"'@]{1,255})\s?\1\s?>/g, '<$2>');

type Parsed = ReturnType<typeof addressparser>[number];

function flatten(parsed: readonly Parsed[]): { address: string; name: string }[] {
  return parsed.flatMap((one) =>
    'group' in one && Array.isArray(one.group)
      ? flatten(one.group)
      : [{ address: one.address ?? '', name: one.name ?? '' }],
  );
}

/** A name without what was put around it. */
const bareName = (name: string, address: string) => {
  const bare = name
    .replace(/\s+/g, ' ')
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/^[<>\s]+$/, '')
    .trim();
  return bare.toLowerCase() === address.toLowerCase() ? '' : bare;
};

/** A mailbox that the parser could not make out: brackets or quotes are not closed. */
const SOMEWHERE = /([^<>"]{0,300}?)[<"\s]*((?:"[^"@]{1,64}"|[^\s<>"(),;:@[\]]{1,64})@[^\s<>"(),;:@[\]]{1,255})/;

/** Mailboxes of one header value. */
export function readAddresses(value: string, defects: Set<string>): Address[] {
  if (value.length > MAX_CHARS) defects.add('addresses: list cut');
  const words: string[] = [];
  const plain = unwrapped(value.slice(0, MAX_CHARS)).replace(/[<[]mailto:([^\s<>[\]]{1,320})[>\]]/gi, '<$1>');
  const hidden = decodeWords(plain, defects, (text) => {
    words.push(text.replace(/[\0\r\n]+/g, ' '));
    return `${OPEN}${words.length - 1}${CLOSE}`;
  });
  const shown = (text: string) =>
    text.replace(/\ue0f0(\d{1,6})\ue0f1/g, (_all, index) => words[Number(index)] ?? '').replace(/[\ue0f0\ue0f1]/g, '');
  const found: Address[] = [];
  for (const one of flatten(addressparser(hidden)).slice(0, MAX_ADDRESSES)) {
    const name = shown(one.name).trim();
    let address = shown(one.address).trim();
    const whole = /^(.{0,300}?)<?([^\s<>@]{1,64}@[^\s<>@]{1,255}?)>?$/.exec(address === '' ? name : '');
    if (whole?.[2] !== undefined) {
      // RFC 2047 §5 forbids it, but some programs encode name and address as one word.
      defects.add('address: stood inside an encoded word');
      address = whole[2];
      found.push({ address: normalAddress(address), name: (whole[1] ?? '').trim().replace(/^["']|["']$/g, '') });
      continue;
    }
    if (!/^[^\s<>]+@[^\s<>@]+$/.test(address)) address = '';
    if (address !== '' || name !== '') found.push({ address: normalAddress(address), name: bareName(name, address) });
  }
  if (found.some(({ address }) => address !== '')) return found;
  const somewhere = SOMEWHERE.exec(shown(hidden).slice(0, 2000));
  if (somewhere?.[2] === undefined) return found;
  defects.add('address: read between broken quotes or brackets');
  return [{ address: normalAddress(somewhere[2]), name: bareName((somewhere[1] ?? '').trim(), somewhere[2]) }];
}
