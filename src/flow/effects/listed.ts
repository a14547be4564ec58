/** The files of a ticket, or of one entry of its thread, as letters to staff list them. */
import type { Kysely } from 'kysely';
import type { Schema } from '../../register/schema.ts';
import type { ListedFile } from '../../template/listed-files.ts';

/** @param messageId only the files of this entry */
export async function listedFilesOf(
  tx: Kysely<Schema>,
  ticketId: number,
  messageId: number | null = null,
): Promise<ListedFile[]> {
  const rows = await tx
    .selectFrom('attachments')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .$if(messageId !== null, (query) => query.where('message_id', '=', messageId!))
    .orderBy('id')
    .execute();
  return rows.map(({ public_id, name, declared, type, bytes, verdict, reason, advice }) => ({
    id: public_id,
    name,
    declared,
    type,
    bytes,
    verdict,
    reason,
    advice: JSON.parse(advice),
  }));
}
