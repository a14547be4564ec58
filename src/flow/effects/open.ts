/** A letter opens a ticket: number, row, people, first message, files, journal, and the receipt in the outbox. */
import type { Fio } from '../../identity/identity.ts';
import { openNumbers, type PersonalNumbers } from '../../register/applicant.ts';
import { dataKey } from '../../register/data-key.ts';
import { recordEvents } from '../../register/events.ts';
import type { TicketRow } from '../../register/schema.ts';
import { addMembers, addTicket, nextSequence, relateTickets, ticketById } from '../../register/tickets.ts';
import type { Origin } from '../../template/receipt.ts';
import { dueAt } from '../../ticket/deadline.ts';
import { formatNumber } from '../../ticket/number.ts';
import { NO_PATIENCE, patienceFrom } from '../../ticket/patience.ts';
import { seniorOf } from '../../ticket/route.ts';
import { localTime } from '../../ticket/zone.ts';
import type { Decision, Link } from '../decide.ts';
import type { StaffMember } from '../desk.ts';
import type { Registration } from '../registration.ts';
import { accusedIn } from './accused.ts';
import { answerNew } from './answer.ts';
import { distribute, giveTo } from './assign.ts';
import { tellOfFlood } from './flood.ts';
import { notifyOperator } from './notify.ts';
import { peopleOf } from './people.ts';
import { addLetterToThread } from './thread.ts';

/** Carries out `open`. @returns the ticket's row id */
export async function openTicket(
  registration: Registration,
  decision: Extract<Decision, { do: 'open' }>,
): Promise<number> {
  const { tx, desk, letter, findings, key, now } = registration;
  const { office } = desk;
  const year = yearIn(now, office.timeZone);
  const number = formatNumber(office.ticketPrefix, year, await nextSequence(tx, year), office.ticketDigits);
  const due = dueAt(now, findings.alarm === 'security' ? desk.breakInTerm : desk.answerTerm, desk.calendar);
  const asks = decision.status === 'awaiting_info' && decision.reply.do === 'send';
  const waits = asks ? patienceFrom(now, desk.reminders, desk.calendar) : NO_PATIENCE;
  const earlier = decision.linked && (await ticketById(tx, decision.linked.ticket.id));
  const goesOn = decision.inherits ? earlier : null;
  const ticketId = await addTicket(
    tx,
    desk.register.keys,
    key,
    {
      number,
      status: decision.status,
      subject: findings.letter.subject,
      kind: decision.kind,
      category: findings.category,
      urgent: findings.urgent,
      alarm: findings.alarm,
      repeated: findings.repeated || decision.linked?.why === 'repeated',
      from: findings.letter.from,
      citizenAddress: decision.answerTo,
      ...(await applicantOf(registration, goesOn)),
      missing: decision.missing,
      lacks: decision.lacks,
      byOffice: findings.byOffice,
      remindAt: waits.remindAt?.getTime() ?? null,
      closeAt: waits.closeAt?.getTime() ?? null,
      department: null,
      accused: accusedIn(decision.kind, findings, desk.staff),
      receivedAt: letter.received_at,
      dueAt: due.getTime(),
      heldBack: decision.heldBack,
    },
    now.getTime(),
  );
  await addMembers(tx, ticketId, peopleOf(registration, decision.admits));
  const files = await addLetterToThread(registration, ticketId);
  await recordEvents(tx, [
    {
      ticketId,
      letterId: letter.id,
      at: now.getTime(),
      who: 'service',
      what: 'registered',
      after: {
        status: decision.status,
        missing: decision.missing,
        ...(decision.lacks && { lacks: decision.lacks }),
        defects: findings.letter.defects,
        ...(findings.classification.doubtful && { doubtful: true }),
        ...(findings.authorship.doubt && { senderDenied: findings.authorship.doubt }),
        ...(decision.linked && { linkedWith: decision.linked.ticket.number, matchedBy: decision.linked.ticket.rule }),
      },
    },
  ]);
  if (decision.heldBack) {
    await tellOfFlood(registration, ticketId, decision.heldBack);
    return ticketId;
  }
  if (earlier && decision.linked) await link(registration, ticketId, earlier, decision.linked.why);
  const row = await handOver(registration, await ticketById(tx, ticketId), decision, earlier);
  await answerNew(
    registration,
    {
      id: ticketId,
      keyId: key.id,
      number,
      status: row.status,
      missing: decision.missing,
      lacks: decision.lacks,
      byOffice: findings.byOffice,
      dueAt: due,
    },
    files,
    decision.reply,
    originOf(registration, decision),
  );
  return ticketId;
}

