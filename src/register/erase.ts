/**
 * Lawful erasure (152-FZ art. 14, 20, 21): what a ticket tells of a person is taken out of the register, and the data keys of
 * its letters are destroyed, so that no older copy of the register brings it back. Its number, its dates and the lines of its
 * journal stay: that there was a ticket, that it was erased, when, why and by whom.
 *
 * First the rows in one transaction, then the keys: what a kill leaves between the two is finished by the next erasure or
 * sweep (`destroyed_at` says which keys were to go).
 */
import type { Kysely } from 'kysely';
import { recordEvents } from './events.ts';
import { destroyDataKeys } from './key-file.ts';
import type { DataKeyPlace } from './keys.ts';
import { type LinkedTicket, linkedTickets } from './linked.ts';
import { blankPersonal } from './personal.ts';
import type { Register } from './register.ts';
import type { Schema, TicketRow } from './schema.ts';

export interface Erasure {
  /** Who erases: a name of the staff, or an account of the machine. */
  who: string;
  reason: string;
  at: number;
  /** Numbers of the same person's tickets that are linked with it: nothing else will tell that they are his. */
  linked?: readonly string[];
}

/** Copies of the letters that stay in the mailbox, for a person to delete there. */
export interface MailboxCopy {
  account: string;
  uid: number;
  receivedAt: Date;
}

/**
 * Erases a ticket. Again does no harm.
 * @param keyFile where the office's keys stand
 * @returns what is left in mailboxes
 */
export async function eraseTicket(
  register: Register,
  keyFile: string,
  ticket: Pick<TicketRow, 'id'>,
  erasure: Erasure,
): Promise<MailboxCopy[]> {
  const linked = await linkedAtErasure(register, ticket.id);
  const same = linked.filter(({ samePerson }) => samePerson).map(({ number }) => number);
  const copies = await register.transaction((tx) => eraseRows(tx, register, ticket.id, { ...erasure, linked: same }));
  await destroyKeys(register, keyFile);
  return copies;
}

/** The tickets linked with one; of one that was erased already, as they were linked then. */
export async function linkedAtErasure(register: Register, ticketId: number): Promise<LinkedTicket[]> {
  const linked = await linkedTickets(register, ticketId);
  const erased = await register.db
    .selectFrom('events')
    .select('after')
    .where('ticket_id', '=', ticketId)
    .where('what', '=', 'erased')
    .orderBy('id')
    .execute();
  const known = new Set(
    erased.flatMap(({ after }) => (JSON.parse(after ?? '{}') as { linked?: string[] }).linked ?? []),
  );
  if (known.size === 0) return linked;
  const rows = await register.db
    .selectFrom('tickets')
    .select(['id', 'number'])
    .where('number', 'in', [...known])
    .where('erased_at', 'is', null)
    .execute();
  const same = rows.map((row) => ({ ...row, samePerson: true }));
  return [...same, ...linked.filter(({ number }) => !known.has(number))].sort((one, other) => one.id - other.id);
}

