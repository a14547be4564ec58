/**
 * Where personal data stands readable in the register: the one list that erasure, archive and backup go by. In the running
 * register these columns are readable because they are searched; wherever a copy may lie for years they are sealed, each
 * under the data key of its ticket or letter, so that destroying that key takes them out of every copy (152-FZ art. 21).
 *
 * Enters: a register or a copy of it, the office's keys. Leaves: the same with the columns sealed, opened or blank.
 */
import { type Kysely, sql } from 'kysely';
import type { Keyring } from './keys.ts';
import type { Value } from './saved-row.ts';
import type { Schema } from './schema.ts';
import { open, seal } from './seal.ts';

interface PersonalTable {
  name: keyof Schema;
  /** Columns that name a row. */
  id: readonly string[];
  /** Readable columns, each with what stands there when it is blank. */
  columns: Readonly<Record<string, '' | null>>;
  /** Row id of the data key that the columns are sealed under; null where a row belongs to nobody. */
  key: string;
}

const OF_TICKET = '(select key_id from tickets where tickets.id = t.ticket_id)';
const OF_LETTER = '(select key_id from letters where letters.id = t.letter_id)';

const TABLES: readonly PersonalTable[] = [
  {
    name: 'tickets',
    id: ['id'],
    columns: {
      subject: '',
      from_address: null,
      from_name: null,
      surname: null,
      given: null,
      patronymic: null,
      citizen_address: null,
      // Of eleven digits the office's index key could try all.
      snils_index: null,
      inn_index: null,
      phone_index: null,
    },
    key: 't.key_id',
  },
  {
    name: 'messages',
    id: ['id'],
    columns: { name: null, message_id: null, subject: '', text: '', quoted: '' },
    key: OF_TICKET,
  },
  { name: 'attachments', id: ['id'], columns: { name: '', declared: null, sha256: '' }, key: OF_TICKET },
  {
    name: 'events',
    id: ['id'],
    columns: { before: null, after: null, nonce: null },
    // That and why a ticket was erased has to outlast its key.
    key: `case when t.what = 'erased' then null else coalesce(${OF_TICKET}, ${OF_LETTER}) end`,
  },
  { name: 'members', id: ['ticket_id', 'address'], columns: { address: '' }, key: OF_TICKET },
  { name: 'unreachable', id: ['ticket_id', 'address'], columns: { address: '' }, key: OF_TICKET },
  { name: 'outbox', id: ['id'], columns: { recipient: '', mailbox: '', last_response: null }, key: OF_TICKET },
  {
    name: 'letters',
    id: ['id'],
    columns: { message_id: null, from_address: null, subject: null, omitted: null, error: null },
    key: 't.key_id',
  },
];

type Row = { [column: string]: Value };

/** Seals the readable columns of a ticket where they stand. */
export function sealPersonal(tx: Kysely<Schema>, keys: Keyring, ticketId: number): Promise<void> {
  return eachRow(tx, keys, ticketId, sealRow);
}

/** Opens what `sealPersonal` sealed; of a key that was destroyed the columns stay blank. @throws Fault SEAL_BROKEN, KEY_UNKNOWN */
export function openPersonal(tx: Kysely<Schema>, keys: Keyring, ticketId: number): Promise<void> {
  return eachRow(tx, keys, ticketId, unsealRow);
}

/** SQL for the row id of the data key that a row `t` of a table is sealed under; `null` where nothing in it tells of people. */
export function keyColumnOf(table: keyof Schema): string {
  return TABLES.find(({ name }) => name === table)?.key ?? 'null';
}

/**
 * A row as it may lie about for years.
 * @param key null: it was destroyed, and the columns are blank
 * @returns null for a row that is nothing without what it tells
 */
export function sealRow(key: Buffer | null, table: keyof Schema, row: Row): Row | null {
  return changeRow(key, table, row, (bytes, value, place) => seal(bytes, Buffer.from(value), place).toString('base64'));
}

/** The same row readable again. @throws Fault SEAL_BROKEN */
export function unsealRow(key: Buffer | null, table: keyof Schema, row: Row): Row | null {
  return changeRow(key, table, row, (bytes, value, place) =>
    open(bytes, Buffer.from(value, 'base64'), place).toString(),
  );
}

