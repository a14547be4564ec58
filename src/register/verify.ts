/**
 * Is the register whole? Looks at the database's structure, at the journal's chain, at the ticket numbers, and opens every
 * sealed blob. Enters: an open register. Leaves: what is wrong, a line each, as it is found. Changes nothing.
 */
import type { Kysely } from 'kysely';
import { Fault } from '../fault.ts';
import { partsOf } from '../ticket/number.ts';
import { askJournal, TROUBLES } from './anchored.ts';
import { openNumbers } from './applicant.ts';
import { condemnedKeys } from './erase.ts';
import { digestOf, hashAfter, NO_EVENT } from './events.ts';
import { letterBytes } from './letters.ts';
import { deliveryBytes } from './outbox.ts';
import type { Register } from './register.ts';
import type { EventRow, LetterRow, OutboxRow, Schema, TicketRow } from './schema.ts';

const PAGE = 500;

/** What was looked at; filled while the problems are read. */
export interface Looked {
  events: number;
  tickets: number;
  letters: number;
  deliveries: number;
}

/** Goes through all of the register. @param looked is counted up */
export async function* verifyRegister(register: Register, looked: Looked): AsyncGenerator<string> {
  for (const problem of register.storage.check()) yield `structure: ${problem}`;
  const { trouble } = await askJournal(register.db, register.keys, register.witness);
  if (trouble !== null) yield `journal: ${TROUBLES[trouble]}`;
  const snapshot = register.storage.snapshot();
  try {
    yield* verifySnapshot({ ...register, db: snapshot.db }, looked);
  } finally {
    await snapshot.close();
  }
}

async function* verifySnapshot(register: Register, looked: Looked): AsyncGenerator<string> {
  yield* verifyJournal(register, looked);
  yield* verifyNumbers(register);
  yield* verifyTickets(register, looked);
  yield* verifyLetters(register, looked);
  yield* verifyDeliveries(register, looked);
  for (const { office, number } of await condemnedKeys(register)) {
    yield `key ${office}/${number}: was to be destroyed and still stands in the key file`;
  }
}

async function* verifyJournal({ db }: Register, looked: Looked): AsyncGenerator<string> {
  let previous = NO_EVENT;
  for await (const event of rowsOf(db, 'events')) {
    looked.events++;
    if (hashAfter(previous, event) !== event.hash) yield `event ${event.id}: does not follow from the one before`;
    const archived = await isArchived(db, event.ticket_id);
    if (event.nonce !== null && !archived && digestOf(event) !== event.digest) yield `event ${event.id}: was changed`;
    previous = event.hash;
  }
  yield* verifyTold(db);
}

/** A ticket begins with a line of the journal, and what the journal tells of is there. */
async function* verifyTold(db: Kysely<Schema>): AsyncGenerator<string> {
  const untold = await db
    .selectFrom('tickets')
    .select('number')
    .where('id', 'not in', (query) =>
      query
        .selectFrom('events')
        .select('ticket_id')
        .where('what', '=', 'registered')
        .where('ticket_id', 'is not', null),
    )
    .orderBy('id')
    .execute();
  for (const { number } of untold) yield `ticket ${number}: the journal does not tell of its registration`;
  const lost = await db
    .selectFrom('events')
    .select('ticket_id')
    .distinct()
    .where('ticket_id', 'is not', null)
    .where('ticket_id', 'not in', (query) => query.selectFrom('tickets').select('id'))
    .execute();
  for (const { ticket_id } of lost) yield `ticket in row ${ticket_id}: the journal tells of it, and it is not there`;
}

/** What is in the archive stands sealed in the journal too. */
async function isArchived(db: Kysely<Schema>, ticketId: number | null): Promise<boolean> {
  if (ticketId === null) return false;
  const ticket = await db.selectFrom('tickets').select('archived_at').where('id', '=', ticketId).executeTakeFirst();
  return ticket !== undefined && ticket.archived_at !== null;
}

async function* verifyNumbers({ db }: Register): AsyncGenerator<string> {
  const given = new Map<number, number[]>();
  for await (const { number } of rowsOf(db, 'tickets')) {
    const parts = partsOf(number);
    if (!parts) {
      yield `ticket ${number}: is no number of ours`;
      continue;
    }
    given.set(parts.year, [...(given.get(parts.year) ?? []), parts.sequence]);
  }
  for (const { year, last } of await db.selectFrom('sequences').selectAll().execute()) {
    const numbers = (given.get(year) ?? []).sort((one, other) => one - other);
    const highest = numbers.at(-1) ?? 0;
    if (highest > last) yield `numbers of ${year}: ${highest} was given, but the sequence stands at ${last}`;
    for (const [index, number] of numbers.entries()) {
      const before = index === 0 ? 0 : numbers[index - 1]!;
      if (number !== before + 1)
        yield `numbers of ${year}: between ${before} and ${number} some are missing or repeated`;
    }
  }
}

async function* verifyTickets(register: Register, looked: Looked): AsyncGenerator<string> {
  for await (const ticket of rowsOf(register.db, 'tickets')) {
    looked.tickets++;
    if (ticket.erased_at !== null) continue;
    const problem = await opens(async () => {
      const { office } = await register.db
        .selectFrom('data_keys')
        .select('office')
        .where('id', '=', ticket.key_id)
        .executeTakeFirstOrThrow();
      openNumbers(register.keys.dataKey({ office, number: ticket.key_id }), ticket);
    });
    if (problem) yield `ticket ${ticket.number}: its numbers do not open (${problem})`;
  }
}

async function* verifyLetters(register: Register, looked: Looked): AsyncGenerator<string> {
  for await (const letter of rowsOf(register.db, 'letters')) {
    looked.letters++;
    if (await isDestroyed(register.db, letter.key_id)) continue;
    const problem = await opens(() => letterBytes(register, letter));
    if (problem) yield `letter ${letter.id}: does not open (${problem})`;
  }
}

async function* verifyDeliveries(register: Register, looked: Looked): AsyncGenerator<string> {
  for await (const delivery of rowsOf(register.db, 'outbox')) {
    looked.deliveries++;
    if (await isDestroyed(register.db, delivery.key_id)) continue;
    const problem = await opens(() => deliveryBytes(register, delivery));
    if (problem) yield `outgoing letter ${delivery.id}: does not open (${problem})`;
  }
}

async function isDestroyed(db: Kysely<Schema>, keyId: number): Promise<boolean> {
  const key = await db.selectFrom('data_keys').select('destroyed_at').where('id', '=', keyId).executeTakeFirst();
  return key !== undefined && key.destroyed_at !== null;
}

/** @returns null when it does, else why not */
async function opens(step: () => Promise<unknown>): Promise<string | null> {
  try {
    await step();
    return null;
  } catch (error) {
    return error instanceof Fault ? error.code : 'it is not there';
  }
}

/** Every row of a numbered table, a page at a time. */
async function* rowsOf<T extends 'events' | 'tickets' | 'letters' | 'outbox'>(db: Kysely<Schema>, table: T) {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom(table as 'letters')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    yield* rows as unknown as Rows[T][];
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

interface Rows {
  events: EventRow;
  tickets: TicketRow;
  letters: LetterRow;
  outbox: OutboxRow;
}
