/** The first schema of the register. Never edited after release: a change is a new file beside this one. */
import type { ColumnBuilderCallback, CreateTableBuilder, Kysely } from 'kysely';
import type { ColumnTypes } from '../dialect.ts';

const required: ColumnBuilderCallback = (column) => column.notNull();

/** Makes every table. `types` names what databases call differently. */
export async function up(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const table = (name: string) => db.schema.createTable(name);
  const numbered = (name: string): CreateTableBuilder<string, 'id'> =>
    table(name).addColumn('id', types.id, (column) => types.identity(column.primaryKey()));

  await numbered('data_keys').addColumn('office', 'text', required).addColumn('destroyed_at', 'bigint').execute();

  await numbered('letters')
    .addColumn('account', 'text', required)
    .addColumn('folder', 'text', required)
    .addColumn('uid_validity', 'text', required)
    .addColumn('uid', 'bigint', required)
    .addColumn('generation', 'integer', required)
    .addColumn('internal_date', 'bigint', required)
    .addColumn('received_at', 'bigint', required)
    .addColumn('stored_at', 'bigint', required)
    .addColumn('size', 'bigint', required)
    .addColumn('partial', 'integer', required)
    .addColumn('withheld', 'integer', required)
    .addColumn('omitted', 'text')
    .addColumn('silent', 'integer', required)
    .addColumn('digest', 'text', required)
    .addColumn('key_id', types.id, (column) => column.notNull().references('data_keys.id'))
    .addColumn('state', 'text', required)
    .addColumn('tries', 'integer', required)
    .addColumn('suspect', 'integer', required)
    .addColumn('claimed_by', 'text')
    .addColumn('next_try_at', 'bigint', required)
    .addColumn('put_off_at', 'bigint')
    .addColumn('by_hand', 'text')
    .addColumn('error', 'text')
    .addColumn('class', 'text')
    .addColumn('message_id', 'text')
    .addColumn('from_address', 'text')
    .addColumn('subject', 'text')
    .addColumn('content_key', 'text')
    .addColumn('ticket_id', types.id)
    .addColumn('flood', 'text')
    .addUniqueConstraint('letters_place', ['account', 'folder', 'uid_validity', 'uid', 'generation'])
    .execute();
  await db.schema.createIndex('letters_digest').on('letters').column('digest').execute();
  await db.schema.createIndex('letters_content').on('letters').column('content_key').execute();
  await db.schema.createIndex('letters_due').on('letters').columns(['state', 'next_try_at']).execute();
  await db.schema.createIndex('letters_ticket').on('letters').column('ticket_id').execute();

  await table('letter_bytes')
    .addColumn('letter_id', types.id, (column) => column.primaryKey().references('letters.id'))
    .addColumn('sealed', types.bytes, required)
    .execute();

  await table('sequences')
    .addColumn('year', 'integer', (column) => column.primaryKey())
    .addColumn('last', 'integer', required)
    .execute();

  await numbered('tickets')
    .addColumn('number', 'text', (column) => column.notNull().unique())
    .addColumn('status', 'text', required)
    .addColumn('subject', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('category', 'text', required)
    .addColumn('urgent', 'integer', required)
    .addColumn('alarm', 'text')
    .addColumn('repeated', 'integer', required)
    .addColumn('from_address', 'text')
    .addColumn('from_name', 'text')
    .addColumn('surname', 'text')
    .addColumn('given', 'text')
    .addColumn('patronymic', 'text')
    .addColumn('missing', 'text', required)
    .addColumn('lacks', 'text')
    .addColumn('by_office', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('key_id', types.id, (column) => column.notNull().references('data_keys.id'))
    .addColumn('snils_sealed', types.bytes)
    .addColumn('snils_index', 'text')
    .addColumn('inn_sealed', types.bytes)
    .addColumn('inn_index', 'text')
    .addColumn('phone_sealed', types.bytes)
    .addColumn('phone_index', 'text')
    .addColumn('department', 'text')
    .addColumn('operator', 'text')
    .addColumn('accused', 'text', (column) => column.notNull().defaultTo('[]'))
    .addColumn('received_at', 'bigint', required)
    .addColumn('registered_at', 'bigint', required)
    .addColumn('due_at', 'bigint', required)
    .addColumn('changed_at', 'bigint', required)
    .addColumn('closed_at', 'bigint')
    .addColumn('remind_at', 'bigint')
    .addColumn('close_at', 'bigint')
    .addColumn('citizen_address', 'text')
    .addColumn('held_back', 'text')
    .addColumn('archived_at', 'bigint')
    .addColumn('erased_at', 'bigint')
    .execute();
  for (const column of ['snils_index', 'inn_index', 'phone_index', 'status', 'from_address', 'remind_at', 'close_at']) {
    await db.schema.createIndex(`tickets_${column}`).on('tickets').column(column).execute();
  }

  const ofTicket: ColumnBuilderCallback = (column) => column.notNull().references('tickets.id');
  await table('members')
    .addColumn('ticket_id', types.id, ofTicket)
    .addColumn('address', 'text', required)
    .addPrimaryKeyConstraint('members_key', ['ticket_id', 'address'])
    .execute();
  await table('relations')
    .addColumn('ticket_id', types.id, ofTicket)
    .addColumn('related_id', types.id, ofTicket)
    .addColumn('reason', 'text', required)
    .addPrimaryKeyConstraint('relations_key', ['ticket_id', 'related_id'])
    .execute();

  await numbered('messages')
    .addColumn('ticket_id', types.id, ofTicket)
    .addColumn('letter_id', types.id, (column) => column.references('letters.id').unique())
    .addColumn('at', 'bigint', required)
    .addColumn('author', 'text', required)
    .addColumn('name', 'text')
    .addColumn('message_id', 'text')
    .addColumn('subject', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('quoted', 'text', required)
    .addColumn('intent', 'text')
    .addColumn('staff', 'text')
    .execute();
  await db.schema.createIndex('messages_ticket').on('messages').column('ticket_id').execute();
  await db.schema.createIndex('messages_message_id').on('messages').column('message_id').execute();

  await numbered('attachments')
    .addColumn('public_id', 'text', (column) => column.notNull().unique())
    .addColumn('ticket_id', types.id, ofTicket)
    .addColumn('message_id', types.id, (column) => column.notNull().references('messages.id'))
    .addColumn('name', 'text', required)
    .addColumn('type', 'text')
    .addColumn('declared', 'text')
    .addColumn('bytes', 'bigint', required)
    .addColumn('verdict', 'text', required)
    .addColumn('reason', 'text')
    .addColumn('advice', 'text', required)
    .addColumn('sha256', 'text', required)
    .execute();
  await db.schema.createIndex('attachments_ticket').on('attachments').column('ticket_id').execute();

  await numbered('events')
    .addColumn('ticket_id', types.id)
    .addColumn('letter_id', types.id)
    .addColumn('at', 'bigint', required)
    .addColumn('who', 'text', required)
    .addColumn('what', 'text', required)
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('nonce', 'text')
    .addColumn('digest', 'text', required)
    .addColumn('hash', 'text', required)
    .execute();
  await db.schema.createIndex('events_ticket').on('events').column('ticket_id').execute();

  await numbered('outbox')
    .addColumn('ticket_id', types.id, ofTicket)
    .addColumn('purpose', 'text', required)
    .addColumn('recipient', 'text', required)
    .addColumn('mailbox', 'text', required)
    .addColumn('envelope_from', 'text', required)
    .addColumn('message_id', 'text', (column) => column.notNull().unique())
    .addColumn('key_id', types.id, (column) => column.notNull().references('data_keys.id'))
    .addColumn('counted', 'integer', required)
    .addColumn('files', 'text')
    .addColumn('instead_of', types.id)
    .addColumn('tells_of', types.id)
    .addColumn('state', 'text', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('last_response', 'text')
    .addColumn('queued_at', 'bigint', required)
    .addColumn('next_try_at', 'bigint', required)
    .addColumn('put_off_at', 'bigint')
    .addColumn('claimed_by', 'text')
    .addColumn('done_at', 'bigint')
    .execute();
  await table('outbox_bytes')
    .addColumn('outbox_id', types.id, (column) => column.primaryKey().references('outbox.id'))
    .addColumn('sealed', types.bytes, required)
    .addColumn('filled', types.bytes)
    .execute();
  await db.schema.createIndex('outbox_due').on('outbox').columns(['state', 'next_try_at']).execute();
  await db.schema.createIndex('outbox_mailbox').on('outbox').columns(['mailbox', 'queued_at']).execute();
  await db.schema.createIndex('outbox_ticket').on('outbox').column('ticket_id').execute();

  await table('held')
    .addColumn('notice_id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('letter_id', types.id, (column) => column.notNull().references('letters.id'))
    .addColumn('ticket_id', types.id, ofTicket)
    .addColumn('staff', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('at', 'bigint', required)
    .addColumn('settled_at', 'bigint')
    .execute();
  await db.schema.createIndex('held_letter').on('held').column('letter_id').execute();
  await table('unreachable')
    .addColumn('ticket_id', types.id, ofTicket)
    .addColumn('address', 'text', required)
    .addColumn('status', 'text')
    .addColumn('since', 'bigint', required)
    .addPrimaryKeyConstraint('unreachable_key', ['ticket_id', 'address'])
    .execute();
  await db.schema.createIndex('unreachable_address').on('unreachable').column('address').execute();

  await table('instances')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('host', 'text', required)
    .addColumn('pid', 'bigint', required)
    .addColumn('started', 'text', required)
    .addColumn('beats', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await table('leases')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', required)
    .execute();
  // Claims of others are looked for among many letters that nobody has.
  for (const name of ['letters', 'outbox']) {
    await db.schema
      .createIndex(`${name}_claimed`)
      .on(name)
      .column('claimed_by')
      .where('claimed_by' as never, 'is not', null)
      .execute();
  }

  await table('arrivals')
    .addColumn('sender', 'text', required)
    .addColumn('domain', 'text')
    .addColumn('at', 'bigint', required)
    .execute();
  for (const column of ['sender', 'domain']) {
    await db.schema.createIndex(`arrivals_${column}`).on('arrivals').columns([column, 'at']).execute();
  }
  await table('floods')
    .addColumn('mark', 'text', (column) => column.primaryKey())
    .addColumn('since', 'bigint', required)
    .execute();

  await table('facts')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', required)
    .execute();
}
