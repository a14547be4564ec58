/** Letters to the citizen about his ticket: they go to the address he answers from, in the thread of his last letter. */

import { citizenThread } from '../../register/messages.ts';
import type { TicketRow } from '../../register/schema.ts';
import type { Enclosure } from '../../smtp/compose.ts';
import type { Filled } from '../../template/letterhead.ts';
import type { Purpose } from '../../ticket/message-id.ts';
import type { Step } from '../registration.ts';
import { post } from './post.ts';

export interface Telling {
  purpose: Purpose;
  filled: Filled;
  /** An operator's words are no automatic mail (contract.md, «Automatic mail»). */
  byPerson?: boolean;
  enclosures?: readonly Enclosure[];
}

/** @returns the letter's Message-ID; null when the ticket has nobody who could be written to */
export async function tellCitizen(step: Step, ticket: TicketRow, telling: Telling): Promise<string | null> {
  if (!ticket.citizen_address) return null;
  const thread = await citizenThread(step.tx, ticket.id);
  return post(step, {
    ticketId: ticket.id,
    keyId: ticket.key_id,
    purpose: telling.purpose,
    to: ticket.citizen_address,
    filled: telling.filled,
    automatic: telling.byPerson ? null : 'auto-generated',
    inReplyTo: thread.at(-1) ?? null,
    references: thread.slice(0, -1),
    enclosures: telling.enclosures ?? [],
  });
}
