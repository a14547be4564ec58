/**
 * A ticket's thread as people read it: what citizen and staff wrote, and our automatic letters to the citizen. Of the latter
 * the register keeps nothing but the sealed bytes that were sent; they are opened for whoever looks. Reading only.
 */
import { readOwnLetter } from '../letter/own-letter.ts';
import type { Purpose } from '../ticket/message-id.ts';
import { deliveryBytes } from './outbox.ts';
import type { Register } from './register.ts';
import type { MessageRow, OutboxRow } from './schema.ts';

/** An entry of the thread that no letter to us made. */
export interface AutomaticEntry {
  at: number;
  name: string | null;
  messageId: string;
  /** Message-ID of the letter that it answers. */
  inReplyTo: string | null;
  text: string;
}

/** What goes to the citizen and may be automatic. Answers are written by people, and stand in the thread as theirs. */
const TO_CITIZEN: readonly Purpose[] = ['receipt', 'status', 'request'];

/** The automatic letters among what was sent about a ticket; what was held back for good was told to nobody. */
export async function automaticEntries(register: Register, sent: readonly OutboxRow[]): Promise<AutomaticEntry[]> {
  const entries: AutomaticEntry[] = [];
  for (const row of sent) {
    if (!TO_CITIZEN.includes(row.purpose) || row.state === 'suppressed') continue;
    const { name, inReplyTo, automatic, text } = readOwnLetter(await deliveryBytes(register, row));
    if (automatic) entries.push({ at: row.queued_at, name, messageId: row.message_id, inReplyTo, text });
  }
  return entries;
}

/** Puts automatic letters between the others: each below what came before it, and below what it answers. */
export function threaded(
  messages: readonly MessageRow[],
  automatic: readonly AutomaticEntry[],
): (MessageRow | AutomaticEntry)[] {
  const after = Map.groupBy(automatic, ({ at, inReplyTo }) =>
    messages.findLastIndex((one) => one.at <= at || (inReplyTo !== null && one.message_id === inReplyTo)),
  );
  const below = (index: number) => after.get(index) ?? [];
  return [...below(-1), ...messages.flatMap((message, index) => [message, ...below(index)])];
}
