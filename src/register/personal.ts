/**
 * Where personal data stands readable in the register: the one list that erasure, archive and backup go by. In the running
 * register these columns are readable because they are searched; wherever a copy may lie for years they are sealed, each
 * under the data key of its ticket or letter, so that destroying that key takes them out of every copy (152-FZ art. 21).
 *
 * Enters: a register or a copy of it, the office's keys. Leaves: the same with the columns sealed, opened or blank.
 */
import { type Kysely, sql } from 'kysely';
import type { Keyring } from './keys.ts';
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
  { name: 'outbox', id: ['id'], columns: { recipient: '', mailbox: '', last_response: null }, key: OF_TICKET },
  {
    name: 'letters',
    id: ['id'],
    columns: { message_id: null, from_address: null, subject: null, omitted: null, error: null },
    key: 't.key_id',
  },
];

type Row = Record<string, string | number | null>;

/** Seals the readable columns. @param ticketId only of this ticket; null: of all */
export function sealPersonal(tx: Kysely<Schema>, keys: Keyring, ticketId: number | null): Promise<void> {
  return eachValue(tx, keys, ticketId, (key, value, place) => seal(key, Buffer.from(value), place).toString('base64'));
}

/**
 * Opens what `sealPersonal` sealed; of a key that was destroyed the columns stay blank.
 * @throws Fault SEAL_BROKEN, KEY_UNKNOWN
 */
export function openPersonal(tx: Kysely<Schema>, keys: Keyring, ticketId: number | null): Promise<void> {
  return eachValue(tx, keys, ticketId, (key, value, place) =>
    open(key, Buffer.from(value, 'base64'), place).toString(),
  );
}

/** Opens the columns of one row that was read; for a ticket in the archive. @throws Fault SEAL_BROKEN */
export function openRow<T extends object>(key: Buffer, table: keyof Schema, row: T): T {
  const { columns, id } = TABLES.find(({ name }) => name === table)!;
  const opened: Row = { ...row } as Row;
  for (const [column, blank] of Object.entries(columns)) {
    const value = opened[column];
    if (typeof value === 'string' && value !== blank)
      opened[column] = open(key, Buffer.from(value, 'base64'), placeOf(table, id, opened, column)).toString();
  }
  return opened as T;
}

/** Makes the readable columns of a ticket and of its letters blank. */
export async function blankPersonal(tx: Kysely<Schema>, ticketId: number): Promise<void> {
  for (const { name, columns } of TABLES) {
    if (name === 'members') continue; // no row without its address
    const set = Object.entries(columns).map(([column, blank]) => sql`${sql.ref(column)} = ${blank}`);
    const but = name === 'events' ? sql`and what <> 'erased'` : sql``;
    await sql`update ${sql.table(name)} set ${sql.join(set)} where ${belongsTo(name, ticketId)} ${but}`.execute(tx);
  }
  await tx.deleteFrom('members').where('ticket_id', '=', ticketId).execute();
}

function belongsTo(table: string, ticketId: number) {
  return sql`${sql.ref(table === 'tickets' ? 'id' : 'ticket_id')} = ${ticketId}`;
}

/** So many rows, by their number, stand in memory at once. */
const PAGE = 500;

/** Changes every value of the list under the key that it belongs to. */
async function eachValue(
  tx: Kysely<Schema>,
  keys: Keyring,
  ticketId: number | null,
  change: (key: Buffer, value: string, place: string) => string,
): Promise<void> {
  for (const table of TABLES) {
    const from = sql.table(table.name);
    const first = sql.ref(table.id[0]!);
    const only = ticketId === null ? sql`` : sql`where ${belongsTo(table.name, ticketId)}`;
    const bounds = await sql<{ least: number | null; most: number | null }>`
      select min(${first}) as least, max(${first}) as most from ${from} ${only}`.execute(tx);
    const { least, most } = bounds.rows[0]!;
    if (least === null || most === null) continue;
    const names = [...new Set([...table.id, ...Object.keys(table.columns)])].map((column) => sql`t.${sql.ref(column)}`);
    for (let at = least; at <= most; at += PAGE) {
      const { rows } = await sql<Row>`
        select ${sql.join(names)}, ${sql.raw(table.key)} as data_key from ${from} as t
        where t.${first} between ${at} and ${at + PAGE - 1}
        ${ticketId === null ? sql`` : sql`and t.${belongsTo(table.name, ticketId)}`}`.execute(tx);
      for (const row of rows) await changeRow(tx, keys, table, row, change);
    }
  }
}

async function changeRow(
  tx: Kysely<Schema>,
  keys: Keyring,
  { name, id, columns }: PersonalTable,
  row: Row,
  change: (key: Buffer, value: string, place: string) => string,
): Promise<void> {
  if (row.data_key === null) return;
  const key = await survivingKey(tx, keys, row.data_key as number);
  const set = Object.entries(columns).flatMap(([column, blank]) => {
    const value = row[column];
    if (typeof value !== 'string' || value === blank) return [];
    const next = key === null ? blank : change(key, value, placeOf(name, id, row, column));
    return [sql`${sql.ref(column)} = ${next}`];
  });
  if (set.length === 0) return;
  const where = id.map((column) => sql`${sql.ref(column)} = ${row[column]}`);
  await sql`update ${sql.table(name)} set ${sql.join(set)} where ${sql.join(where, sql` and `)}`.execute(tx);
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
