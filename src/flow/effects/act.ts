/**
 * What staff ordered is carried out: the answer to the citizen, notes, days, transfers, the new status, and a receipt of it
 * all. The same for a letter with commands and for the console (domain.md §8).
 */

import type { JudgedFile } from '../../attachment/verdict.ts';
import { recordEvents } from '../../register/events.ts';
import { addAttachments, addMessage } from '../../register/messages.ts';
import type { TicketRow } from '../../register/schema.ts';
import { updateTicket } from '../../register/tickets.ts';
import { isUnreachable } from '../../register/unreachable.ts';
import { answerLetter } from '../../template/answer.ts';
import { type CommandReceiptFacts, commandReceiptLetter, type Done } from '../../template/command-receipt.ts';
import { extendedLetter } from '../../template/extended.ts';
import { requestLetter } from '../../template/request.ts';
import { statusChangedLetter } from '../../template/status-changed.ts';
import { textForCitizen } from '../../ticket/staff-text.ts';
import type { StaffMember } from '../desk.ts';
import type { Plan } from '../plan.ts';
import type { Step } from '../registration.ts';
import { distribute, giveTo } from './assign.ts';
import { changeStatus, waitAnew } from './change.ts';
import { citizenFacts, staffFacts } from './facts.ts';
import { enclosuresOf, filesOfEntry } from './files.ts';
import { notifyMember, writeToMember } from './notify.ts';
import { type Telling, tellCitizen } from './tell.ts';
import type { FiledFile } from './thread.ts';

/** Where an order came from. */
export interface Source {
  letterId: number | null;
  /** Message-ID of the letter; null for the console. */
  messageId: string | null;
  files: readonly JudgedFile[];
}

type Told = CommandReceiptFacts['citizen']['told'];

/** What has been done so far, for the receipt. */
interface Progress {
  ticket: TicketRow;
  done: Done[];
  told: Told;
  files: FiledFile[];
  /** What is said to the citizen, as an entry of the thread. */
  entry: number | null;
}

/** Carries a plan out. @returns the ticket as it is afterwards */
export async function act(
  step: Step,
  ticket: TicketRow,
  member: StaffMember,
  plan: Plan,
  source: Source,
): Promise<TicketRow> {
  const progress: Progress = { ticket, done: [], told: 'nothing', files: [], entry: null };
  await note(step, member, plan, source, progress);
  await extend(step, member, plan, progress);
  await speak(step, member, plan, source, progress);
  await passOn(step, member, plan, progress);
  if (source.messageId !== null && deservesReceipt(progress)) await receipt(step, member, plan, source, progress);
  return progress.ticket;
}

/** A plain answer gets none (contract.md, «Staff mail»), unless something of it did not reach the citizen. */
function deservesReceipt({ done, told, files }: Progress): boolean {
  return done.length > 0 || told === 'unreachable' || files.some(({ verdict }) => verdict === 'refused');
}

/** A note stands in the journal and never leaves the office. */
async function note(step: Step, member: StaffMember, plan: Plan, source: Source, progress: Progress): Promise<void> {
  if (!plan.note) return;
  await recordEvents(step.tx, [
    {
      ticketId: progress.ticket.id,
      ...(source.letterId !== null && { letterId: source.letterId }),
      at: step.now.getTime(),
      who: member.name,
      what: 'note',
      after: { text: plan.note.text },
    },
  ]);
  progress.done.push({ did: 'note', line: plan.note.line });
}

/** A new day, told to the citizen with its reason. */
async function extend(step: Step, member: StaffMember, plan: Plan, progress: Progress): Promise<void> {
  if (!plan.due) return;
  const { at, line } = plan.due;
  const reason = textForCitizen(plan.due.reason, member, step.desk.office.address);
  const before = new Date(progress.ticket.due_at);
  await recordEvents(step.tx, [
    {
      ticketId: progress.ticket.id,
      at: step.now.getTime(),
      who: member.name,
      what: 'due changed',
      before: { dueAt: before },
      after: { dueAt: at, reason },
    },
  ]);
  progress.ticket = await updateTicket(step.tx, progress.ticket.id, { due_at: at.getTime() });
  const facts = citizenFacts(step.desk, progress.ticket);
  const filled = extendedLetter({
    ...facts,
    dueBefore: before,
    dueAt: at,
    reason,
    waiting: progress.ticket.status === 'awaiting_info',
  });
  await tell(step, progress, 'due', { purpose: 'status', filled });
  progress.done.push({ did: 'due', line, before, after: at });
}

