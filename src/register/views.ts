/**
 * The register as commands and programs read it: the objects of contract.md (`ticket list`, `ticket show`), streamed
 * so that memory stays flat. Reading only.
 */
import type { Advice } from '../attachment/verdict.ts';
import type { Fio } from '../identity/identity.ts';
import type { Item } from '../identity/missing.ts';
import type { Kind } from '../ticket/kind.ts';
import type { Lack } from '../ticket/lack.ts';
import type { Purpose } from '../ticket/message-id.ts';
import type { TicketNumber } from '../ticket/number.ts';
import type { Status } from '../ticket/status.ts';
import { stems } from '../ticket/stems.ts';
import { numberIndexes, openNumbers, openValues, type PersonalNumbers } from './applicant.ts';
import { dataKey } from './data-key.ts';
import { openRow } from './personal.ts';
import type { Register } from './register.ts';
import type { AttachmentRow, DeliveryState, Flood, MessageRow, Schema, TicketRow } from './schema.ts';
import { type AutomaticEntry, automaticEntries, threaded } from './thread-view.ts';
import { relatedTickets } from './tickets.ts';

export interface AttachmentView {
  id: string;
  name: string;
  type: string | null;
  bytes: number;
  verdict: 'accepted' | 'refused';
  reason: string | null;
  advice: Advice[];
}

export interface TicketView {
  number: string;
  status: Status;
  subject: string;
  kind: Kind;
  category: string;
  urgent: boolean;
  applicant: PersonalNumbers & { fio: Fio | null };
  /** What is required of the applicant and not there, and why an operator has the ticket all the same. */
  missing: Item[];
  lacks: Lack | null;
  from: string | null;
  receivedAt: string;
  dueAt: string;
  department: string | null;
  operator: string | null;
  /** Of a flood, by one sender or one organisation, and in nobody's hands yet. */
  heldBack: Flood | null;
  /** Entries from citizen and staff. */
  messages: number;
  /** Message-ID of the first letter. */
  messageId: string | null;
  attachments: AttachmentView[];
  related: string[];
  /** When it went into the archive, when what it told of people was erased. */
  archivedAt: string | null;
  erasedAt: string | null;
}

export interface TicketDetails extends TicketView {
  thread: {
    at: string;
    from: 'citizen' | 'staff' | 'automatic';
    name: string | null;
    messageId: string | null;
    text: string;
    quoted: string;
    attachments: AttachmentView[];
  }[];
  events: { at: string; who: string; what: string; before: unknown; after: unknown }[];
  deliveries: {
    to: string;
    purpose: Purpose;
    messageId: string;
    state: DeliveryState;
    attempts: number;
    lastResponse: string | null;
  }[];
}

const PAGE = 200;

/** Every ticket, oldest first. */
export async function* listTickets(register: Register): AsyncGenerator<TicketView> {
  for (let after = 0; ; ) {
    const rows = await register.db
      .selectFrom('tickets')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const row of rows) yield await viewOf(register, row);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.id;
  }
}

/** One ticket with its thread, journal and deliveries; null when there is no such number. */
export async function showTicket(register: Register, number: string): Promise<TicketDetails | null> {
  const { db } = register;
  const ticket = await db.selectFrom('tickets').selectAll().where('number', '=', number).executeTakeFirst();
  if (!ticket) return null;
  const key = await keyOf(register, ticket);
  const read = readerOf(key, ticket);
  const factsOf = (json: string | null): unknown => {
    const facts: unknown = json === null ? null : JSON.parse(json);
    return key === null ? facts : openValues(key, ticket.number, facts);
  };
  const messages = await db
    .selectFrom('messages')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('id')
    .execute();
  const files = await db
    .selectFrom('attachments')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('id')
    .execute();
  const events = await db.selectFrom('events').selectAll().where('ticket_id', '=', ticket.id).orderBy('id').execute();
  const deliveries = await db
    .selectFrom('outbox')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('id')
    .execute();
  const automatic = key === null ? [] : await automaticEntries(register, deliveries);
  return {
    ...(await viewOf(register, ticket)),
    thread: threaded(messages.map(read('messages')), automatic).map((entry) =>
      'author' in entry ? messageView(entry, files.map(read('attachments'))) : automaticView(entry),
    ),
    events: events.map(read('events')).map((event) => ({
      at: iso(event.at),
      who: event.who,
      what: event.what,
      before: factsOf(event.before),
      after: factsOf(event.after),
    })),
    deliveries: deliveries.map(read('outbox')).map((delivery) => ({
      to: delivery.recipient,
      purpose: delivery.purpose,
      messageId: delivery.message_id,
      state: delivery.state,
      attempts: delivery.attempts,
      lastResponse: delivery.last_response,
    })),
  };
}

