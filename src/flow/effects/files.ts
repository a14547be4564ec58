/** Files of a ticket's letters, with their bytes, to be enclosed in a letter to staff or to the citizen. */
import type { JudgedFile } from '../../attachment/verdict.ts';
import { letterBytes } from '../../register/letters.ts';
import type { LetterRow } from '../../register/schema.ts';
import type { Enclosure } from '../../smtp/compose.ts';
import type { Step } from '../registration.ts';

const TYPES: Record<string, string> = { pdf: 'application/pdf', jpg: 'image/jpeg', png: 'image/png' };

/** Accepted files as enclosures. */
export function enclosuresOf(files: readonly JudgedFile[]): Enclosure[] {
  return files
    .filter(({ verdict }) => verdict === 'accepted')
    .map(({ name, type, content }) => ({
      name,
      contentType: TYPES[type ?? ''] ?? 'application/octet-stream',
      content,
    }));
}

/**
 * The accepted files of all letters of a ticket. Their bytes stand in the letters only, so these are read again: for the
 * rare case that a ticket gets its operator later than its letters.
 */
export async function enclosuresOfTicket({ tx, desk }: Step, ticketId: number): Promise<Enclosure[]> {
  const letters = await tx
    .selectFrom('letters')
    .selectAll('letters')
    .innerJoin('messages', 'messages.letter_id', 'letters.id')
    .where('messages.ticket_id', '=', ticketId)
    .where('messages.author', '=', 'citizen')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('attachments')
          .select('attachments.id')
          .whereRef('attachments.message_id', '=', 'messages.id')
          .where('attachments.verdict', '=', 'accepted'),
      ),
    )
    .orderBy('letters.id')
    .execute();
  const enclosures: Enclosure[] = [];
  for (const letter of letters as LetterRow[]) {
    const examination = await desk.examiner.examine(await letterBytes(desk.register, letter, tx));
    if (examination.examined) enclosures.push(...enclosuresOf(examination.findings.files));
  }
  return enclosures;
}
