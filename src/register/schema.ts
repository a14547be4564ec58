/**
 * The register's tables as Kysely sees them. Times are milliseconds since the epoch (UTC), flags are 0 or 1, so that the
 * same schema stands on SQLite and on PostgreSQL. `Bytes` columns named `sealed` hold what seal.ts made.
 */
import type { Generated, Insertable, Selectable } from 'kysely';
import type { RefusalReason } from '../attachment/verdict.ts';
import type { Alarm } from '../ticket/category.ts';
import type { Kind } from '../ticket/kind.ts';
import type { Lack } from '../ticket/lack.ts';
import type { Purpose } from '../ticket/message-id.ts';
import type { Status } from '../ticket/status.ts';

/** What a letter is beyond: so many from one sender in an hour, or from one organisation. */
export type Flood = 'sender' | 'domain';

export type LetterState = 'stored' | 'registered' | 'set-aside' | 'quarantined';

/** One letter as received. Place and content never change; what became of it does. */
export interface LetterTable {
  id: Generated<number>;
  account: string;
  folder: string;
  uid_validity: string;
  uid: number;
  /** 0; more when the server gave a used UID to another letter. */
  generation: number;
  /** INTERNALDATE as the server told it: with it the letter is known again. */
  internal_date: number;
  /** The same, but never later than it was stored: a server's clock may be ahead. */
  received_at: number;
  stored_at: number;
  /** Bytes on the server. */
  size: number;
  /** 1: too large or not handed over, only headers and the first text were taken. */
  partial: number;
  /** 1: a note that the mail server does not hand the letter over; of its content there is at most the header. */
  withheld: number;
  /** JSON list of what a partial letter left in the mailbox; null when nothing. */
  omitted: string | null;
  /** 1: register without answering (import of old letters). */
  silent: number;
  /** SHA-256 of the bytes, hex. */
  digest: string;
  key_id: number;
  state: LetterState;
  /** Tries in which the letter killed or outlasted its parsing worker. */
  tries: number;
  /** 1: a whole process died while this letter was in hand; it is examined alone. */
  suspect: number;
  /** Instance that has the letter in hand, null when nobody. */
  claimed_by: string | null;
  next_try_at: number;
  /** When it was put off, by the clock of that time; null: never. */
  put_off_at: number | null;
  /** Who said that it is a person's, after it had been set aside; null: nobody. */
  by_hand: string | null;
  error: string | null;
  class: string | null;
  message_id: string | null;
  from_address: string | null;
  subject: string | null;
  /** Equal for redeliveries of the same letter, see letter/digest.ts. */
  content_key: string | null;
  ticket_id: number | null;
  /** One of a flood: registered after the others, answered by nobody, distributed by hand. */
  flood: Flood | null;
}

export interface LetterBytesTable {
  letter_id: number;
  sealed: Uint8Array;
}

/** Data keys of letters: where each grows. The key itself stands nowhere (key-tree.ts). */
export interface DataKeyTable {
  /** Also its number on the office key. */
  id: Generated<number>;
  /** Id of the office key. */
  office: string;
  /** When it was to be destroyed; null while it lives. */
  destroyed_at: number | null;
}

export interface SequenceTable {
  year: number;
  last: number;
}

export interface TicketTable {
  id: Generated<number>;
  number: string;
  status: Status;
  subject: string;
  kind: Kind;
  category: string;
  urgent: number;
  /** Suspicion of a break-in, or confidential material. */
  alarm: Alarm | null;
  /** 1: «повторное». */
  repeated: number;
  from_address: string | null;
  from_name: string | null;
  surname: string | null;
  given: string | null;
  patronymic: string | null;
  /** JSON list of what the citizen still has to send. */
  missing: string;
  /** Why an operator has it although something is missing; null when nothing is, or it is waited for. */
  lacks: Lack | null;
  /** 1: another office passed it on. */
  by_office: Generated<number>;
  key_id: number;
  snils_sealed: Uint8Array | null;
  snils_index: string | null;
  inn_sealed: Uint8Array | null;
  inn_index: string | null;
  phone_sealed: Uint8Array | null;
  phone_index: string | null;
  department: string | null;
  operator: string | null;
  /** JSON list of addresses: those of the staff who are complained of. It never becomes theirs. */
  accused: Generated<string>;
  received_at: number;
  registered_at: number;
  due_at: number;
  changed_at: number;
  /** When it was last closed; null while it is not. */
  closed_at: number | null;
  /** While it waits for the citizen: when he is reminded (null when he was), and when it is closed. */
  remind_at: number | null;
  close_at: number | null;
  /** Where answers to the citizen go: Reply-To of the first letter, else its From. */
  citizen_address: string | null;
  /** Of a flood: in the register and in nobody's hands; null as soon as somebody has it. */
  held_back: Flood | null;
  /** When its readable columns were sealed (archive.ts), when all was erased (erase.ts); null while they were not. */
  archived_at: number | null;
  erased_at: number | null;
}

/** Who belongs to a ticket: its sender and those they copied. Addresses in one spelling (letter/mailbox.ts). */
export interface MemberTable {
  ticket_id: number;
  address: string;
}

export interface RelationTable {
  ticket_id: number;
  related_id: number;
  reason: string;
}

