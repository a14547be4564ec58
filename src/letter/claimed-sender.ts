/**
 * Who a letter says it is from, at a glance: asked of every letter before it is read, so that a flood can be told from the
 * others' letters. In: raw bytes. Out: the address in lower case and the organisation's domain; null without one. Never fails.
 */
import { readAddresses } from './address.ts';
import { organisationOf } from './domain.ts';
import { rawHeader } from './header.ts';

export interface ClaimedSender {
  address: string;
  /** Of the organisation. */
  domain: string;
}

/** From stands near the top, above it only what servers added. */
const MAX_BYTES = 64 * 1024;

/** The first From of the first lines. */
export function claimedSender(raw: Buffer): ClaimedSender | null {
  const [head = ''] = raw.toString('latin1', 0, MAX_BYTES).split(/\r?\n\r?\n/, 1);
  for (const line of head.split(/\r?\n(?![ \t])/)) {
    const header = rawHeader(line);
    if (header?.name !== 'from') continue;
    const address = readAddresses(header.value, new Set())[0]?.address.toLowerCase() ?? '';
    return address.includes('@') ? { address, domain: organisationOf(address) } : null;
  }
  return null;
}
