/** Entries of a ticket's thread and their files. Words of the text go into the search index. */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { JudgedFile } from '../attachment/verdict.ts';
import { stems } from '../ticket/stems.ts';
import type { Register } from './register.ts';
import type { MessageRow, Schema } from './schema.ts';

export type NewMessage = Omit<MessageRow, 'id'>;

/** Adds an entry to a ticket's thread and its words to the search. @returns its row id */
export async function addMessage(tx: Kysely<Schema>, register: Register, message: NewMessage): Promise<number> {
  const { id } = await tx.insertInto('messages').values(message).returning('id').executeTakeFirstOrThrow();
  const words = stems(`${message.subject}\n${message.name ?? ''}\n${message.text}`);
  if (words.length > 0) await register.words.add(tx, id, words);
  return id;
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
  }));
  await tx.insertInto('attachments').values(rows).execute();
  return rows.map((row) => row.public_id);
}
