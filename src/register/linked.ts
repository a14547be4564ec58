/**
 * What else of a person is linked with a ticket: letters of an appeal or a repeated request tell the same again, under keys
 * of their own. Somebody else's ticket may be linked too, who only named the number: that one is not taken along.
 */
import type { Kysely } from 'kysely';
import { openNumbers } from './applicant.ts';
import { openRow } from './personal.ts';
import type { Register } from './register.ts';
import type { Schema, TicketRow } from './schema.ts';

export interface LinkedTicket {
  id: number;
  number: string;
  /** By the СНИЛС where both have one, else by the address. */
  samePerson: boolean;
}

/** The tickets linked with one, and with those of the same person among them, oldest first; what was erased is left out. */
export async function linkedTickets(register: Register, ticketId: number): Promise<LinkedTicket[]> {
  const { db } = register;
  const first = await personOf(register, await rowOf(db, ticketId));
  const found = new Map<number, LinkedTicket>();
  const ahead = [ticketId];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    for (const row of await neighboursOf(db, id)) {
      if (row.id === ticketId || found.has(row.id)) continue;
      const samePerson = isSame(first, await personOf(register, row));
      found.set(row.id, { id: row.id, number: row.number, samePerson });
      if (samePerson) ahead.push(row.id);
    }
  }
  return [...found.values()].sort((one, other) => one.id - other.id);
}

interface Person {
  snils: string | null;
  addresses: string[];
}

function isSame(one: Person, other: Person): boolean {
  if (one.snils !== null && other.snils !== null) return one.snils === other.snils;
  return one.addresses.some((address) => other.addresses.includes(address));
}

async function personOf({ db, keys }: Register, row: TicketRow): Promise<Person> {
  const { office } = await db
    .selectFrom('data_keys')
    .select('office')
    .where('id', '=', row.key_id)
    .executeTakeFirstOrThrow();
  const key = keys.survivingDataKey({ office, number: row.key_id });
  if (key === null) return { snils: null, addresses: [] };
  const { from_address, citizen_address } = row.archived_at === null ? row : openRow(key, 'tickets', row);
  return {
    snils: openNumbers(key, row).snils,
    addresses: [from_address, citizen_address].flatMap((address) => (address ? [address.toLowerCase()] : [])),
  };
}

function rowOf(db: Kysely<Schema>, id: number): Promise<TicketRow> {
  return db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

function neighboursOf(db: Kysely<Schema>, id: number): Promise<TicketRow[]> {
  return db
    .selectFrom('tickets')
    .selectAll()
    .where('id', 'in', (query) => query.selectFrom('relations').select('related_id').where('ticket_id', '=', id))
    .where('erased_at', 'is', null)
    .orderBy('id')
    .execute();
}