/** The transaction of an erasure. */
export async function eraseRows(
  tx: Kysely<Schema>,
  register: Pick<Register, 'words'>,
  ticketId: number,
  { who, reason, at, linked = [] }: Erasure,
): Promise<MailboxCopy[]> {
  const before = await tx
    .selectFrom('tickets')
    .select(['key_id', 'status'])
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const letters = await tx
    .selectFrom('letters')
    .select(['id', 'key_id', 'account', 'uid', 'internal_date'])
    .where('ticket_id', '=', ticketId)
    .execute();
  const sent = await tx.selectFrom('outbox').select('key_id').distinct().where('ticket_id', '=', ticketId).execute();
  const keyIds = [...new Set([before, ...letters, ...sent].map((row) => row.key_id))];
  for (const { id } of await tx.selectFrom('messages').select('id').where('ticket_id', '=', ticketId).execute()) {
    await register.words.remove(tx, id);
  }
  await deleteBlobs(tx, keyIds);
  await tx.deleteFrom('held').where('ticket_id', '=', ticketId).execute();
  await blankPersonal(tx, ticketId);
  await tx
    .updateTable('tickets')
    .set({
      snils_sealed: null,
      inn_sealed: null,
      phone_sealed: null,
      missing: '[]',
      status: 'closed',
      archived_at: null,
      erased_at: at,
    })
    .where('id', '=', ticketId)
    .execute();
  await tx
    .updateTable('outbox')
    .set({ state: 'suppressed', claimed_by: null, done_at: at })
    .where('ticket_id', '=', ticketId)
    .where('done_at', 'is', null)
    .execute();
  await tx.updateTable('data_keys').set({ destroyed_at: at }).where('id', 'in', keyIds).execute();
  const event = {
    ticketId,
    at,
    who,
    what: 'erased',
    before: { status: before.status },
    after: { reason, ...(linked.length > 0 && { linked }) },
  };
  await recordEvents(tx, [event]);
  return letters.map(({ account, uid, internal_date }) => ({ account, uid, receivedAt: new Date(internal_date) }));
}

/** Finished tickets that nothing has happened to since a moment and that are not erased, oldest first. */
export async function ripeForErasure(db: Kysely<Schema>, unchangedSince: number, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where('status', 'in', ['resolved', 'rejected', 'closed'])
    .where('changed_at', '<', unchangedSince)
    .where('erased_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Machine mail of no ticket that came before a moment. @returns how many letters were erased */
export async function eraseSetAside(tx: Kysely<Schema>, before: number, at: number, limit: number): Promise<number> {
  const letters = await tx
    .selectFrom('letters')
    .innerJoin('data_keys', 'data_keys.id', 'letters.key_id')
    .select(['letters.id', 'letters.key_id'])
    .where('letters.state', '=', 'set-aside')
    .where('letters.ticket_id', 'is', null)
    .where('letters.received_at', '<', before)
    .where('data_keys.destroyed_at', 'is', null)
    .orderBy('letters.id')
    .limit(limit)
    .execute();
  if (letters.length === 0) return 0;
  const keyIds = letters.map(({ key_id }) => key_id);
  await deleteBlobs(tx, keyIds);
  await tx
    .updateTable('letters')
    .set({ message_id: null, from_address: null, subject: null, omitted: null, error: null })
    .where(
      'id',
      'in',
      letters.map(({ id }) => id),
    )
    .execute();
  await tx.updateTable('data_keys').set({ destroyed_at: at }).where('id', 'in', keyIds).execute();
  return letters.length;
}

/** Everything that is sealed under these keys; it would only take room. */
async function deleteBlobs(tx: Kysely<Schema>, keyIds: number[]): Promise<void> {
  await tx
    .deleteFrom('letter_bytes')
    .where('letter_id', 'in', (query) => query.selectFrom('letters').select('id').where('key_id', 'in', keyIds))
    .execute();
  await tx
    .deleteFrom('outbox_bytes')
    .where('outbox_id', 'in', (query) => query.selectFrom('outbox').select('id').where('key_id', 'in', keyIds))
    .execute();
}

/** Destroys the keys that were to be destroyed and are not yet, and what the rows left behind. @returns how many there were */
export async function destroyKeys(register: Register, keyFile: string): Promise<number> {
  const places = await condemnedKeys(register);
  if (places.length === 0) return 0;
  destroyDataKeys(keyFile, places);
  register.keys.refresh();
  await register.transaction((tx) => register.words.purge(tx));
  register.storage.scrub();
  return places.length;
}

/** Keys that should be gone and still stand in the key file. */
export async function condemnedKeys({ db, keys }: Register): Promise<DataKeyPlace[]> {
  const rows = await db
    .selectFrom('data_keys')
    .select(['id', 'office'])
    .where('destroyed_at', 'is not', null)
    .execute();
  return rows
    .map(({ id, office }) => ({ office, number: id }))
    .filter((place) => keys.survivingDataKey(place) !== null);
}
