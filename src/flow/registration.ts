/** What the effects of a decision work with, and what they leave. */
import type { Kysely } from 'kysely';
import type { Findings } from '../examiner/examine.ts';
import type { LetterRow, Schema } from '../register/schema.ts';
import type { OpenKey } from '../register/tickets.ts';
import type { Desk } from './desk.ts';

/** One letter in hand, inside the transaction that settles it. */
export interface Registration {
  tx: Kysely<Schema>;
  desk: Desk;
  letter: LetterRow;
  findings: Findings;
  /** The letter's own data key in the clear. */
  key: OpenKey;
  now: Date;
}

/** What settling a letter brought about. */
export interface Registered {
  ticketId: number | null;
  /** Outbox rows to send now. */
  deliveries: number[];
}
