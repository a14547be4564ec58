/**
 * Every address that a letter was sent to (contract.md, «Staff mail»): where our reply tokens are looked for.
 * In: a letter as read. Out: addresses in the order of trust, each once. Never fails.
 * The last three are written by mail servers on delivery and tell the envelope's recipient, which a Bcc hides.
 */
import { readAddresses } from './address.ts';
import { valuesOf } from './header.ts';
import type { Letter } from './letter.ts';

const DELIVERY = ['delivered-to', 'x-original-to', 'envelope-to'];

/** Addresses of To, Cc, Delivered-To, X-Original-To, Envelope-To, of every instance of each. */
export function addressedTo(letter: Pick<Letter, 'to' | 'cc' | 'headers'>): string[] {
  const delivered = DELIVERY.flatMap((name) =>
    valuesOf(letter.headers, name).flatMap((value) => readAddresses(value, new Set())),
  );
  const found = [...letter.to, ...letter.cc, ...delivered].map(({ address }) => address).filter((one) => one !== '');
  return [...new Set(found)];
}