/** To the operators at once when nothing is missing; an appeal to a senior (domain.md §7). Imported letters go to nobody. */
async function handOver(
  registration: Registration,
  ticket: TicketRow,
  decision: Extract<Decision, { do: 'open' }>,
  earlier: TicketRow | null,
): Promise<TicketRow> {
  const { findings, letter } = registration;
  if (decision.status === 'awaiting_info' || letter.silent === 1) return ticket;
  const { onBehalfOf } = findings.identity;
  const senior = decision.linked?.why === 'appeal' ? appealedTo(registration, ticket, earlier) : null;
  const assignment = {
    because: senior ? ('appeal' as const) : ('new' as const),
    onBehalfOf,
    disowned: findings.disowned !== null,
    doubtful: findings.classification.doubtful,
    earlier: decision.inherits ? earlier : null,
  };
  return senior
    ? giveTo(registration, ticket, senior, 'service', assignment)
    : distribute(registration, ticket, assignment);
}

/** The senior of the department that decided, unless the appeal is about him. */
function appealedTo({ desk }: Registration, { accused }: TicketRow, earlier: TicketRow | null): StaffMember | null {
  const others = desk.staff.filter(({ email }) => !(JSON.parse(accused) as string[]).includes(email));
  return seniorOf(earlier?.department ?? null, others);
}

/** Links the two tickets, and tells the operator of the earlier one. */
async function link(registration: Registration, ticketId: number, earlier: TicketRow, why: Link): Promise<void> {
  const { tx, findings } = registration;
  await relateTickets(tx, ticketId, earlier.id, why);
  const { number } = await ticketById(tx, ticketId);
  await notifyOperator(
    registration,
    earlier,
    why === 'appeal'
      ? { what: 'appealed', appeal: number, text: findings.text }
      : why === 'names the number'
        ? { what: 'related', other: number }
        : { what: 'continued', by: number },
  );
}

function originOf({ desk }: Registration, { linked }: Extract<Decision, { do: 'open' }>): Origin | null {
  if (!linked || linked.why === 'names the number') return null;
  const because = ({ late: 'closed-long-ago', repeated: 'repeat', appeal: 'appeal' } as const)[linked.why];
  return { number: linked.ticket.number, because, reopenDays: desk.reopenDays };
}

/** What the letter tells of its writer; what it leaves out is taken from the ticket that it goes on with. */
async function applicantOf(
  { tx, desk, findings }: Registration,
  earlier: TicketRow | null,
): Promise<{ fio: Fio | null; numbers: PersonalNumbers }> {
  const { identity, missing } = findings;
  if (!earlier) return { fio: identity.fio, numbers: identity };
  const old = openNumbers(await dataKey(desk.register, tx, earlier.key_id), earlier);
  return {
    fio: missing.includes('fio') ? earlier : identity.fio,
    numbers: {
      snils: missing.includes('snils') ? old.snils : identity.snils,
      inn: identity.inn ?? old.inn,
      phone: identity.phone ?? old.phone,
    },
  };
}

function yearIn(date: Date, timeZone: string): number {
  return Number(localTime(date, timeZone).day.slice(0, 4));
}
