/**
 * What a person at the console orders for a ticket: held against the ticket by the rules of mail commands and carried out
 * by the same code, in ONE transaction (domain.md §8). Enters: who, which ticket, orders. Leaves: what was done, or what
 * stands against it, and then nothing is changed. The letters that come of it stand in the outbox.
 */
import type { JudgedFile } from '../attachment/verdict.ts';
import { bringBack } from '../register/archive.ts';
import type { TicketRow } from '../register/schema.ts';
import { ticketById } from '../register/tickets.ts';
import { isUnreachable } from '../register/unreachable.ts';
import type { StaffOrders } from '../ticket/command.ts';
import { findStaff } from '../ticket/staff.ts';
import type { Status } from '../ticket/status.ts';
import type { Desk, StaffMember } from './desk.ts';
import { act } from './effects/act.ts';
import { resume } from './effects/resume.ts';
import { circumstancesOf, type Objection, type Plan, planOf, reachesCitizen } from './plan.ts';
import type { Step } from './registration.ts';

export interface ConsoleOrder {
  /** Canonical number of the ticket. */
  number: string;
  /** Name or address of the person, as typed. */
  as: string;
  orders: StaffOrders;
  files: readonly JudgedFile[];
}

/** What has been done. */
export interface Done {
  before: Status;
  after: Status;
  /** What became of the letter to the citizen; `none`: the order is none of his concern. */
  toCitizen: 'queued' | 'unreachable' | 'no-address' | 'none';
  /** Letters that wait in the outbox now, to staff too. */
  queued: number;
}

/** Carries an order out and offers its deliveries to the queue. @returns every objection together when it cannot be done */
export async function orderAtConsole(desk: Desk, order: ConsoleOrder): Promise<Done | Objection[]> {
  const member = memberCalled(order.as, desk.staff);
  if (Array.isArray(member)) return member;
  const deliveries: number[] = [];
  const outcome = await desk.register.transaction(async (tx) => {
    const found = await tx.selectFrom('tickets').selectAll().where('number', '=', order.number).executeTakeFirst();
    if (!found) return [objection(`Обращения ${order.number} нет.`)];
    if (found.erased_at !== null) return [objection(`Данные обращения ${order.number} удалены, изменить его нельзя.`)];
    const now = desk.clock();
    await bringBack(tx, desk.register, found.id, now.getTime());
    const ticket = await ticketById(tx, found.id);
    const step: Step = { tx, desk, now, deliveries };
    const about = { ticket, member, hasFiles: order.files.length > 0, now: step.now };
    const plan = planOf(order.orders, circumstancesOf(desk, about));
    if (Array.isArray(plan)) return plan;
    return carryOut(step, ticket, member, plan, order.files);
  });
  if (!Array.isArray(outcome)) for (const id of deliveries) await desk.queue.offer('delivery', id);
  return outcome;
}

async function carryOut(
  step: Step,
  ticket: TicketRow,
  member: StaffMember,
  plan: Plan,
  files: readonly JudgedFile[],
): Promise<Done> {
  const source = { letterId: null, messageId: null, files };
  const acted = await act(step, ticket, member, plan, source);
  if (plan.status?.to === 'in_progress') await resume(step, acted, ticket.status, member, plan.status.reason);
  return {
    before: ticket.status,
    after: acted.status,
    toCitizen: reachesCitizen(plan) ? await wayToCitizen(step, ticket) : 'none',
    queued: step.deliveries.length,
  };
}

async function wayToCitizen({ tx }: Step, { citizen_address }: TicketRow): Promise<Done['toCitizen']> {
  if (!citizen_address) return 'no-address';
  return (await isUnreachable(tx, citizen_address)) ? 'unreachable' : 'queued';
}

/** Names that the journal gives to what no person did. */
const NOBODY = ['service', 'citizen'];

/** The one who is meant; an office without a directory takes the name as typed. */
/** The one of the staff who is meant. @returns what stands against it when nobody or several are */
export function memberCalled(typed: string, staff: readonly StaffMember[]): StaffMember | Objection[] {
  const name = typed.trim().replace(/[\s\p{C}]+/gu, ' ');
  if (staff.length === 0) {
    const person = /\p{L}/u.test(name) && !NOBODY.includes(name.toLowerCase());
    if (!person) return [objection(`«${name}» — не имя сотрудника.`)];
    return { name, email: '', position: null, department: null, role: 'operator' };
  }
  const found = findStaff(name, staff);
  if (found.length === 1) return found[0]!;
  if (found.length === 0) {
    return [objection(`Сотрудника «${name}» нет в списке.`, staff.map(labelOf))];
  }
  return [objection(`Под имя «${name}» подходят несколько сотрудников.`, found.map(labelOf))];
}

/** Namesakes are told apart by their addresses. */
function labelOf({ name, email }: StaffMember): string {
  return `${name} <${email}>`;
}

function objection(why: string, allowed: string[] = []): Objection {
  return { line: '', why, allowed };
}
