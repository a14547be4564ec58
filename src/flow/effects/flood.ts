/** Letters of a flood: in the register, and in nobody's hands. A senior is told once a day of each flood, the log too. */
import { organisationOf } from '../../letter/domain.ts';
import { mailboxOf } from '../../letter/mailbox.ts';
import { isFloodNews } from '../../register/arrivals.ts';
import { recordEvents } from '../../register/events.ts';
import type { Flood } from '../../register/schema.ts';
import { ticketById } from '../../register/tickets.ts';
import { seniorOf } from '../../ticket/route.ts';
import type { Decision } from '../decide.ts';
import type { Registration } from '../registration.ts';
import { notifyMember } from './notify.ts';
import { addLetterToThread } from './thread.ts';

/** «С … за час пришло больше 60 писем». */
const NOBODY = 'неизвестного адреса';

/** Carries out `keep`. @returns the ticket's row id */
export async function keepInTicket(
  registration: Registration,
  { ticket, heldBack }: Extract<Decision, { do: 'keep' }>,
): Promise<number> {
  await addLetterToThread(registration, ticket.id);
  await tellOfFlood(registration, ticket.id, heldBack);
  return ticket.id;
}

/** Writes down that the letter in hand is held back, and says so where that is news. */
export async function tellOfFlood(registration: Registration, ticketId: number, flood: Flood): Promise<void> {
  const { tx, desk, letter, findings, now } = registration;
  await recordEvents(tx, [
    { ticketId, letterId: letter.id, at: now.getTime(), who: 'service', what: 'held back', after: { flood } },
  ]);
  const address = findings.letter.from?.address ?? '';
  const whose = flood === 'sender' ? mailboxOf(address) : organisationOf(address);
  if (!(await isFloodNews(tx, desk.register.keys, flood, whose, now.getTime()))) return;
  desk.log.warn({ letter: letter.id, flood }, 'a flood of letters is held back');
  const ticket = await ticketById(tx, ticketId);
  const senior = seniorOf(ticket.department, desk.staff);
  const limit = (flood === 'sender' ? desk.flood.perSender : desk.flood.perDomain) ?? 0;
  if (senior) await notifyMember(registration, ticket, senior, { what: 'flood', whose: whose || NOBODY, limit });
}
