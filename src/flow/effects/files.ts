/** Files of a ticket that may go with a letter to staff or to the citizen: named here, read when the letter is sent (gather.ts). */
import type { Kysely } from 'kysely';
import type { JudgedFile } from '../../attachment/verdict.ts';
import type { OutboxRow, Schema } from '../../register/schema.ts';
import type { Enclosure } from '../../smtp/enclosure.ts';

const TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
  txt: 'text/plain',
  zip: 'application/zip',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** A file of the register that a letter may carry. */
export interface FileRef {
  /** Row id. */
  row: number;
  /** As people see it. */
  id: string;
  name: string;
  contentType: string;
  bytes: number;
}

/** The accepted files of a ticket's citizen, oldest first. */
export function filesOfTicket(tx: Kysely<Schema>, ticketId: number): Promise<FileRef[]> {
  return refs(tx, (query) =>
    query.where('attachments.ticket_id', '=', ticketId).where('messages.author', '=', 'citizen'),
  );
}

/** The accepted files of one entry of a thread. */
export function filesOfEntry(tx: Kysely<Schema>, messageId: number): Promise<FileRef[]> {
  return refs(tx, (query) => query.where('messages.id', '=', messageId));
}

/** The files that were to go with a letter of ours. */
export async function filesOfDelivery(tx: Kysely<Schema>, { files }: Pick<OutboxRow, 'files'>): Promise<FileRef[]> {
  const rows: number[] = files === null ? [] : JSON.parse(files);
  return rows.length === 0 ? [] : refs(tx, (query) => query.where('attachments.id', 'in', rows));
}

/** Of files that came by no letter nothing stands in the register but what was sent. */
function accepted(tx: Kysely<Schema>) {
  return tx
    .selectFrom('attachments')
    .innerJoin('messages', 'messages.id', 'attachments.message_id')
    .select(['attachments.id', 'public_id', 'attachments.name', 'attachments.type', 'attachments.bytes'])
    .where('verdict', '=', 'accepted')
    .where('messages.letter_id', 'is not', null)
    .orderBy('attachments.id');
}

type Query = ReturnType<typeof accepted>;

async function refs(tx: Kysely<Schema>, only: (query: Query) => Query): Promise<FileRef[]> {
  return (await only(accepted(tx)).execute()).map(({ id, public_id, name, type, bytes }) => {
    return { row: id, id: public_id, name, contentType: contentTypeOf(type), bytes };
  });
}

/** Files that came by no letter, with their bytes. */
export function enclosuresOf(files: readonly JudgedFile[]): Enclosure[] {
  return files
    .filter(({ verdict }) => verdict === 'accepted')
    .map(({ name, type, content }) => ({ name, contentType: contentTypeOf(type), content }));
}

/** The Content-Type of a file that was found to be of this type. */
export function contentTypeOf(type: string | null): string {
  return TYPES[type ?? ''] ?? 'application/octet-stream';
}
