/**
 * The office's keys. Office keys wrap the data key of every letter; index keys make exact search possible in what is
 * encrypted; token keys sign the tokens in our addresses and Message-IDs. Of each kind one is current and the older ones
 * still serve what was made with them.
 *
 *   wrapped data key = version 0x01 | id of the office key, 6 bytes | the data key, sealed (seal.ts)
 *
 * Enters: the contents of the key file (key-file.ts). Fails with KEY_UNKNOWN, KEYS_DO_NOT_FIT, SEAL_BROKEN.
 */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { Fault } from '../fault.ts';
import { open, SEAL_OVERHEAD, seal } from './seal.ts';

export type Purpose = 'office' | 'index' | 'token';

export const PURPOSES: readonly Purpose[] = ['office', 'index', 'token'];

/** A key and its id. The id follows from the key, so that a key can never stand under another's id. */
export interface NamedKey {
  /** 12 hex digits; public. */
  id: string;
  /** 32 bytes. */
  bytes: Buffer;
}

/** Keys of each purpose, the current one first. */
export type Keys = Record<Purpose, readonly [NamedKey, ...NamedKey[]]>;

/** A fresh data key, and the same wrapped for storing. */
export interface DataKey {
  key: Buffer;
  wrapped: Buffer;
}

const KEY = 32;
const VERSION = 1;
const ID = 6;
const WRAPPED = 1 + ID + SEAL_OVERHEAD + KEY;

export class Keyring {
  #keys: Keys;
  readonly #reread: () => Keys;

  /** @param reread looks again when a key is not known: another process may have added it since */
  constructor(keys: Keys, reread: () => Keys = () => keys) {
    this.#keys = keys;
    this.#reread = reread;
  }

  /** The key that new things of this purpose are made with. */
  current(purpose: Purpose): NamedKey {
    return this.#keys[purpose][0];
  }

  /** All keys of a purpose, the current one first: an index or a token may still be of an older one. */
  all(purpose: Purpose): readonly NamedKey[] {
    return this.#keys[purpose];
  }

  /** Makes a data key for one letter and all that comes of it. */
  newDataKey(): DataKey {
    const key = randomBytes(KEY);
    const office = this.current('office');
    const header = Buffer.concat([Buffer.of(VERSION), Buffer.from(office.id, 'hex')]);
    return { key, wrapped: Buffer.concat([header, seal(office.bytes, key, 'data-key')]) };
  }

  /** Unwraps a data key with whichever office key wrapped it. @throws Fault KEY_UNKNOWN, SEAL_BROKEN */
  unwrap(wrapped: Uint8Array): Buffer {
    const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
    if (bytes.length !== WRAPPED || bytes[0] !== VERSION) {
      throw new Fault('SEAL_BROKEN', 'a wrapped data key is damaged', { permanent: true });
    }
    const id = bytes.toString('hex', 1, 1 + ID);
    const office = this.#find('office', id) ?? this.#findAgain('office', id);
    if (!office) {
      throw new Fault('KEY_UNKNOWN', `office key ${id} is not in the key file; put back the key file that has it`, {
        permanent: true,
      });
    }
    return open(office.bytes, bytes.subarray(1 + ID), 'data-key');
  }

  /** The ids of the current keys, for the register to remember: `office:…,index:…,token:…`. Tells nothing of the keys. */
  fingerprint(): string {
    return PURPOSES.map((purpose) => `${purpose}:${this.current(purpose).id}`).join(',');
  }

  /** Are these the keys that a register was last used with? Older keys kept after a rotation fit. @throws Fault KEYS_DO_NOT_FIT */
  fits(fingerprint: string): void {
    const lacking = fingerprint.split(',').filter((entry) => {
      const [purpose, id] = entry.split(':') as [Purpose, string];
      return !this.#find(purpose, id) && !this.#findAgain(purpose, id);
    });
    if (lacking.length === 0) return;
    throw new Fault(
      'KEYS_DO_NOT_FIT',
      `the key file does not belong to this register: it lacks ${lacking.join(', ')}. Put back the key file (keys.file) ` +
        'that this register was used with; without it the letters in it cannot be opened',
      { permanent: true },
    );
  }

  #find(purpose: Purpose, id: string): NamedKey | undefined {
    return this.#keys[purpose]?.find((key) => key.id === id);
  }

  #findAgain(purpose: Purpose, id: string): NamedKey | undefined {
    this.#keys = this.#reread();
    return this.#find(purpose, id);
  }
}

/** A new random key. */
export function newKey(): NamedKey {
  return nameKey(randomBytes(KEY));
}

/** Gives key bytes their id: the start of HMAC-SHA256(key, "priemnaya key id"). @param bytes 32 bytes */
export function nameKey(bytes: Buffer): NamedKey {
  const check = createHmac('sha256', bytes).update('priemnaya key id').digest();
  return { id: check.toString('hex', 0, ID), bytes };
}

/**
 * The keyed index by which an encrypted value (СНИЛС, ИНН, phone) is found again exactly: HMAC-SHA256 over field and value.
 * Without the key it cannot be computed, so an eleven-digit number cannot be tried out. Carries the key's id.
 * @param value in its canonical form
 */
export function exactIndex(key: NamedKey, field: string, value: string): string {
  return `${key.id}.${createHmac('sha256', createSecretKey(key.bytes)).update(`${field}\0${value}`).digest('base64url')}`;
}
