/** Entries of a ticket's thread and their files. Words of the text go into the search index. */
import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { JudgedFile } from '../attachment/verdict.ts';
import { stems } from '../ticket/stems.ts';
import type { Register } from './register.ts';
import type { MessageRow, Schema } from './schema.ts';

export type NewMessage = Omit<MessageRow, 'id'>;

/** Adds an entry to a ticket's thread and its words to the search. @returns its row id */
export async function addMessage(tx: Kysely<Schema>, register: Register, message: NewMessage): Promise<number> {
  const { id } = await tx.insertInto('messages').values(message).returning('id').executeTakeFirstOrThrow();
  await indexWords(tx, register, { ...message, id });
  return id;
}

/** Makes the words of an entry findable. */
export async function indexWords(
  tx: Kysely<Schema>,
  register: Pick<Register, 'words'>,
  { id, subject, name, text }: Pick<MessageRow, 'id' | 'subject' | 'name' | 'text'>,
): Promise<void> {
  const words = stems(`${subject}\n${name ?? ''}\n${text}`);
  if (words.length > 0) await register.words.add(tx, id, words);
}

/**
 * Adds the files of an entry. Only what is known of them is written: their bytes stay in the letter, sealed once.
 * @returns the identifier given to each file, in order
 */
export async function addAttachments(
  tx: Kysely<Schema>,
  place: { ticketId: number; messageId: number },
  files: Omit<JudgedFile, 'content'>[],
): Promise<string[]> {
  if (files.length === 0) return [];
  const rows = files.map((file) => ({
    public_id: `F-${randomBytes(5).toString('hex').toUpperCase()}`,
    ticket_id: place.ticketId,
    message_id: place.messageId,
    name: file.name,
    type: file.type,
    declared: file.declared,
    bytes: file.bytes,
    verdict: file.verdict,
    reason: file.reason,
    sha256: file.sha256,
    advice: JSON.stringify(file.advice),
  }));
  await tx.insertInto('attachments').values(rows).execute();
  return rows.map((row) => row.public_id);
}

/** Message-IDs of the citizen's letters in a ticket, oldest first. */
export async function citizenThread(tx: Kysely<Schema>, ticketId: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('messages')
    .select('message_id')
    .where('ticket_id', '=', ticketId)
    .where('author', '=', 'citizen')
    .where('message_id', 'is not', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.message_id!);
}

/** What staff other than this one wrote to the citizen since a moment, oldest first. */
export async function answersByOthers(
  tx: Kysely<Schema>,
  ticketId: number,
  staff: string,
  since: number,
): Promise<MessageRow[]> {
  return tx
    .selectFrom('messages')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('author', '=', 'staff')
    .where('staff', '!=', staff)
    .where('at', '>', since)
    .orderBy('id')
    .execute();
}

/** The entries of a ticket's thread, oldest first. */
export async function threadOf(tx: Kysely<Schema>, ticketId: number): Promise<MessageRow[]> {
  return tx.selectFrom('messages').selectAll().where('ticket_id', '=', ticketId).orderBy('id').execute();
}

/** What staff wrote to the citizen last; null when they have not. */
export async function lastAsked(tx: Kysely<Schema>, ticketId: number): Promise<string | null> {
  const row = await tx
    .selectFrom('messages')
    .select('text')
    .where('ticket_id', '=', ticketId)
    .where('author', '=', 'staff')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.text.trim() || null;
}

/** An entry of a thread as a letter tells it. */
export type Told = Pick<MessageRow, 'at' | 'author' | 'name' | 'text'> & { cut: boolean };

/** How much of a thread is told. */
export interface Measure {
  /** Entries: the first one, and the newest. */
  entries: number;
  /** Characters of the first entry, and of each other. */
  first: number;
  other: number;
}

/**
 * A ticket's thread, oldest entry first, no more of it than asked for: it may hold hundreds of long letters.
 * @returns the first entry and the newest ones, and how many between them were left out
 */
export async function historyOf(
  tx: Kysely<Schema>,
  ticketId: number,
  { entries, first, other }: Measure,
): Promise<{ told: Told[]; omitted: number }> {
  const told = (most: number) =>
    tx
      .selectFrom('messages')
      .select(['id', 'at', 'author', 'name'])
      .select(sql<string>`substr(text, 1, ${most})`.as('text'))
      .select(sql<boolean>`length(text) > ${most}`.as('cut'))
      .where('ticket_id', '=', ticketId);
  const [opening] = await told(first).orderBy('id').limit(1).execute();
  if (!opening) return { told: [], omitted: 0 };
  const newest = await told(other)
    .where('id', '>', opening.id)
    .orderBy('id', 'desc')
    .limit(entries - 1)
    .execute();
  const shown = [opening, ...newest.toReversed()];
  const omitted = (await countOf(tx, ticketId)) - shown.length;
  return { told: shown.map(({ id: _id, cut, ...entry }) => ({ ...entry, cut: Boolean(cut) })), omitted };
}

async function countOf(tx: Kysely<Schema>, ticketId: number): Promise<number> {
  const query = tx.selectFrom('messages').select(({ fn }) => fn.countAll<number>().as('count'));
  return Number((await query.where('ticket_id', '=', ticketId).executeTakeFirstOrThrow()).count);
}

/** Has anybody of the staff written to the citizen? */
export async function isAnswered(tx: Kysely<Schema>, ticketId: number): Promise<boolean> {
  const answer = tx.selectFrom('messages').select('id').where('ticket_id', '=', ticketId).where('author', '=', 'staff');
  return (await answer.limit(1).executeTakeFirst()) !== undefined;
}
