/**
 * Sealed tokens: a few bytes with a keyed seal, written in letters that any mail system leaves alone. Pure.
 * They stand in our Message-IDs and reply addresses and prove that we wrote them: a guessed or altered one is nothing.
 * The alphabet is lower-case base32 (RFC 4648 §6), because servers may change the case of an address.
 */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

/** One key of the office. Old ones stay known by their id, so that answers to old letters still find their ticket. */
export interface TokenKey {
  /** Hex digits. The first two stand in the token and tell which key to try. */
  id: string;
  /** At least 16 random bytes. */
  bytes: Uint8Array;
}

/** 80 bits: far beyond guessing, for a forger gets one try a letter; more would not fit into an address. */
const SEAL_BYTES = 10;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Seals a payload: `key hint, payload, truncated HMAC-SHA256` (RFC 2104 §5) as base32.
 * @param use what the token is for; a token sealed for one use opens for no other
 */
export function seal(use: string, payload: Uint8Array, key: TokenKey): string {
  const body = Buffer.concat([Uint8Array.of(hintOf(key)), payload]);
  return toBase32(Buffer.concat([body, sealOf(use, body, key)]));
}

/** A token that proved to be ours: what was sealed, and the key that did it. */
export interface Unsealed {
  payload: Buffer;
  key: TokenKey;
  /** Was it an older key than the current one? */
  superseded: boolean;
}

/**
 * Opens a sealed token.
 * @param keys every key whose letters may still be answered, the current one first
 * @returns null for anything that was not sealed for this use by one of these keys
 */
export function unseal(use: string, token: string, keys: readonly TokenKey[]): Unsealed | null {
  const bytes = fromBase32(token.toLowerCase());
  if (bytes === null || bytes.length <= SEAL_BYTES) return null;
  const body = bytes.subarray(0, -SEAL_BYTES);
  const found = bytes.subarray(-SEAL_BYTES);
  const key = keys.find((one) => hintOf(one) === body[0] && timingSafeEqual(found, sealOf(use, body, one)));
  return key === undefined ? null : { payload: body.subarray(1), key, superseded: key !== keys[0] };
}

/** Length of an address mark. */
export const MARK_BYTES = 4;

/**
 * A short keyed mark of an address: tells whether a token was made for that address without carrying it.
 * The whole address counts in any letter case, as people type it.
 */
export function markOf(address: string, key: TokenKey): Buffer {
  const plain = address.trim().toLowerCase();
  return createHmac('sha256', createSecretKey(key.bytes))
    .update(`recipient\0${plain}`)
    .digest()
    .subarray(0, MARK_BYTES);
}

function hintOf(key: TokenKey): number {
  return Number.parseInt(key.id.slice(0, 2), 16);
}

function sealOf(use: string, body: Uint8Array, key: TokenKey): Buffer {
  return createHmac('sha256', createSecretKey(key.bytes))
    .update(`${use}\0`)
    .update(body)
    .digest()
    .subarray(0, SEAL_BYTES);
}

function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

function fromBase32(text: string): Buffer | null {
  const bytes = Buffer.alloc(Math.floor((text.length * 5) / 8));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return null;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (held >> bits) & 0xff;
    }
  }
  return bytes;
}
