/**
 * Sealing of bytes with a key: AES-256-GCM (NIST SP 800-38D), bound to the place where the bytes stand.
 *
 *   sealed = version 0x01 | nonce, 12 random bytes | ciphertext | tag, 16 bytes
 *
 * The place (`letter:17`) and the version are authenticated but not stored: a blob moved to another row does not open.
 * Fails with SEAL_BROKEN: wrong key, wrong place, or damaged bytes; which of them cannot be told.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { Fault } from '../fault.ts';

const VERSION = 1;
const NONCE = 12;
const TAG = 16;
const HEADER = 1 + NONCE;

/** Bytes that sealing adds. */
export const SEAL_OVERHEAD = HEADER + TAG;

/**
 * Seals bytes. With random nonces a key may seal 2^32 times (SP 800-38D §8.3); a letter's data key comes nowhere near.
 * @param key 32 bytes
 * @param place the row the bytes belong to
 */
export function seal(key: Uint8Array, plain: Uint8Array, place: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce).setAAD(bound(place));
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` sealed with the same key for the same place. @throws Fault SEAL_BROKEN */
export function open(key: Uint8Array, sealed: Uint8Array, place: string): Buffer {
  if (sealed.length < SEAL_OVERHEAD || sealed[0] !== VERSION) throw broken(place);
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), sealed.subarray(1, HEADER), {
    authTagLength: TAG,
  })
    .setAAD(bound(place))
    .setAuthTag(sealed.subarray(-TAG));
  try {
    const plain = decipher.update(sealed.subarray(HEADER, -TAG));
    decipher.final();
    return plain;
  } catch {
    throw broken(place);
  }
}

function bound(place: string): Buffer {
  return Buffer.concat([Buffer.of(VERSION), Buffer.from(place)]);
}

function broken(place: string): Fault {
  return new Fault('SEAL_BROKEN', `what is stored at ${place} does not open: wrong key, or the bytes were changed`, {
    permanent: true,
  });
}
