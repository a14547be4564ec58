/** A letter opens a ticket: number, row, people, first message, files, journal, and the receipt in the outbox. */
import { recordEvents } from '../../register/events.ts';
import { addMembers, addTicket, nextSequence, relateTickets } from '../../register/tickets.ts';
import { dueAt } from '../../ticket/deadline.ts';
import { formatNumber } from '../../ticket/number.ts';
import { answerAddress, type Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { answerNew } from './answer.ts';
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
  const due = dueAt(now, desk.answerTerm, desk.calendar);
  const ticketId = await addTicket(
    tx,
    desk.register.keys,
    key,
    {
      number,
      status: decision.status,
      subject: findings.letter.subject,
      kind: findings.kind,
      category: findings.category,
      urgent: findings.urgent,
      repeated: findings.repeated,
      from: findings.letter.from,
      citizenAddress: answerAddress(findings.letter),
      fio: findings.identity.fio,
      numbers: findings.identity,
      missing: findings.missing,
      department: departmentOf(registration),
      receivedAt: letter.received_at,
      dueAt: due.getTime(),
    },
    now.getTime(),
  );
  await addMembers(tx, ticketId, peopleOf(registration));
  if (decision.related) await relateTickets(tx, ticketId, decision.related.id, 'names the number');
  const files = await addLetterToThread(registration, ticketId);
  await recordEvents(tx, [
    {
      ticketId,
      letterId: letter.id,
      at: now.getTime(),
      who: 'service',
      what: 'registered',
      after: { status: decision.status, missing: findings.missing, defects: findings.letter.defects },
    },
  ]);
  const ticket = {
    id: ticketId,
    keyId: key.id,
    number,
    status: decision.status,
    missing: findings.missing,
    dueAt: due,
  };
  await answerNew(registration, ticket, files, decision.reply);
  return ticketId;
}

/** An alarm goes to the department named for it, everything else by its category (domain.md §5). */
function departmentOf({ desk, findings }: Registration): string | null {
  const { departments } = desk;
  const named = findings.alarm && departments.find(({ purpose }) => purpose === findings.alarm);
  return (named ?? departments.find(({ categories }) => categories.includes(findings.category)))?.id ?? null;
}

function yearIn(date: Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en', { year: 'numeric', timeZone }).format(date));
}
