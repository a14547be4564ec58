/** A ticket that staff put back to work gets into somebody's hands: its operator's, else whose turn it is (domain.md §5, §6). */
import type { TicketRow } from '../../register/schema.ts';
import type { Status } from '../../ticket/status.ts';
import type { StaffMember } from '../desk.ts';
import type { Step } from '../registration.ts';
import { distribute, giveTo } from './assign.ts';

/**
 * Mails the ticket to its operator, unless he put it back to work himself; one that nobody has is distributed.
 * @param before its status until now
 */
export async function resume(
  step: Step,
  ticket: TicketRow,
  before: Status,
  member: StaffMember,
  reason: string | null,
): Promise<TicketRow> {
  const { staff } = step.desk;
  if (staff.length === 0 || ticket.operator === member.email) return ticket;
  const assignment = {
    because: before === 'registered' ? ('new' as const) : ('returned' as const),
    passedBy: { name: member.name, reason },
  };
  const operator = staff.find(({ email }) => email === ticket.operator);
  return operator ? giveTo(step, ticket, operator, member.name, assignment) : distribute(step, ticket, assignment);
}
