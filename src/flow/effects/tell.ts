/** Letters to the citizen about his ticket: they go to the address he answers from, in the thread of his last letter. */

import { citizenThread } from '../../register/messages.ts';
import type { TicketRow } from '../../register/schema.ts';
import { isUnreachable } from '../../register/unreachable.ts';
import type { Enclosure } from '../../smtp/enclosure.ts';
import type { Filled } from '../../template/letterhead.ts';
import type { Purpose } from '../../ticket/message-id.ts';
import type { Step } from '../registration.ts';
import type { FileRef } from './files.ts';
import { post } from './post.ts';

export interface Telling {
  purpose: Purpose;
  filled: Filled;
  /** An operator's words are no automatic mail (contract.md, «Automatic mail»). */
  byPerson?: boolean;
  files?: readonly FileRef[];
  /** Files that came by no letter. */
  enclosures?: readonly Enclosure[];
}

/** @returns did it go out? `nobody`: the ticket tells no address; `unreachable`: kept, for his address takes no letters */
export async function tellCitizen(
  step: Step,
  ticket: TicketRow,
  telling: Telling,
): Promise<'sent' | 'unreachable' | 'nobody'> {
  if (!ticket.citizen_address) return 'nobody';
  const thread = await citizenThread(step.tx, ticket.id);
  const unreachable = await isUnreachable(step.tx, ticket.citizen_address);
  await post(step, {
    ticketId: ticket.id,
    keyId: ticket.key_id,
    purpose: telling.purpose,
    to: ticket.citizen_address,
    filled: telling.filled,
    automatic: telling.byPerson ? null : 'auto-generated',
    inReplyTo: thread.at(-1) ?? null,
    references: thread.slice(0, -1),
    files: telling.files ?? [],
    enclosures: telling.enclosures ?? [],
    counted: telling.purpose === 'request',
  });
  return unreachable ? 'unreachable' : 'sent';
}
