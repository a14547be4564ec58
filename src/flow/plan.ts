/**
 * What an operator's letter orders, held against the ticket and the office: a plan that can be carried out whole, or what
 * stands against it. Pure. One objection and nothing of the letter is applied (domain.md §8).
 */
import type { Order, StaffOrders } from '../ticket/command.ts';
import { type Verb, WORDING } from '../ticket/command-word.ts';
import { mayHold, seniorOf } from '../ticket/route.ts';
import { findDepartment, findStaff } from '../ticket/staff.ts';
import { mayPass, STATUS_TITLES, type Status } from '../ticket/status.ts';
import { type Day, instantOf } from '../ticket/zone.ts';
import type { Department, Desk, StaffMember } from './desk.ts';

/** Why a line cannot be applied, in words an operator understands. */
export interface Objection {
  /** The line; empty for the letter as a whole. */
  line: string;
  why: string;
  /** What would be right; may be empty. */
  allowed: string[];
  /** The command is understood; it is this ticket, or this moment, that stands against it. */
  understood?: true;
}

export interface Plan {
  /** For the citizen, without a canned answer; empty when nothing goes to him. */
  text: string;
  /** The canned answer that stands before the text. */
  template: { name: string; line: string } | null;
  status: {
    to: Exclude<Status, 'registered' | 'awaiting_info'>;
    reason: string | null;
    line: string;
  } | null;
  /** What the citizen is asked for. */
  ask: { text: string; line: string } | null;
  note: { text: string; line: string } | null;
  assignTo: { member: StaffMember; line: string } | null;
  department: { department: Department; line: string } | null;
  due: { at: Date; reason: string; line: string } | null;
  senior: { member: StaffMember; reason: string; line: string } | null;
  /** Files go with it. */
  files: boolean;
  /** Lines further down that are commands of ours, below other text. */
  strays: string[];
}

/** Does anything of it reach the citizen? A note or a transfer stays in the office. */
export function reachesCitizen({ text, template, ask, status, due, files, note }: Plan): boolean {
  return (
    text !== '' || template !== null || ask !== null || status !== null || due !== null || (files && note === null)
  );
}

/** What the plan is held against. */
export interface Circumstances {
  ticket: { status: Status; department: string | null; accused: string };
  member: StaffMember;
  staff: readonly StaffMember[];
  departments: readonly Department[];
  /** The canned answer of that name, however it was typed; null when there is none. */
  findTemplate(typed: string): string | null;
  templates: readonly string[];
  hasFiles: boolean;
  now: Date;
  timeZone: string;
  /** Minutes since midnight at which a working day ends. */
  closes: number;
}

/** Gathers the circumstances of an order about this ticket. */
export function circumstancesOf(
  desk: Desk,
  about: Pick<Circumstances, 'ticket' | 'member' | 'hasFiles' | 'now'>,
): Circumstances {
  const { staff, departments, renderer, office, closes } = desk;
  const { find: findTemplate, names: templates } = renderer.answers;
  return { ...about, staff, departments, findTemplate, templates, timeZone: office.timeZone, closes };
}

const EMPTY: Plan = {
  text: '',
  template: null,
  status: null,
  ask: null,
  note: null,
  assignTo: null,
  department: null,
  due: null,
  senior: null,
  files: false,
  strays: [],
};

/** @returns the plan, or every objection together */
export function planOf(orders: StaffOrders, around: Circumstances): Plan | Objection[] {
  const plan: Plan = { ...EMPTY, text: orders.text.trim(), files: around.hasFiles, strays: orders.strays };
  const objections: Objection[] = [...orders.errors];
  if (around.member.role === 'auditor') {
    const why = 'Ваша роль — наблюдать: отвечать по обращениям могут другие.';
    objections.push({ line: '', why, allowed: [], understood: true });
  }
  for (const command of orders.commands) {
    const problem = takeUp(plan, command, command.line, around);
    if (problem) objections.push({ line: command.line, ...problem, understood: true });
  }
  if (orders.commands.length === 0 && plan.text === '' && !around.hasFiles && objections.length === 0) {
    objections.push({ line: '', why: 'В письме нет ни ответа, ни команды.', allowed: [], understood: true });
  }
  return objections.length > 0 ? objections : plan;
}

