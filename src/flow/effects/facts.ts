/** What every letter about a ticket tells: the office, the number, whom it greets, what comes next. */
import type { Item } from '../../identity/missing.ts';
import type { TicketRow } from '../../register/schema.ts';
import type { ToCitizen, ToStaff } from '../../template/letterhead.ts';
import type { Prospect } from '../../template/prospect.ts';
import type { Desk } from '../desk.ts';

/** For a letter to the citizen. */
export function citizenFacts(desk: Desk, ticket: TicketRow): ToCitizen & Prospect & { subject: string } {
  const { office, reopenDays, rules } = desk;
  return {
    office,
    timeZone: office.timeZone,
    number: ticket.number,
    applicant: ticket.by_office === 1 ? null : ticket,
    subject: ticket.subject,
    dueAt: new Date(ticket.due_at),
    reopenDays,
    limits: rules.files,
  };
}

/** For a letter to one of the staff. */
export function staffFacts(desk: Desk, ticket: TicketRow, reader: { name: string }): ToStaff {
  const { office } = desk;
  return { office, timeZone: office.timeZone, number: ticket.number, reader, subject: ticket.subject };
}

/** What the service asked the citizen for and waits for; what the ticket goes on without is not asked for again. */
export function awaitedItems({ missing, lacks }: Pick<TicketRow, 'missing' | 'lacks'>): Item[] {
  return lacks === null ? JSON.parse(missing) : [];
}