/**
 * Tickets that hold every word, in any word form, in a subject, a name or a text; or whose number, СНИЛС, ИНН, phone or
 * sender's address is just what was asked for.
 * @param number the query, when it is a ticket number, in its canonical form
 */
export async function* searchTickets(
  register: Register,
  query: string,
  number: TicketNumber | null = null,
): AsyncGenerator<TicketView> {
  const value = query.trim();
  const ids = new Set([...(await byExactValue(register, value, number ?? value)), ...(await byWords(register, value))]);
  for (const id of [...ids].sort((one, other) => one - other)) {
    const row = await register.db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirst();
    if (row) yield await viewOf(register, row);
  }
}

async function byExactValue(register: Register, value: string, number: string): Promise<number[]> {
  const { db, keys } = register;
  const indexes = (name: keyof PersonalNumbers) => numberIndexes(keys, name, value);
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where(({ or, eb }) =>
      or([
        eb('number', '=', number),
        eb('from_address', '=', value.toLowerCase()),
        ...(/\d/.test(value)
          ? [
              eb('snils_index', 'in', indexes('snils')),
              eb('inn_index', 'in', indexes('inn')),
              eb('phone_index', 'in', indexes('phone')),
            ]
          : []),
      ]),
    )
    .execute();
  return rows.map((row) => row.id);
}

async function byWords(register: Register, query: string): Promise<number[]> {
  const words = stems(query);
  if (words.length === 0) return [];
  const messages = await register.words.find(register.db, words);
  if (messages.length === 0) return [];
  const rows = await register.db
    .selectFrom('messages')
    .select('ticket_id')
    .distinct()
    .where('id', 'in', messages)
    .execute();
  return rows.map((row) => row.ticket_id);
}

/** Null when it has been destroyed. */
async function keyOf(register: Register, ticket: TicketRow): Promise<Buffer | null> {
  return ticket.erased_at === null ? dataKey(register, register.db, ticket.key_id) : null;
}

/** Of a ticket in the archive the readable columns stand sealed (archive.ts). */
function readerOf(key: Buffer | null, ticket: TicketRow): (table: keyof Schema) => <T extends object>(row: T) => T {
  return (table) => (row) => (key === null || ticket.archived_at === null ? row : openRow(key, table, row));
}

async function viewOf(register: Register, row: TicketRow): Promise<TicketView> {
  const { db } = register;
  const key = await keyOf(register, row);
  const read = readerOf(key, row);
  const ticket = read('tickets')(row);
  const numbers = key === null ? { snils: null, inn: null, phone: null } : openNumbers(key, ticket);
  const messages = await db
    .selectFrom('messages')
    .select(['id', 'author', 'message_id'])
    .where('ticket_id', '=', ticket.id)
    .orderBy('id')
    .execute();
  const files = await db
    .selectFrom('attachments')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .orderBy('id')
    .execute();
  const known = ticket.surname !== null || ticket.given !== null || ticket.patronymic !== null;
  return {
    number: ticket.number,
    status: ticket.status,
    subject: ticket.subject,
    kind: ticket.kind,
    category: ticket.category,
    urgent: ticket.urgent === 1,
    applicant: {
      fio: known ? { surname: ticket.surname, given: ticket.given, patronymic: ticket.patronymic } : null,
      ...numbers,
    },
    missing: JSON.parse(ticket.missing),
    lacks: ticket.lacks,
    from: ticket.from_address,
    receivedAt: iso(ticket.received_at),
    dueAt: iso(ticket.due_at),
    department: ticket.department,
    operator: ticket.operator,
    heldBack: ticket.held_back,
    messages: messages.filter(({ author }) => author !== 'automatic').length,
    messageId: messages.slice(0, 1).map(read('messages'))[0]?.message_id ?? null,
    attachments: files.map(read('attachments')).map(fileView),
    related: await relatedTickets(db, ticket.id),
    archivedAt: ticket.archived_at === null ? null : iso(ticket.archived_at),
    erasedAt: ticket.erased_at === null ? null : iso(ticket.erased_at),
  };
}

function messageView(message: MessageRow, files: readonly AttachmentRow[]): TicketDetails['thread'][number] {
  return {
    at: iso(message.at),
    from: message.author,
    name: message.name,
    messageId: message.message_id,
    text: message.text,
    quoted: message.quoted,
    attachments: files.filter((file) => file.message_id === message.id).map(fileView),
  };
}

function automaticView({ at, name, messageId, text }: AutomaticEntry): TicketDetails['thread'][number] {
  return { at: iso(at), from: 'automatic', name, messageId, text, quoted: '', attachments: [] };
}

function fileView(file: AttachmentRow): AttachmentView {
  return {
    id: file.public_id,
    name: file.name,
    type: file.type,
    bytes: file.bytes,
    verdict: file.verdict,
    reason: file.reason,
    advice: JSON.parse(file.advice),
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