type Problem = Omit<Objection, 'line' | 'understood'>;

/** Puts one order into the plan. @returns what stands against it, null when nothing does */
function takeUp(plan: Plan, order: Order, line: string, around: Circumstances): Problem | null {
  switch (order.do) {
    case 'resolve':
    case 'reject':
    case 'close':
    case 'resume': {
      const to = ({ resolve: 'resolved', reject: 'rejected', close: 'closed', resume: 'in_progress' } as const)[
        order.do
      ];
      plan.status = { to, reason: order.reason ?? null, line };
      return forbidden(around.ticket.status, to);
    }
    case 'ask':
      plan.ask = { text: order.text, line };
      return around.ticket.status === 'awaiting_info' ? null : forbidden(around.ticket.status, 'awaiting_info');
    case 'note':
      plan.note = { text: order.text, line };
      return null;
    case 'assign': {
      const found = findStaff(order.to, around.staff).filter(mayHold);
      plan.assignTo = { member: found[0]!, line };
      if (found.length === 1 && accusedOf(around).includes(found[0]!.email)) return ACCUSED;
      return onlyOne(
        found,
        'Такого сотрудника нет в списке.',
        'Под это имя подходят несколько сотрудников.',
        (one) => one.name,
      );
    }
    case 'department': {
      const found = findDepartment(order.to, around.departments);
      plan.department = { department: found[0]!, line };
      if (found.length === 1) return null;
      return { why: 'Такого отдела нет.', allowed: around.departments.map(({ id, title }) => `${id} (${title})`) };
    }
    case 'due':
      return takeUpDue(plan, order, line, around);
    case 'senior': {
      const others = around.staff.filter(({ email }) => !accusedOf(around).includes(email));
      const member = seniorOf(around.ticket.department, others);
      if (!member) return { why: 'В списке сотрудников нет старшего.', allowed: [] };
      plan.senior = { member, reason: order.reason, line };
      return null;
    }
    case 'template': {
      const name = around.findTemplate(order.name);
      plan.template = name === null ? null : { name, line };
      return name === null ? { why: 'Такого шаблона нет.', allowed: [...around.templates] } : null;
    }
  }
}

const ACCUSED: Problem = {
  why: 'На этого сотрудника жалуются в этом обращении, поэтому вести его он не может.',
  allowed: [],
};

function accusedOf({ ticket }: Circumstances): string[] {
  return JSON.parse(ticket.accused);
}

/** A day given ends when the office closes; a day that is over helps nobody. */
function takeUpDue(
  plan: Plan,
  order: { day: Day; reason: string },
  line: string,
  around: Circumstances,
): Problem | null {
  const at = instantOf(order.day, around.closes, around.timeZone);
  plan.due = { at, reason: order.reason, line };
  return at > around.now ? null : { why: 'Этот день уже прошёл.', allowed: [] };
}

/** The order by which a letter of staff passes to a status; back to work only the citizen and the console lead. */
const WAYS: Partial<Record<Status, Verb>> = {
  awaiting_info: 'ask',
  resolved: 'resolve',
  rejected: 'reject',
  closed: 'close',
};

function forbidden(from: Status, to: Status): Problem | null {
  if (mayPass(from, to)) return null;
  const ways = (Object.keys(STATUS_TITLES) as Status[]).filter((status) => mayPass(from, status));
  const why =
    from === to
      ? `Обращение уже в статусе «${STATUS_TITLES[to]}».`
      : `Из статуса «${STATUS_TITLES[from]}» нельзя перейти в «${STATUS_TITLES[to]}».`;
  return { why, allowed: ways.map((status) => `«${STATUS_TITLES[status]}» (${wayTo(status)})`) };
}

function wayTo(status: Status): string {
  const verb = WAYS[status];
  return verb ? WORDING[verb].form : 'у администратора, командой ticket set';
}

function onlyOne<T>(found: readonly T[], none: string, several: string, show: (one: T) => string): Problem | null {
  if (found.length === 1) return null;
  return found.length === 0 ? { why: none, allowed: [] } : { why: several, allowed: found.map(show) };
}
