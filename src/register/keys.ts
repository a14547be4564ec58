/**
 * The office's keys. From the office keys grows the data key of every letter, and each of these can be destroyed alone
 * (key-tree.ts); index keys make exact search possible in what is encrypted; token keys sign the tokens in our addresses
 * and Message-IDs. Of each kind one is current and the older ones still serve what was made with them.
 *
 * Enters: the contents of the key file (key-file.ts). Fails with KEY_UNKNOWN, KEY_DESTROYED, KEYS_DO_NOT_FIT.
 */
import { createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { Fault } from '../fault.ts';
import { type KeyTree, leafOf, plantTree } from './key-tree.ts';

export type Purpose = 'office' | 'index' | 'token';

export const PURPOSES: readonly Purpose[] = ['office', 'index', 'token'];

/** A key and its id. The id follows from the key, so that a key can never stand under another's id. */
export interface NamedKey {
  /** 12 hex digits; public. */
  id: string;
  /** 32 bytes. */
  bytes: Buffer;
}

/** An office key. The id is that of the root, which is gone once a data key has been destroyed. */
export interface OfficeKey {
  id: string;
  tree: KeyTree;
}

/** Keys of each purpose, the current one first. */
export interface Keys {
  office: readonly [OfficeKey, ...OfficeKey[]];
  index: readonly [NamedKey, ...NamedKey[]];
  token: readonly [NamedKey, ...NamedKey[]];
}

/** Where a data key grows: on which office key, and its number there. */
export interface DataKeyPlace {
  office: string;
  number: number;
}

const KEY = 32;
const ID = 6;

export class Keyring {
  #keys: Keys;
  readonly #reread: () => Keys;

  /** @param reread looks again when a key is not known: another process may have added it since */
  constructor(keys: Keys, reread: () => Keys = () => keys) {
    this.#keys = keys;
    this.#reread = reread;
  }

  /** The key that new things of this purpose are made with. */
  current<P extends Purpose>(purpose: P): Keys[P][0] {
    return this.#keys[purpose][0];
  }

  /** All keys of a purpose, the current one first: an index or a token may still be of an older one. */
  all<P extends Purpose>(purpose: P): Keys[P] {
    return this.#keys[purpose];
  }

  /**
   * Takes the key file as it is now: rotated, or with data keys destroyed. One that lacks a key of ours is another office's,
   * or an old copy: it is refused, and we go on with what we have.
   * @throws Fault KEYS_DO_NOT_FIT, and those of the key file
   */
  refresh(): void {
    const next = this.#reread();
    const lacking = PURPOSES.flatMap((purpose) =>
      this.#keys[purpose]
        .filter(({ id }) => !next[purpose].some((key) => key.id === id))
        .map(({ id }) => `${purpose}:${id}`),
    );
    if (lacking.length > 0) throw unfit(lacking);
    this.#keys = next;
  }

  /** The data key of one letter and all that comes of it, 32 bytes. @throws Fault KEY_UNKNOWN, KEY_DESTROYED */
  dataKey(place: DataKeyPlace): Buffer {
    const key = this.survivingDataKey(place);
    if (key !== null) return key;
    throw new Fault('KEY_DESTROYED', 'the key of this letter has been destroyed: nothing opens it again', {
      permanent: true,
    });
  }

  /** The same; null when it has been destroyed. @throws Fault KEY_UNKNOWN */
  survivingDataKey({ office: id, number }: DataKeyPlace): Buffer | null {
    const office = this.#find('office', id) ?? this.#findAgain('office', id);
    if (!office) {
      throw new Fault('KEY_UNKNOWN', `office key ${id} is not in the key file; put back the key file that has it`, {
        permanent: true,
      });
    }
    return leafOf(office.tree, number);
  }

  /** A key for one purpose of the whole office, such as its backups. @param index the index key that it is made from */
  officeKey(purpose: string, index: NamedKey = this.current('index')): Buffer {
    return Buffer.from(hkdfSync('sha256', index.bytes, '', `priemnaya ${purpose}`, KEY));
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
    throw unfit(lacking);
  }

  #find<P extends Purpose>(purpose: P, id: string): Keys[P][number] | undefined {
    return this.#keys[purpose]?.find((key) => key.id === id);
  }

  #findAgain<P extends Purpose>(purpose: P, id: string): Keys[P][number] | undefined {
    this.refresh();
    return this.#find(purpose, id);
  }
}

function unfit(lacking: readonly string[]): Fault {
  const message =
    `the key file does not belong to this register: it lacks ${lacking.join(', ')}. Put back the key file (keys.file) ` +
    'that this register was used with; without it the letters in it cannot be opened';
  return new Fault('KEYS_DO_NOT_FIT', message, { permanent: true });
}

/** A new random key. */
export function newKey(): NamedKey {
  return nameKey(randomBytes(KEY));
}

/** A new office key, no data key of it destroyed. */
export function newOfficeKey(): OfficeKey {
  const { id, bytes } = newKey();
  return { id, tree: plantTree(bytes) };
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
