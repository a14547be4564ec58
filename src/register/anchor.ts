/**
 * The journal's anchor: its newest row and that row's hash, signed with a key that does not stand in the register. It moves
 * with every line that this program writes, in the same transaction, so what stands after it was written by somebody else.
 * Whoever can write to the database but has no key file can make no anchor, only put back one that he kept: against that
 * the newest is kept outside the database too (witness.ts). Anchors count upward: by the row, and by the register's life,
 * of which a restore, or a person who takes the journal as it is, begins the next.
 *
 * Enters: the office's keys. Leaves: an anchor as text, and back. Pure.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { NO_EVENT } from './events.ts';
import type { Keyring, NamedKey } from './keys.ts';

export interface Anchor {
  life: number;
  /** Row id of the event; 0 before the first. */
  id: number;
  hash: string;
}

/** Of a register that was just made. */
export const FIRST_ANCHOR: Anchor = { life: 1, id: 0, hash: NO_EVENT };

/** Signs an anchor with the current keys. */
export function signAnchor(keys: Keyring, anchor: Anchor): string {
  const key = keys.current('index');
  return [...fieldsOf(anchor), key.id, signatureOf(keys, key, anchor).toString('base64url')].join('.');
}

/** The anchor that a text holds; null when it was not signed with keys of this office. */
export function readAnchor(keys: Keyring, text: string): Anchor | null {
  const [life = '', id = '', hash = '', keyId = '', signature = ''] = text.trim().split('.');
  const anchor = { life: Number(life), id: Number(id), hash };
  const key = keys.all('index').find((one) => one.id === keyId);
  if (!key || [life, id].join('.') !== [anchor.life, anchor.id].join('.')) return null;
  const [given, ours] = [Buffer.from(signature, 'base64url'), signatureOf(keys, key, anchor)];
  return given.length === ours.length && timingSafeEqual(given, ours) ? anchor : null;
}

/** Is one anchor newer than another? */
export function isNewer(one: Anchor, other: Anchor): boolean {
  return one.life > other.life || (one.life === other.life && one.id > other.id);
}

function signatureOf(keys: Keyring, key: NamedKey, anchor: Anchor): Buffer {
  return createHmac('sha256', keys.officeKey('journal', key)).update(fieldsOf(anchor).join('.')).digest();
}

function fieldsOf({ life, id, hash }: Anchor): (number | string)[] {
  return [life, id, hash];
}
