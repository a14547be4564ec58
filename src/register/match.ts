/**
 * Which ticket a letter belongs to (domain.md §7): by our Message-ID that it answers, by an earlier letter of the same
 * thread, or by the number it names. A number alone proves nothing: the caller looks at `belongs`.
 */
import type { Kysely } from 'kysely';
import type { Schema, TicketRow } from './schema.ts';

export interface Match {
  ticket: TicketRow;
  rule: 'our-message-id' | 'earlier-letter' | 'number';
  /** The sender is one of the ticket's people. */
  belongs: boolean;
}

export interface Traces {
  /** Message-IDs of In-Reply-To and References, and for a bounce that of the letter that bounced. */
  references: string[];
  ticketRef: string | null;
  /** Sender's address; null when the letter has none. */
  from: string | null;
}

/** The first rule that finds a ticket decides; null when none does. */
export async function matchTicket(tx: Kysely<Schema>, traces: Traces): Promise<Match | null> {
  const found =
    (await byOurLetter(tx, traces.references)) ??
    (await byEarlierLetter(tx, traces.references)) ??
    (await byNumber(tx, traces.ticketRef));
  if (!found) return null;
  return { ...found, belongs: await isMember(tx, found.ticket.id, traces.from) };
}

type Found = Pick<Match, 'ticket' | 'rule'> | null;

async function byOurLetter(tx: Kysely<Schema>, references: string[]): Promise<Found> {
  if (references.length === 0) return null;
  const ticket = await tx
    .selectFrom('outbox')
    .innerJoin('tickets', 'tickets.id', 'outbox.ticket_id')
    .selectAll('tickets')
    .where('outbox.message_id', 'in', references)
    .orderBy('outbox.id', 'desc')
    .executeTakeFirst();
  return ticket ? { ticket, rule: 'our-message-id' } : null;
}

async function byEarlierLetter(tx: Kysely<Schema>, references: string[]): Promise<Found> {
  if (references.length === 0) return null;
  const ticket = await tx
    .selectFrom('messages')
    .innerJoin('tickets', 'tickets.id', 'messages.ticket_id')
    .selectAll('tickets')
    .where('messages.message_id', 'in', references)
    .orderBy('messages.id', 'desc')
    .executeTakeFirst();
  return ticket ? { ticket, rule: 'earlier-letter' } : null;
}

async function byNumber(tx: Kysely<Schema>, number: string | null): Promise<Found> {
  if (!number) return null;
  const ticket = await tx.selectFrom('tickets').selectAll().where('number', '=', number).executeTakeFirst();
  return ticket ? { ticket, rule: 'number' } : null;
}

async function isMember(tx: Kysely<Schema>, ticketId: number, address: string | null): Promise<boolean> {
  if (!address) return false;
  const row = await tx
    .selectFrom('members')
    .select('address')
    .where('ticket_id', '=', ticketId)
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst();
  return row !== undefined;
}
