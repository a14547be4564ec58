/** What the effects of a decision work with: the transaction, the desk, the moment, and the outbox rows that come of them. */
import type { Kysely } from 'kysely';
import type { Findings } from '../examiner/examine.ts';
import type { OpenKey } from '../register/data-key.ts';
import type { LetterRow, Schema } from '../register/schema.ts';
import type { Desk } from './desk.ts';
import type { ScanNote } from './scan.ts';

/** Inside one transaction, whether a letter or a person at the console caused it. */
export interface Step {
  tx: Kysely<Schema>;
  desk: Desk;
  now: Date;
  /** Outbox rows to send as soon as the transaction is durable; effects add theirs. */
  deliveries: number[];
}

/** One letter in hand, inside the transaction that settles it. */
export interface Registration extends Step {
  letter: LetterRow;
  findings: Findings;
  /** What the antivirus scanner told of the letter beyond «clean». */
  notes: readonly ScanNote[];
  /** The letter's own data key in the clear. */
  key: OpenKey;
}