export interface MessageTable {
  id: Generated<number>;
  ticket_id: number;
  letter_id: number | null;
  at: number;
  author: 'citizen' | 'staff' | 'automatic';
  name: string | null;
  message_id: string | null;
  subject: string;
  text: string;
  quoted: string;
  intent: string | null;
  /** Address of the staff member who wrote it; null for everybody else. */
  staff: string | null;
}

/** A file of a message. Its bytes stay in the letter, sealed; the digest finds them there. */
export interface AttachmentTable {
  id: Generated<number>;
  /** Shown to citizen and staff. */
  public_id: string;
  ticket_id: number;
  message_id: number;
  name: string;
  type: string | null;
  declared: string | null;
  bytes: number;
  verdict: 'accepted' | 'refused';
  reason: RefusalReason | null;
  sha256: string;
  /** JSON list of what could be better about an accepted file. */
  advice: string;
}

/** The journal, see events.ts. Rows are only ever added. */
export interface EventTable {
  id: Generated<number>;
  ticket_id: number | null;
  letter_id: number | null;
  at: number;
  who: string;
  what: string;
  before: string | null;
  after: string | null;
  /** Keeps short contents from being guessed from the digest; null once they were erased. */
  nonce: string | null;
  digest: string;
  hash: string;
}

export type DeliveryState = 'queued' | 'accepted' | 'delayed' | 'failed' | 'bounced' | 'suppressed' | 'unknown';

/** Letters to send. Bytes and Message-ID are fixed when the row is made. */
export interface OutboxTable {
  id: Generated<number>;
  ticket_id: number;
  purpose: Purpose;
  recipient: string;
  /** Of the recipient, as limits compare it (letter/mailbox.ts). */
  mailbox: string;
  envelope_from: string;
  message_id: string;
  key_id: number;
  /** 1: an automatic answer, of which one address gets only a few in a day. */
  counted: number;
  /** JSON list of the files that go behind it when it is sent, rows of `attachments`; null: none. */
  files: string | null;
  /** The delivery in whose place this one is sent, without its files. */
  instead_of: number | null;
  /** The delivery that reached nobody: this one tells a senior of it. */
  tells_of: number | null;
  state: DeliveryState;
  attempts: number;
  last_response: string | null;
  queued_at: number;
  next_try_at: number;
  /** When it was put off, by the clock of that time; null: never. */
  put_off_at: number | null;
  claimed_by: string | null;
  done_at: number | null;
}

/** Apart from their row, which changes with every try. */
export interface OutboxBytesTable {
  outbox_id: number;
  sealed: Uint8Array;
  /** Template and variables of a letter with files, as JSON: it may have to be written again without them. */
  filled: Uint8Array | null;
}

/** Letters of staff that were not acted on, and the notice by whose answer they can be confirmed. */
export interface HeldTable {
  /** Message-ID of the notice; a letter against which more than one thing stands has several. */
  notice_id: string;
  letter_id: number;
  ticket_id: number;
  staff: string;
  /** Why, as `HeldReason` names it. */
  reason: string;
  at: number;
  /** When it was confirmed, or other words came in its place; null while it waits. */
  settled_at: number | null;
}

/** Addresses that could not be reached: nothing is sent there until their owner writes. */
export interface UnreachableTable {
  /** Whose letter came back. */
  ticket_id: number;
  address: string;
  status: string | null;
  since: number;
}

/** Letters that arrived within the last hour, by keyed marks of whom they say they are from. */
export interface ArrivalTable {
  sender: string;
  domain: string | null;
  at: number;
}

/** Floods that the office was told of. */
export interface FloodTable {
  mark: string;
  since: number;
}

/** Running processes. A claim counts as long as its instance lives. */
export interface InstanceTable {
  id: string;
  host: string;
  pid: number;
  /** Tells a reused pid from the process that wrote the row. */
  started: string;
  /** Counts up while it lives. */
  beats: number;
}

/** What one process does for all: who does it now. */
export interface LeaseTable {
  name: string;
  /** An instance. */
  holder: string;
}

/** Facts about the register itself: which key file belongs to it. */
export interface FactTable {
  name: string;
  value: string;
}

export interface Schema {
  letters: LetterTable;
  letter_bytes: LetterBytesTable;
  data_keys: DataKeyTable;
  sequences: SequenceTable;
  tickets: TicketTable;
  members: MemberTable;
  relations: RelationTable;
  messages: MessageTable;
  attachments: AttachmentTable;
  events: EventTable;
  outbox: OutboxTable;
  outbox_bytes: OutboxBytesTable;
  held: HeldTable;
  unreachable: UnreachableTable;
  arrivals: ArrivalTable;
  floods: FloodTable;
  instances: InstanceTable;
  leases: LeaseTable;
  facts: FactTable;
}

export type LetterRow = Selectable<LetterTable>;
export type TicketRow = Selectable<TicketTable>;
export type NewTicket = Insertable<TicketTable>;
export type MessageRow = Selectable<MessageTable>;
export type AttachmentRow = Selectable<AttachmentTable>;
export type EventRow = Selectable<EventTable>;
export type OutboxRow = Selectable<OutboxTable>;
export type InstanceRow = Selectable<InstanceTable>;
