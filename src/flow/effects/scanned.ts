/** What the antivirus scanner told of a letter goes into the journal, where staff can examine the case (domain.md §4). */
import type { Kysely } from 'kysely';
import { recordEvents } from '../../register/events.ts';
import type { Schema } from '../../register/schema.ts';
import type { Registration } from '../registration.ts';
import type { ScanNote } from '../scan.ts';

const FOUND = 'virus found';

/** Writes it down. @param ticketId null when the letter belongs to no ticket */
export async function recordScan({ tx, letter, notes, now }: Registration, ticketId: number | null): Promise<void> {
  await recordEvents(
    tx,
    notes.map(({ file, signature }) => ({
      ...(ticketId !== null && { ticketId }),
      letterId: letter.id,
      at: now.getTime(),
      who: 'service',
      what: signature === null ? 'not scanned' : FOUND,
      after: { file, ...(signature !== null && { signature }) },
    })),
  );
}

/** Was something found in the letter in hand outside its files? */
export function foundBeyondFiles(notes: readonly ScanNote[]): boolean {
  return notes.some(({ file, signature }) => file === null && signature !== null);
}

/** What was found in letters of a ticket outside their files. @param letterId only in this letter */
export async function infectionsOf(
  tx: Kysely<Schema>,
  ticketId: number,
  letterId: number | null = null,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('events')
    .select('after')
    .where('ticket_id', '=', ticketId)
    .where('what', '=', FOUND)
    .$if(letterId !== null, (query) => query.where('letter_id', '=', letterId!))
    .orderBy('id')
    .execute();
  const found = rows.map(({ after }) => JSON.parse(after ?? '{}') as { file: string | null; signature: string });
  return found.filter(({ file }) => file === null).map(({ signature }) => signature);
}
