/** Files of a ticket's letters, with their bytes, to be enclosed in a letter to staff or to the citizen. */
import type { JudgedFile } from '../../attachment/verdict.ts';
import { letterBytes } from '../../register/letters.ts';
import type { Enclosure } from '../../smtp/compose.ts';
import type { Step } from '../registration.ts';

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

/** Accepted files as enclosures. */
export function enclosuresOf(files: readonly JudgedFile[]): Enclosure[] {
  return files.filter(({ verdict }) => verdict === 'accepted').map(enclosure);
}

/**
 * The accepted files of all letters of a ticket. Their bytes stand in the letters only, so these are read again: for the
 * rare case that a ticket gets its operator later than its letters. What was accepted is what the register says: the rules
 * may be others by now, and only the first reading was scanned.
 */
export async function enclosuresOfTicket({ tx, desk }: Step, ticketId: number): Promise<Enclosure[]> {
  const accepted = await tx
    .selectFrom('attachments')
    .innerJoin('messages', 'messages.id', 'attachments.message_id')
    .innerJoin('letters', 'letters.id', 'messages.letter_id')
    .select(['attachments.name', 'attachments.type', 'attachments.sha256', 'letters.id', 'letters.key_id'])
    .where('attachments.ticket_id', '=', ticketId)
    .where('attachments.verdict', '=', 'accepted')
    .where('messages.author', '=', 'citizen')
    .orderBy('attachments.id')
    .execute();
  const enclosures: Enclosure[] = [];
  for (const [id, files] of Map.groupBy(accepted, (file) => file.id)) {
    const { key_id } = files[0]!;
    const examination = await desk.examiner.examine(await letterBytes(desk.register, { id, key_id }, tx));
    if (!examination.examined) continue;
    const contents = new Map(examination.findings.files.map(({ sha256, content }) => [sha256, content]));
    for (const { name, type, sha256 } of files) {
      const content = contents.get(sha256);
      if (content) enclosures.push(enclosure({ name, type, content }));
    }
  }
  return enclosures;
}

function enclosure({ name, type, content }: Pick<JudgedFile, 'name' | 'type' | 'content'>): Enclosure {
  return { name, contentType: TYPES[type ?? ''] ?? 'application/octet-stream', content };
}
