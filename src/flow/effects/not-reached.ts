/**
 * A letter of ours was refused for good, at once or by a bounce: it reached nobody, and somebody who can act hears of it, once.
 * One to staff with files is sent again without them (contract.md, «Staff mail»); after that, and where there were none, a
 * senior is told; of a citizen's answer, the operator.
 */
import { recordEvents } from '../../register/events.ts';
import { deliveryFilled } from '../../register/outbox.ts';
import type { OutboxRow, TicketRow } from '../../register/schema.ts';
import { ticketById } from '../../register/tickets.ts';
import { TO_STAFF } from '../../ticket/message-id.ts';
import { seniorOf } from '../../ticket/route.ts';
import type { Step } from '../registration.ts';
import { filesOfDelivery } from './files.ts';
import { notifyMember, notifyOperator, writeToMember } from './notify.ts';
import { without } from './room.ts';

/** @param response what the mail server said */
export async function notReached(step: Step, row: OutboxRow, response: string | null): Promise<void> {
  if (row.purpose === 'command-receipt') return;
  const ticket = await ticketById(step.tx, row.ticket_id);
  if (ticket.erased_at !== null) return;
  if (!TO_STAFF.includes(row.purpose)) return tellOperator(step, ticket, row, response);
  if (row.files !== null && row.instead_of === null) return sendAgain(step, ticket, row);
  await tellSenior(step, ticket, row, response);
}

/** The same letter without its files, which are named in it. */
async function sendAgain(step: Step, ticket: TicketRow, row: OutboxRow): Promise<void> {
  const { tx, desk } = step;
  const filled = await deliveryFilled(desk.register, tx, row);
  if (filled === null) return;
  const left = without(filled, await filesOfDelivery(tx, row));
  await writeToMember(
    step,
    ticket,
    { email: row.recipient },
    {
      purpose: row.purpose as 'assignment' | 'notice',
      filled: { ...left, variables: { ...left.variables, fileless: true } },
      insteadOf: row.id,
    },
  );
}

/** A senior who is not the one who was not reached, and was not told of it yet; one who is complained of only where there is no other. */
async function tellSenior(step: Step, ticket: TicketRow, row: OutboxRow, response: string | null): Promise<void> {
  const { tx, desk, now } = step;
  const about = row.tells_of ?? row.instead_of ?? row.id;
  const tried = await tx.selectFrom('outbox').select('recipient').where('tells_of', '=', about).execute();
  const first = await tx.selectFrom('outbox').select('recipient').where('id', '=', about).executeTakeFirstOrThrow();
  const past = [first, ...tried].map(({ recipient }) => recipient.toLowerCase());
  const member = desk.staff.find(({ email }) => email === past[0]);
  const others = desk.staff.filter(({ email }) => !past.includes(email));
  const accused: string[] = JSON.parse(ticket.accused);
  const apart = others.filter(({ email }) => !accused.includes(email));
  const senior = seniorOf(ticket.department, apart) ?? seniorOf(ticket.department, others);
  if (row.tells_of === null) {
    await recordEvents(tx, [
      {
        ticketId: ticket.id,
        at: now.getTime(),
        who: 'service',
        what: 'staff not reached',
        after: { recipient: first.recipient, purpose: row.purpose, response },
      },
    ]);
  }
  if (!senior) {
    desk.log.error(
      { delivery: about, ticket: ticket.number },
      'a letter to staff reached nobody, and there is no senior to tell',
    );
    return;
  }
  const event = { what: 'undelivered' as const, to: member?.name ?? first.recipient, response };
  await notifyMember(step, ticket, senior, event, [], about);
}

/** What staff wrote did not reach the citizen; of receipts the deliveries tell. */
async function tellOperator(step: Step, ticket: TicketRow, row: OutboxRow, response: string | null): Promise<void> {
  if (row.purpose !== 'answer' && row.purpose !== 'request') return;
  await notifyOperator(step, ticket, { what: 'undelivered', to: null, response });
}
