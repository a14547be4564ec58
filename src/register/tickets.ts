/** Tickets in the register: their numbers, rows, members, relations and the applicant's sealed numbers. */
import type { Kysely } from 'kysely';
import type { Fio } from '../identity/identity.ts';
import type { Alarm } from '../ticket/category.ts';
import type { Kind } from '../ticket/kind.ts';
import type { Status } from '../ticket/status.ts';
import { recordEvents } from './events.ts';
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
  alarm: Alarm | null;
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
      alarm: ticket.alarm,
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

/**
 * Fills in what a ticket lacked from the citizen's next letter, and puts right what he writes anew. The journal tells which
 * items changed and the old name; old numbers stand there sealed.
 * @param change `missing`: what still lacks afterwards; `rightsName`: the name found is meant to take the place of another
 * @returns the items that the ticket had and that are others now
 */
export async function correctApplicant(
  register: Register,
  tx: Kysely<Schema>,
  ticket: TicketRow,
  change: {
    missing: string[];
    found: PersonalNumbers & { fio: Fio | null; snilsValid: boolean | null };
    rightsName: boolean;
  },
  now: number,
): Promise<('fio' | 'snils')[]> {
  const { missing, found, rightsName } = change;
  const before: string[] = JSON.parse(ticket.missing);
  const key = { id: ticket.key_id, bytes: await dataKey(register, tx, ticket.key_id) };
  const old = openNumbers(key.bytes, ticket);
  const filled = before.filter((item) => !missing.includes(item));
  const otherName = isWhole(found.fio) && !sameName(found.fio, ticket);
  const takesFio = filled.includes('fio') || (otherName && (rightsName || before.includes('fio')));
  const takesSnils = found.snilsValid === true && found.snils !== old.snils;
  const numbers = {
    snils: takesSnils ? found.snils : old.snils,
    inn: old.inn ?? found.inn,
    phone: old.phone ?? found.phone,
  };
  const corrected: ('fio' | 'snils')[] = [
    ...(takesFio && otherName && !before.includes('fio') ? (['fio'] as const) : []),
    ...(takesSnils && old.snils !== null ? (['snils'] as const) : []),
  ];
  const changed = takesFio || takesSnils || numbers.inn !== old.inn || numbers.phone !== old.phone;
  if (!changed && filled.length === 0) return [];
  await tx
    .updateTable('tickets')
    .set({
      missing: JSON.stringify(missing),
      ...(takesFio &&
        found.fio && {
          ...found.fio,
          patronymic: found.fio.patronymic ?? (sameWord(found.fio.given, ticket.given) ? ticket.patronymic : null),
        }),
      ...sealNumbers(register.keys, key, ticket.number, numbers),
    })
    .where('id', '=', ticket.id)
    .execute();
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      at: now,
      who: 'citizen',
      what: 'data changed',
      before: {
        missing: before,
        ...(takesFio && { fio: { surname: ticket.surname, given: ticket.given, patronymic: ticket.patronymic } }),
        ...(takesSnils && { snils: sealedValue(key, ticket.number, old.snils) }),
      },
      after: { missing, filled, corrected },
    },
  ]);
  return corrected;
}

/** A personal number as the journal keeps it: sealed, base64; null stays null. */
function sealedValue(key: OpenKey, ticketNumber: string, value: string | null): string | null {
  return value === null ? null : seal(key.bytes, Buffer.from(value), `event:${ticketNumber}`).toString('base64');
}

function isWhole(fio: Fio | null): fio is Fio {
  return fio?.surname != null && fio.given !== null;
}

/** A letter that leaves out the patronymic does not deny it. */
function sameName(said: Fio, known: Fio): boolean {
  return (
    sameWord(said.surname, known.surname) &&
    sameWord(said.given, known.given) &&
    (said.patronymic === null || sameWord(said.patronymic, known.patronymic))
  );
}

function sameWord(one: string | null, other: string | null): boolean {
  const key = (word: string | null) => word?.toLowerCase().replaceAll('ё', 'е');
  return key(one) === key(other);
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