/** The operator's words and the new status, in one letter. */
async function speak(step: Step, member: StaffMember, plan: Plan, source: Source, progress: Progress): Promise<void> {
  const { desk, now } = step;
  const before = progress.ticket.status;
  const text = wordsOf(step, progress.ticket, member, plan);
  const says = text !== '' || plan.ask !== null || (source.files.length > 0 && !plan.note);
  const given = plan.status?.reason ?? null;
  const reason = given === null ? null : textForCitizen(given, member, desk.office.address);
  if (says || reason !== null) {
    const said = [plan.ask?.text ?? '', reason ?? '', text].filter((part) => part !== '').join('\n\n');
    await addStaffMessage(step, progress, member, said, source);
  }
  const to = plan.ask ? 'awaiting_info' : plan.status?.to;
  if (to) progress.ticket = await changeStatus(step, progress.ticket, { to, who: member.name, reason });
  if (plan.ask) progress.ticket = await waitAnew(step, progress.ticket);
  const { ticket } = progress;
  const line = plan.ask?.line ?? plan.status?.line;
  if (line) progress.done.push({ did: 'status', line, before, after: ticket.status });
  if (plan.template) progress.done.push({ did: 'template', ...plan.template });

  const facts = citizenFacts(desk, ticket);
  const operator = { name: member.name, position: member.position, address: member.email };
  const files = progress.files.filter(({ verdict }) => verdict === 'accepted');
  const carried = await carriedWith(step, source, progress);
  const change = ticket.status === before ? null : { at: now, before, after: ticket.status, reason };
  if (plan.ask) {
    const asked = [plan.ask.text, text].filter((part) => part !== '').join('\n\n');
    const filled = requestLetter({
      ...facts,
      text: textForCitizen(asked, member, desk.office.address),
      operator,
      files,
      at: now,
      before,
      missing: [],
      snilsInvalid: false,
      waitsUntil: ticket.close_at === null ? null : new Date(ticket.close_at),
    });
    await tell(step, progress, 'request', { purpose: 'request', filled, byPerson: true, ...carried });
  } else if (says) {
    const filled = answerLetter({ ...facts, text, operator, files, status: ticket.status, change });
    await tell(step, progress, 'answer', { purpose: 'answer', filled, byPerson: true, ...carried });
  } else if (change && change.after !== 'registered') {
    const filled = statusChangedLetter({ ...facts, change: { ...change, after: change.after } });
    await tell(step, progress, 'status', { purpose: 'status', filled });
  }
}

/** Files that came by a letter are read there when they go out; of others there is only what was typed at the console. */
async function carriedWith({ tx }: Step, source: Source, { entry }: Progress): Promise<Partial<Telling>> {
  if (source.letterId === null) return { enclosures: enclosuresOf(source.files) };
  return { files: entry === null ? [] : await filesOfEntry(tx, entry) };
}

async function tell(step: Step, progress: Progress, what: Told, telling: Telling): Promise<void> {
  const outcome = await tellCitizen(step, progress.ticket, telling);
  if (outcome !== 'nobody') progress.told = outcome === 'sent' ? what : 'unreachable';
}

/** The canned answer, then the operator's own words, without what is his alone. */
function wordsOf(step: Step, ticket: TicketRow, member: StaffMember, plan: Plan): string {
  const { desk } = step;
  const canned = plan.template
    ? desk.renderer.answers.render(plan.template.name, {
        ...citizenFacts(desk, ticket),
        receivedAt: new Date(ticket.received_at),
        status: ticket.status,
      })
    : '';
  return [canned, textForCitizen(plan.text, member, desk.office.address)].filter((part) => part !== '').join('\n\n');
}

