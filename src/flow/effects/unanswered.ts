/** The citizen has not answered what he was asked: he is reminded once, and in the end his ticket is closed (contract.md, «Tickets and people»). */
import { recordEvents } from '../../register/events.ts';
import { lastAsked } from '../../register/messages.ts';
import type { TicketRow } from '../../register/schema.ts';
import { updateTicket } from '../../register/tickets.ts';
import { reminderLetter } from '../../template/reminder.ts';
import { statusChangedLetter } from '../../template/status-changed.ts';
import type { Step } from '../registration.ts';
import { changeStatus } from './change.ts';
import { awaitedItems, citizenFacts } from './facts.ts';
import { tellCitizen } from './tell.ts';

/** Reminds him, and never again of the same. */
export async function remindCitizen(step: Step, ticket: TicketRow): Promise<void> {
  const { tx, desk, now } = step;
  const reminded = await updateTicket(tx, ticket.id, { remind_at: null });
  const waitsUntil = ticket.close_at === null ? null : new Date(ticket.close_at);
  await recordEvents(tx, [
    { ticketId: ticket.id, at: now.getTime(), who: 'service', what: 'citizen reminded', after: { waitsUntil } },
  ]);
  const filled = reminderLetter({
    ...citizenFacts(desk, reminded),
    receivedAt: new Date(ticket.received_at),
    asked: await lastAsked(tx, ticket.id),
    missing: awaitedItems(ticket),
    snilsInvalid: ticket.snils_sealed !== null,
    waitsUntil,
  });
  await tellCitizen(step, reminded, { purpose: 'request', filled });
}

const UNANSWERED = 'мы не получили от вас ответа';

/** Closes it and says so. */
export async function closeUnanswered(step: Step, ticket: TicketRow): Promise<void> {
  const closed = await changeStatus(step, ticket, { to: 'closed', who: 'service', reason: UNANSWERED });
  const change = { at: step.now, before: ticket.status, after: 'closed' as const, reason: UNANSWERED };
  const filled = statusChangedLetter({ ...citizenFacts(step.desk, closed), change, unanswered: true });
  await tellCitizen(step, closed, { purpose: 'status', filled });
}
