/** A ticket goes to an operator: the row, the journal, and the letter by whose answer the citizen is answered (domain.md §5, §8). */

import type { Fio } from '../../identity/identity.ts';
import { isInnValid } from '../../identity/inn.ts';
import { isSnilsValid } from '../../identity/snils.ts';
import { openNumbers } from '../../register/applicant.ts';
import { dataKey } from '../../register/data-key.ts';
import { recordEvents } from '../../register/events.ts';
import { historyOf, isAnswered, type Measure, type Told } from '../../register/messages.ts';
import type { TicketRow } from '../../register/schema.ts';
import { lastAssigned, loadOfOperators, relatedTickets, updateTicket } from '../../register/tickets.ts';
import { type AssignmentFacts, assignmentLetter, type ThreadEntry } from '../../template/assignment.ts';
import { dueAt } from '../../ticket/deadline.ts';
import { assign, seniorOf } from '../../ticket/route.ts';
import type { StaffMember } from '../desk.ts';
import type { Step } from '../registration.ts';
import { staffFacts } from './facts.ts';
import { filesOfTicket } from './files.ts';
import { listedFilesOf } from './listed.ts';
import { notifyMember, writeToMember } from './notify.ts';
import { infectionsOf } from './scanned.ts';

export interface Assignment {
  because: AssignmentFacts['because'];
  passedBy?: { name: string; reason: string | null };
  onBehalfOf?: Fio | null;
  /** Our own mail server says that the sender is another than the letter tells. */
  disowned?: boolean;
  /** Reads like an automatic answer. */
  doubtful?: boolean;
  /** An earlier ticket that this one goes on with: its thread is told first. */
  earlier?: TicketRow | null;
  /** Id of the department that it must go to; absent: by category and alarm. */
  department?: string;
}

/**
 * Gives a ticket that has nobody to the operator whose turn it is; without staff it stays as it is. An operator who has
 * it makes it «В работе» (contract.md, «Statuses»). A complaint about one of the staff goes to a senior, else to whoever else
 * may have it, and never to him («Tickets and people»).
 * @returns the ticket as it is afterwards
 */
export async function distribute(step: Step, ticket: TicketRow, assignment: Assignment): Promise<TicketRow> {
  const { tx, desk } = step;
  const department = assignment.department ?? null;
  const accused: string[] = JSON.parse(ticket.accused);
  const others = desk.staff.filter(({ email }) => !accused.includes(email));
  const senior = accused.length > 0 ? seniorOf(department ?? ticket.department, others) : null;
  if (senior) return giveTo(step, ticket, senior, 'service', { ...assignment, because: 'complaint' });
  const route = assign({
    category: ticket.category,
    alarm: ticket.alarm,
    department,
    departments: desk.departments,
    staff: others,
    load: desk.staff.length > 0 ? await loadOfOperators(tx) : new Map(),
    lastAssigned: desk.staff.length > 0 ? await lastAssigned(tx) : new Map(),
  });
  const member = desk.staff.find(({ email }) => email === route.operator);
  if (!member && accused.length > 0) await tellSeniors(step, ticket);
  if (!member && route.department === ticket.department) return ticket;
  if (!member) return updateTicket(tx, ticket.id, { department: route.department });
  return giveTo(
    step,
    await updateTicket(tx, ticket.id, { department: route.department }),
    member,
    'service',
    assignment,
  );
}

/** A complaint that nobody may have: those who can find somebody are told, though they be meant themselves. */
async function tellSeniors(step: Step, ticket: TicketRow): Promise<void> {
  for (const senior of step.desk.staff.filter(({ role }) => role === 'senior')) {
    await notifyMember(step, ticket, senior, { what: 'complaint' });
  }
}