/** Whatever words of staff the citizen gets stand in the thread: who appeals against a refusal disputes its reason. */
async function addStaffMessage(
  step: Step,
  progress: Progress,
  member: StaffMember,
  text: string,
  source: Source,
): Promise<void> {
  const { tx, desk } = step;
  const { ticket } = progress;
  const messageId = await addMessage(tx, desk.register, {
    ticket_id: ticket.id,
    letter_id: source.letterId,
    // When it was sent on, to the millisecond: whoever answers at the same time is told by it.
    at: step.now.getTime(),
    author: 'staff',
    name: member.name,
    message_id: source.messageId,
    subject: ticket.subject,
    text,
    quoted: '',
    intent: null,
    staff: member.email,
  });
  const ids = await addAttachments(tx, { ticketId: ticket.id, messageId }, [...source.files]);
  progress.entry = messageId;
  progress.files = source.files.map(({ content: _content, sha256: _sha256, ...file }, index) => {
    return { ...file, id: ids[index]! };
  });
}

/** To a department, a colleague, or a senior; the one who had it and the one who has it are both told. */
async function passOn(step: Step, member: StaffMember, plan: Plan, progress: Progress): Promise<void> {
  if (!plan.department && !plan.assignTo && !plan.senior) return;
  const { desk } = step;
  const had = desk.staff.find(({ email }) => email === progress.ticket.operator) ?? null;
  if (plan.department) {
    const { department, line } = plan.department;
    await recordEvents(step.tx, [
      {
        ticketId: progress.ticket.id,
        at: step.now.getTime(),
        who: member.name,
        what: 'department changed',
        before: { department: progress.ticket.department },
        after: { department: department.id },
      },
    ]);
    const moved = await updateTicket(step.tx, progress.ticket.id, { department: department.id, operator: null });
    progress.ticket = plan.assignTo || plan.senior ? moved : await distributeWithin(step, moved, department.id, member);
    progress.done.push({
      did: 'department',
      line,
      title: department.title,
      to: nameOf(desk.staff, progress.ticket.operator),
    });
  }
  const target = plan.senior ?? plan.assignTo;
  if (target) {
    const reason = plan.senior?.reason ?? null;
    progress.ticket = await giveTo(step, progress.ticket, target.member, member.name, {
      because: plan.senior ? 'escalated' : 'reassigned',
      passedBy: { name: member.name, reason },
    });
    const did = plan.senior ? 'senior' : 'assign';
    progress.done.push({ did, line: target.line, to: target.member.name });
  }
  const has = desk.staff.find(({ email }) => email === progress.ticket.operator) ?? null;
  if (had && has && had.email !== has.email) {
    const reason = plan.senior?.reason ?? null;
    await notifyMember(step, progress.ticket, had, {
      what: 'reassigned',
      from: had.name,
      to: has.name,
      by: member.name,
      reason,
      mine: false,
    });
  }
}

/** The department's own turn decides who gets it. */
async function distributeWithin(
  step: Step,
  ticket: TicketRow,
  department: string,
  member: StaffMember,
): Promise<TicketRow> {
  return distribute(step, ticket, {
    because: 'reassigned',
    passedBy: { name: member.name, reason: null },
    department,
  });
}

async function receipt(step: Step, member: StaffMember, plan: Plan, source: Source, progress: Progress): Promise<void> {
  const { desk } = step;
  const { ticket, done, told, files } = progress;
  const filled = commandReceiptLetter({
    ...staffFacts(desk, ticket, member),
    done,
    citizen: { told: await reallyTold(step, ticket, told) } as CommandReceiptFacts['citizen'],
    files,
    strays: plan.strays,
    status: ticket.status,
    dueAt: new Date(ticket.due_at),
    operator: nameOf(desk.staff, ticket.operator),
  });
  await writeToMember(step, ticket, member, { purpose: 'command-receipt', filled, inReplyTo: source.messageId });
}

/** What was written to an address that takes no letters stands in the ticket only. */
async function reallyTold({ tx }: Step, ticket: TicketRow, told: Told): Promise<Told> {
  const silent = ticket.citizen_address === null || (await isUnreachable(tx, ticket.citizen_address));
  return told !== 'nothing' && silent ? 'unreachable' : told;
}

function nameOf(staff: readonly StaffMember[], email: string | null): string | null {
  return staff.find((member) => member.email === email)?.name ?? null;
}
