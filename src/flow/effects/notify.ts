/** Letters to staff about a ticket, in the thread of the ticket's assignment. */

import { staffThread } from '../../register/outbox.ts';
import type { TicketRow } from '../../register/schema.ts';
import type { Filled } from '../../template/letterhead.ts';
import { type NoticeEvent, noticeLetter } from '../../template/notice.ts';
import type { Purpose } from '../../ticket/message-id.ts';
import type { StaffMember } from '../desk.ts';
import type { Step } from '../registration.ts';
import { staffFacts } from './facts.ts';
import type { FileRef } from './files.ts';
import { post } from './post.ts';

export interface ToMember {
  purpose: Extract<Purpose, 'assignment' | 'notice' | 'command-receipt'>;
  filled: Filled;
  files?: readonly FileRef[];
  /** The member's own letter that this one answers. */
  inReplyTo?: string | null;
  /** The delivery in whose place it is sent; the one that reached nobody and that it tells of. */
  insteadOf?: number;
  tellsOf?: number;
}

/** Writes to one of the staff. @returns the letter's Message-ID */
export async function writeToMember(
  step: Step,
  ticket: TicketRow,
  member: Pick<StaffMember, 'email'>,
  letter: ToMember,
): Promise<string> {
  const thread = await staffThread(step.tx, ticket.id, member.email);
  return post(step, {
    ticketId: ticket.id,
    keyId: ticket.key_id,
    purpose: letter.purpose,
    to: member.email,
    filled: letter.filled,
    automatic: letter.inReplyTo ? 'auto-replied' : 'auto-generated',
    inReplyTo: letter.inReplyTo ?? thread.at(-1) ?? null,
    references: thread,
    files: letter.files ?? [],
    ...(letter.insteadOf !== undefined && { insteadOf: letter.insteadOf }),
    ...(letter.tellsOf !== undefined && { tellsOf: letter.tellsOf }),
  });
}

/** Tells the ticket's operator, if it has one, what has happened to it. @returns was there anybody to tell? */
export async function notifyOperator(
  step: Step,
  ticket: TicketRow,
  event: NoticeEvent,
  files: readonly FileRef[] = [],
): Promise<boolean> {
  const member = step.desk.staff.find(({ email }) => email === ticket.operator);
  if (!member) return false;
  await notifyMember(step, ticket, member, event, files);
  return true;
}

/** Tells one of the staff what has happened to a ticket. @param tellsOf the delivery that reached nobody, when it is about that */
export async function notifyMember(
  step: Step,
  ticket: TicketRow,
  member: StaffMember,
  event: NoticeEvent,
  files: readonly FileRef[] = [],
  tellsOf?: number,
): Promise<void> {
  const filled = noticeLetter({
    ...staffFacts(step.desk, ticket, member),
    at: step.now,
    status: ticket.status,
    dueAt: new Date(ticket.due_at),
    event,
  });
  await writeToMember(step, ticket, member, {
    purpose: 'notice',
    filled,
    files,
    ...(tellsOf !== undefined && { tellsOf }),
  });
}