function changeRow(
  key: Buffer | null,
  table: keyof Schema,
  row: Row,
  change: (key: Buffer, value: string, place: string) => string,
): Row | null {
  const personal = TABLES.find(({ name }) => name === table);
  if (!personal) return row;
  const { columns, id } = personal;
  if (key === null && id.some((column) => column in columns)) return null;
  const changed = Object.entries(columns).flatMap(([column, blank]) => {
    const value = row[column];
    if (typeof value !== 'string' || value === blank) return [];
    return [[column, key === null ? blank : change(key, value, placeOf(table, id, row, column))]];
  });
  return { ...row, ...Object.fromEntries(changed) };
}

/** Opens the columns of one row that was read; for a ticket in the archive. @throws Fault SEAL_BROKEN */
export function openRow<T extends object>(key: Buffer, table: keyof Schema, row: T): T {
  return unsealRow(key, table, row as Row) as T;
}

/** Makes the readable columns of a ticket and of its letters blank. */
export async function blankPersonal(tx: Kysely<Schema>, ticketId: number): Promise<void> {
  for (const { name, columns } of TABLES) {
    if (name === 'members' || name === 'unreachable') {
      await tx.deleteFrom(name).where('ticket_id', '=', ticketId).execute(); // no row without its address
      continue;
    }
    const set = Object.entries(columns).map(([column, blank]) => sql`${sql.ref(column)} = ${blank}`);
    const but = name === 'events' ? sql`and what <> 'erased'` : sql``;
    await sql`update ${sql.table(name)} set ${sql.join(set)} where ${belongsTo(name, ticketId)} ${but}`.execute(tx);
  }
}

function belongsTo(table: string, ticketId: number) {
  return sql`${sql.ref(table === 'tickets' ? 'id' : 'ticket_id')} = ${ticketId}`;
}

/** Changes every row of a ticket under the key that it belongs to. */
async function eachRow(
  tx: Kysely<Schema>,
  keys: Keyring,
  ticketId: number,
  change: (key: Buffer | null, table: keyof Schema, row: Row) => Row | null,
): Promise<void> {
  for (const { name, id, columns, key } of TABLES) {
    const names = [...new Set([...id, ...Object.keys(columns)])].map((column) => sql`t.${sql.ref(column)}`);
    const { rows } = await sql<Row>`
      select ${sql.join(names)}, ${sql.raw(key)} as data_key from ${sql.table(name)} as t
      where t.${belongsTo(name, ticketId)}`.execute(tx);
    for (const { data_key, ...row } of rows) {
      if (data_key === null) continue;
      const changed = change(await survivingKey(tx, keys, Number(data_key)), name, row);
      if (changed) await writeRow(tx, name, id, row, changed);
    }
  }
}

async function writeRow(
  tx: Kysely<Schema>,
  table: keyof Schema,
  id: readonly string[],
  before: Row,
  after: Row,
): Promise<void> {
  const set = Object.keys(after).filter((column) => after[column] !== before[column]);
  if (set.length === 0) return;
  const values = sql.join(set.map((column) => sql`${sql.ref(column)} = ${after[column]}`));
  const where = id.map((column) => sql`${sql.ref(column)} = ${before[column]}`);
  await sql`update ${sql.table(table)} set ${values} where ${sql.join(where, sql` and `)}`.execute(tx);
}

/** The place that a value is bound to. An address that is part of its row's name cannot be: it changes with the sealing. */
function placeOf(table: string, id: readonly string[], row: Row, column: string): string {
  return `${table}.${column}:${id
    .filter((part) => part !== column)
    .map((part) => row[part])
    .join('.')}`;
}

async function survivingKey(tx: Kysely<Schema>, keys: Keyring, id: number): Promise<Buffer | null> {
  const place = await tx.selectFrom('data_keys').select('office').where('id', '=', id).executeTakeFirst();
  return place ? keys.survivingDataKey({ office: place.office, number: id }) : null;
}
