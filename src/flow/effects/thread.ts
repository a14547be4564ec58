/** A letter becomes an entry of a ticket's thread, with its files. */
import { safeName } from '../../attachment/name.ts';
import type { JudgedFile } from '../../attachment/verdict.ts';
import type { OmittedFile } from '../../register/letters.ts';
import { addAttachments, addMessage } from '../../register/messages.ts';
import { clearUnreachable } from '../../register/unreachable.ts';
import type { Registration } from '../registration.ts';
import { recordScan } from './scanned.ts';

/** A file as the answer speaks of it. */
export interface FiledFile extends Omit<JudgedFile, 'content' | 'sha256'> {
  /** The identifier shown to citizen and staff. */
  id: string;
}

/**
 * Adds the letter to the thread, and what the scanner found to the journal. An address that a citizen writes from can be reached again.
 * @param author who it counts as: machine mail stands in the thread as automatic
 * @param mark stands behind the writer's name
 */
export async function addLetterToThread(
  registration: Registration,
  ticketId: number,
  author: 'citizen' | 'automatic' = 'citizen',
  mark: string | null = null,
): Promise<FiledFile[]> {
  const { tx, desk, letter, findings } = registration;
  const { from } = findings.letter;
  if (author === 'citizen' && from) await clearUnreachable(tx, from.address);
  const messageId = await addMessage(tx, desk.register, {
    ticket_id: ticketId,
    letter_id: letter.id,
    at: letter.received_at,
    author,
    name: [from?.name || from?.address, mark].filter(Boolean).join(', ') || null,
    message_id: findings.letter.messageId,
    subject: findings.letter.subject,
    text: findings.text,
    quoted: findings.quoted,
    intent: findings.intent,
    staff: null,
  });
  await recordScan(registration, ticketId);
  const files = [...findings.files, ...omittedFiles(letter.omitted)];
  const ids = await addAttachments(tx, { ticketId, messageId }, files);
  return files.map(({ name, type, declared, bytes, verdict, reason, advice }, index) => ({
    id: ids[index]!,
    name,
    type,
    declared,
    bytes,
    verdict,
    reason,
    advice,
  }));
}

/** The entry that the letter in hand has become. */
export async function entryOf({ tx, letter }: Registration): Promise<number> {
  const row = await tx.selectFrom('messages').select('id').where('letter_id', '=', letter.id).executeTakeFirstOrThrow();
  return row.id;
}

/** Of a letter of which only the headers came, everything else. */
const WHOLE = 'Текст письма';

/** What was left in the mailbox of a letter that did not come whole: refused unseen, for its size or for the server. */
function omittedFiles(json: string | null): Omit<JudgedFile, 'content'>[] {
  const omitted = json === null ? [] : (JSON.parse(json) as OmittedFile[]);
  return omitted.map(({ why, name, type, bytes }, index) => ({
    name: safeName(name ?? (why === 'withheld' && type === 'message/rfc822' ? WHOLE : null), null, index + 1),
    declared: type,
    type: null,
    bytes: decodedSize(bytes),
    verdict: 'refused',
    reason: why,
    advice: [],
    sha256: '',
  }));
}

/** Base64 with its line ends takes 78 octets for 57 (RFC 2045 §6.8). */
function decodedSize(encoded: number): number {
  return Math.floor((encoded * 57) / 78);
}
