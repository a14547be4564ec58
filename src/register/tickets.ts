/** Tickets in the register: their numbers, rows, members, relations and the applicant's sealed numbers. */
import type { Kysely } from 'kysely';
import type { Fio } from '../identity/identity.ts';
import type { Kind } from '../ticket/kind.ts';
import type { Status } from '../ticket/status.ts';
import { exactIndex, type Keyring } from './keys.ts';
import { dataKey } from './letters.ts';
import type { Register } from './register.ts';
import type { Schema, TicketRow } from './schema.ts';
import { open, seal } from './seal.ts';

/** The applicant's numbers, as people write them. */
export interface PersonalNumbers {
  snils: string | null;
  inn: string | null;
  phone: string | null;
}

export interface NewTicket {
  number: string;
  status: Status;
  subject: string;
  kind: Kind;
  category: string;
  urgent: boolean;
  repeated: boolean;
  from: { address: string; name: string } | null;
  /** Where answers go. */
  citizenAddress: string | null;
  fio: Fio | null;
  numbers: PersonalNumbers;
  missing: string[];
  department: string | null;
  receivedAt: number;
  dueAt: number;
}

/** A data key in the clear, with the id of its row. */
export interface OpenKey {
  id: number;
  bytes: Buffer;
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
      repeated: Number(ticket.repeated),
      from_address: ticket.from?.address ?? null,
      from_name: ticket.from?.name ?? null,
      surname: ticket.fio?.surname ?? null,
      given: ticket.fio?.given ?? null,
      patronymic: ticket.fio?.patronymic ?? null,
      missing: JSON.stringify(ticket.missing),
      key_id: key.id,
      ...sealNumbers(keys, key, ticket.number, ticket.numbers),
      department: ticket.department,
      operator: null,
      received_at: ticket.receivedAt,
      registered_at: now,
      due_at: ticket.dueAt,
      changed_at: now,
      citizen_address: ticket.citizenAddress,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Sealed for reading, with a keyed index for exact search. The AAD ties each to its ticket and column. */
export function sealNumbers(keys: Keyring, key: OpenKey, ticketNumber: string, numbers: PersonalNumbers) {
  const sealed = (name: string, value: string | null) =>
    value === null ? null : seal(key.bytes, Buffer.from(value), `ticket:${ticketNumber}:${name}`);
  return {
    snils_sealed: sealed('snils', numbers.snils),
    snils_index: numberIndex(keys, 'snils', numbers.snils),
    inn_sealed: sealed('inn', numbers.inn),
    inn_index: numberIndex(keys, 'inn', numbers.inn),
    phone_sealed: sealed('phone', numbers.phone),
    phone_index: numberIndex(keys, 'phone', numbers.phone),
  };
}

function numberIndex(keys: Keyring, name: keyof PersonalNumbers, value: string | null): string | null {
  return value === null ? null : exactIndex(keys.current('index'), name, canonical(name, value));
}

/** Every index under which a number may stand: keys change, old tickets keep theirs. */
export function numberIndexes(keys: Keyring, name: keyof PersonalNumbers, value: string): string[] {
  return keys.all('index').map((key) => exactIndex(key, name, canonical(name, value)));
}

/** However it was typed, only the digits count; a phone may begin with +7, with 8 or with neither. */
function canonical(name: keyof PersonalNumbers, value: string): string {
  const digits = value.replace(/\D/g, '');
  return name === 'phone' ? `7${digits.slice(-10)}` : digits;
}

/** The applicant's numbers in the clear. */
export function openNumbers(
  key: Buffer,
  ticket: Pick<TicketRow, 'number' | 'snils_sealed' | 'inn_sealed' | 'phone_sealed'>,
): PersonalNumbers {
  const opened = (name: string, blob: Uint8Array | null) =>
    blob === null ? null : open(key, blob, `ticket:${ticket.number}:${name}`).toString();
  return {
    snils: opened('snils', ticket.snils_sealed),
    inn: opened('inn', ticket.inn_sealed),
    phone: opened('phone', ticket.phone_sealed),
  };
}

/** Adds people to those who belong to a ticket. */
export async function addMembers(tx: Kysely<Schema>, ticketId: number, addresses: string[]): Promise<void> {
  const unique = [...new Set(addresses.map((address) => address.toLowerCase()))];
  if (unique.length === 0) return;
  await tx
    .insertInto('members')
    .values(unique.map((address) => ({ ticket_id: ticketId, address })))
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

/** What a completed ticket was and became, for its journal; the applicant's numbers are not told there. */
export interface Completion {
  what: 'data completed' | 'status changed';
  before: { status: Status; missing: string[] };
  after: { status: Status; missing: string[] };
}

/**
 * Fills in what a ticket lacked from the citizen's next letter, and moves it on.
 * @param found what the letter tells of its writer; only items that were missing are taken from it
 * @returns null when nothing changed
 */
export async function completeTicket(
  register: Register,
  tx: Kysely<Schema>,
  ticketId: number,
  change: { status: Status; missing: string[]; found: PersonalNumbers & { fio: Fio | null } },
  now: number,
): Promise<Completion | null> {
  const ticket = await tx.selectFrom('tickets').selectAll().where('id', '=', ticketId).executeTakeFirstOrThrow();
  const before: string[] = JSON.parse(ticket.missing);
  const filled = before.filter((item) => !change.missing.includes(item));
  if (filled.length === 0 && ticket.status === change.status) {
    await tx.updateTable('tickets').set({ changed_at: now }).where('id', '=', ticketId).execute();
    return null;
  }
  const key = { id: ticket.key_id, bytes: await dataKey(register, tx, ticket.key_id) };
  const old = openNumbers(key.bytes, ticket);
  const numbers = {
    snils: filled.includes('snils') ? change.found.snils : old.snils,
    inn: old.inn ?? change.found.inn,
    phone: old.phone ?? change.found.phone,
  };
  await tx
    .updateTable('tickets')
    .set({
      status: change.status,
      missing: JSON.stringify(change.missing),
      ...(filled.includes('fio') && change.found.fio),
      ...sealNumbers(register.keys, key, ticket.number, numbers),
      changed_at: now,
    })
    .where('id', '=', ticketId)
    .execute();
  return {
    what: ticket.status === change.status ? 'data completed' : 'status changed',
    before: { status: ticket.status, missing: before },
    after: { status: change.status, missing: change.missing },
  };
}