/** Gives a ticket to this member of the staff and mails it to him. @param who gave it, for the journal */
export async function giveTo(
  step: Step,
  ticket: TicketRow,
  member: StaffMember,
  who: string,
  assignment: Assignment,
): Promise<TicketRow> {
  const { tx, now } = step;
  const started = ticket.status === 'registered';
  await recordEvents(tx, [
    {
      ticketId: ticket.id,
      at: now.getTime(),
      who,
      what: 'assigned',
      before: { operator: ticket.operator },
      after: { operator: member.email, reason: assignment.passedBy?.reason ?? null },
    },
    ...(started
      ? [
          {
            ticketId: ticket.id,
            at: now.getTime(),
            who,
            what: 'status changed',
            before: { status: 'registered' },
            after: { status: 'in_progress', reason: null },
          },
        ]
      : []),
  ]);
  const given = await updateTicket(tx, ticket.id, {
    operator: member.email,
    held_back: null,
    ...(started && { status: 'in_progress' as const, changed_at: now.getTime() }),
  });
  const filled = assignmentLetter(await assignmentFacts(step, given, member, assignment));
  const files = await filesOfTicket(tx, given.id);
  await writeToMember(step, given, member, { purpose: 'assignment', filled, files });
  return given;
}

async function assignmentFacts(
  step: Step,
  ticket: TicketRow,
  member: StaffMember,
  assignment: Assignment,
): Promise<AssignmentFacts> {
  const { tx, desk } = step;
  const { told, omitted } = await historyOf(tx, ticket.id, OWN);
  const [first] = told;
  const { snils, inn, phone } = openNumbers(await dataKey(desk.register, tx, ticket.key_id), ticket);
  const { earlier } = assignment;
  return {
    ...staffFacts(desk, ticket, member),
    because: assignment.because,
    passedBy: assignment.passedBy ?? null,
    status: ticket.status,
    urgent: ticket.urgent === 1,
    repeated: ticket.repeated === 1,
    alarm: ticket.alarm,
    kind: ticket.kind,
    category: ticket.category,
    department: desk.departments.find(({ id }) => id === ticket.department) ?? null,
    applicant: {
      fio: { surname: ticket.surname, given: ticket.given, patronymic: ticket.patronymic },
      snils,
      snilsValid: snils === null ? null : isSnilsValid(snils),
      inn,
      innValid: inn === null ? null : isInnValid(inn),
      phone,
      onBehalfOf: assignment.onBehalfOf ?? null,
    },
    missing: JSON.parse(ticket.missing),
    lacks: ticket.lacks,
    disowned: assignment.disowned ?? false,
    doubtful: assignment.doubtful ?? false,
    from: ticket.from_address === null ? null : { address: ticket.from_address, name: ticket.from_name ?? '' },
    receivedAt: new Date(ticket.received_at),
    firstAnswerAt: (await isAnswered(tx, ticket.id))
      ? null
      : dueAt(new Date(ticket.received_at), desk.firstAnswerTerm, desk.calendar),
    dueAt: new Date(ticket.due_at),
    text: first?.text ?? '',
    files: await listedFilesOf(tx, ticket.id),
    infections: await infectionsOf(tx, ticket.id),
    earlier: earlier ? await earlierOf(step, earlier) : null,
    thread: told.length > 1 ? told.map(entryOf) : [],
    omitted,
    related: await relatedTickets(tx, ticket.id),
    commands: { departments: desk.departments, answers: desk.renderer.answers.names },
  };
}

/** So much of a thread stands in the letter; the rest is in the register. A first letter is shown whole, or nearly. */
const OWN: Measure = { entries: 20, first: 100_000, other: 5_000 };
const EARLIER: Measure = { entries: 20, first: 5_000, other: 5_000 };

async function earlierOf({ tx }: Step, { id, number, status }: TicketRow): Promise<AssignmentFacts['earlier']> {
  const { told, omitted } = await historyOf(tx, id, EARLIER);
  return { number, status, thread: told.map(entryOf), omitted };
}

function entryOf({ at, author, name, text, cut }: Told): ThreadEntry {
  return { at: new Date(at), from: author, name, text, cut };
}
