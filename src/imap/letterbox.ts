/**
 * The slot in the register's door: what intake needs from whoever keeps the letters. Implemented by the register.
 * A method that throws (disk full, database away) makes intake stop there: nothing is acknowledged, and it tries again later.
 */

/** One life of one folder. UIDs mean something only within it (RFC 3501 §2.3.1.1). */
export interface Place {
  account: string;
  /** As configured, so that it stays the same when the server's prefix changes. */
  folder: string;
  /** Decimal digits. */
  uidValidity: string;
}

/** What the mailbox told of a letter; differs when a server has given the UID to another letter. */
export interface Fingerprint {
  /** RFC822.SIZE as the server told it: an estimate on some servers. */
  size: number;
  /** INTERNALDATE. */
  receivedAt: Date;
}

/** What is left in the mailbox of a letter that did not come whole. */
export interface OmittedFile {
  /** Larger than what is taken, or not handed over by the server. */
  why: 'too-large' | 'withheld';
  /** As the sender named it; null when not named. */
  name: string | null;
  /** Content-Type as declared, lower case. */
  type: string;
  /** In transfer encoding, as far as the server tells; 0 when it does not. */
  bytes: number;
}

export interface IncomingLetter extends Fingerprint {
  place: Place;
  uid: number;
  /** The whole letter, or for `partial` a small one made of its headers and first text. */
  raw: Buffer;
  partial: boolean;
  /** What a partial letter leaves out. */
  omitted: OmittedFile[];
}

/** A letter that the server does not hand over, however it is asked. */
export interface WithheldLetter extends Fingerprint {
  place: Place;
  uid: number;
  /** Its header where that could be had; else empty. */
  header: Buffer;
}

/** What is held under a UID. */
export interface Held extends Fingerprint {
  /** Only its place is known: how often it was asked for in vain, and when it is worth trying again. */
  withheld: { tries: number; nextTryAt: Date } | null;
}

export interface Letterbox {
  /** Which of these UIDs are stored already, and under which fingerprint. */
  known(place: Place, uids: number[]): Promise<Map<number, Held>>;
  /**
   * Durable when it resolves; all of them or none. Storing the same again is harmless. A UID that is already taken by
   * other bytes is another letter (the server has used the UID again), not a second version of the first.
   */
  store(letters: IncomingLetter[]): Promise<void>;
  /** Written down where people look for what failed; it stays in the mailbox. When it comes after all, `store` takes its place. */
  withhold(letter: WithheldLetter): Promise<void>;
  /** These were moved or marked in the mailbox. For the books only: intake does not rely on it. */
  acknowledged(place: Place, uids: number[]): Promise<void>;
}
