/** Tickets in the register: their numbers, rows, members and relations. */
import type { Kysely } from 'kysely';
import type { Fio } from '../identity/identity.ts';
import { spelled } from '../letter/mailbox.ts';
import type { Alarm } from '../ticket/category.ts';
import type { Kind } from '../ticket/kind.ts';
import type { Lack } from '../ticket/lack.ts';
import type { Status } from '../ticket/status.ts';
import { type PersonalNumbers, sealNumbers } from './applicant.ts';
import type { OpenKey } from './data-key.ts';
import type { Keyring } from './keys.ts';
import type { Flood, Schema, TicketRow } from './schema.ts';

export interface NewTicket {
  number: string;
  status: Status;
  subject: string;
  kind: Kind;
  category: string;
  urgent: boolean;
  alarm: Alarm | null;
  repeated: boolean;
  from: { address: string; name: string } | null;
  /** Where answers go. */
  citizenAddress: string | null;
  fio: Fio | null;
  numbers: PersonalNumbers;
  missing: string[];
  lacks: Lack | null;
  byOffice: boolean;
  /** While it waits for the citizen. */
  remindAt: number | null;
  closeAt: number | null;
  department: string | null;
  /** Addresses of those of the staff who are complained of. */
  accused: readonly string[];
  receivedAt: number;
  dueAt: number;
  heldBack: Flood | null;
}

/**
 * The next number of a year: no gaps and no repeats, because the row is changed in the transaction that makes the ticket
 * (domain.md §2).
 */
export async function nextSequence(tx: Kysely<Schema>, year: number): Promise<number> {
  const row = await tx
    .insertInto('sequences')
    .values({ year, last: 1 })
    .onConflict((conflict) => conflict.column('year').doUpdateSet(({ eb }) => ({ last: eb('sequences.last', '+', 1) })))
    .returning('last')
    .executeTakeFirstOrThrow();
  return row.last;
}

/** Makes a ticket. @returns its row id */
export async function addTicket(
  tx: Kysely<Schema>,
  keys: Keyring,
  key: OpenKey,
  ticket: NewTicket,
  now: number,
): Promise<number> {
  const { id } = await tx
    .insertInto('tickets')
    .values({
      number: ticket.number,
      status: ticket.status,
      subject: ticket.subject,
      kind: ticket.kind,
      category: ticket.category,
      urgent: Number(ticket.urgent),
      alarm: ticket.alarm,
      repeated: Number(ticket.repeated),
      from_address: ticket.from?.address ?? null,
      from_name: ticket.from?.name ?? null,
      surname: ticket.fio?.surname ?? null,
      given: ticket.fio?.given ?? null,
      patronymic: ticket.fio?.patronymic ?? null,
      missing: JSON.stringify(ticket.missing),
      lacks: ticket.lacks,
      by_office: Number(ticket.byOffice),
      remind_at: ticket.remindAt,
      close_at: ticket.closeAt,
      key_id: key.id,
      ...sealNumbers(keys, key, ticket.number, ticket.numbers),
      department: ticket.department,
      accused: JSON.stringify(ticket.accused),
      operator: null,
      received_at: ticket.receivedAt,
      registered_at: now,
      due_at: ticket.dueAt,
      changed_at: now,
      citizen_address: ticket.citizenAddress,
      held_back: ticket.heldBack,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** More people than have to do with any case; whoever writes about it again and again adds no more. */
const MOST_MEMBERS = 200;

/** Adds people to those who belong to a ticket, as long as there is room. */
export async function addMembers(tx: Kysely<Schema>, ticketId: number, addresses: string[]): Promise<void> {
  const unique = [...new Set(addresses.map(spelled))];
  const { count } = await tx
    .selectFrom('members')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('ticket_id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const added = unique.slice(0, Math.max(0, MOST_MEMBERS - Number(count)));
  if (added.length === 0) return;
  await tx
    .insertInto('members')
    .values(added.map((address) => ({ ticket_id: ticketId, address })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Links two tickets for staff; both show the other. */
export async function relateTickets(tx: Kysely<Schema>, one: number, other: number, reason: string): Promise<void> {
  await tx
    .insertInto('relations')
    .values([
      { ticket_id: one, related_id: other, reason },
      { ticket_id: other, related_id: one, reason },
    ])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** A ticket's row. */
export function ticketById(tx: Kysely<Schema>, id: number): Promise<TicketRow> {
  return tx.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** Changes a ticket's row. @returns the row as it is afterwards */
export function updateTicket(
  tx: Kysely<Schema>,
  id: number,
  change: Partial<Omit<TicketRow, 'id'>>,
): Promise<TicketRow> {
  return tx.updateTable('tickets').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

/** Tickets whose citizen is to be reminded or has not answered at all. @param id of one that is asked about */
export function waitedLongEnough(db: Kysely<Schema>, at: number, limit: number, id?: number): Promise<TicketRow[]> {
  return db
    .selectFrom('tickets')
    .selectAll()
    .where('status', '=', 'awaiting_info')
    .where(({ or, eb }) => or([eb('remind_at', '<=', at), eb('close_at', '<=', at)]))
    .$if(id !== undefined, (query) => query.where('id', '=', id!))
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** How many unfinished tickets each operator has; those who have none are left out. */
export async function loadOfOperators(tx: Kysely<Schema>): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('tickets')
    .select(({ fn }) => ['operator', fn.countAll<number>().as('count')])
    .where('operator', 'is not', null)
    .where('status', 'in', ['registered', 'in_progress', 'awaiting_info'])
    .groupBy('operator')
    .execute();
  return new Map(rows.map((row) => [row.operator!, Number(row.count)]));
}

/** Who got the newest ticket of each department. */
export async function lastAssigned(tx: Kysely<Schema>): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('tickets')
    .select(['department', 'operator'])
    .where('id', 'in', (query) =>
      query
        .selectFrom('tickets')
        .select(({ fn }) => fn.max('id').as('id'))
        .where('operator', 'is not', null)
        .where('department', 'is not', null)
        .groupBy('department'),
    )
    .execute();
  return new Map(rows.map((row) => [row.department!, row.operator!]));
}

/** Numbers of the tickets that one is linked with, oldest first. */
export async function relatedTickets(db: Kysely<Schema>, ticketId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('relations')
    .innerJoin('tickets', 'tickets.id', 'relations.related_id')
    .select('tickets.number')
    .where('relations.ticket_id', '=', ticketId)
    .orderBy('tickets.id')
    .execute();
  return rows.map((row) => row.number);
}
