/**
 * Which ticket a letter belongs to (domain.md §7), the first rule that finds one: the token in the address it was sent to,
 * our Message-ID that it answers, an earlier letter of the same thread, the number it names. Tokens prove that the writer
 * got our letter; the last two rules prove nothing: the caller looks at `belongs`.
 */
import type { Kysely } from 'kysely';
import { readMessageId } from '../ticket/message-id.ts';
import { readSubaddress } from '../ticket/subaddress.ts';
import type { Keyring } from './keys.ts';
import type { Schema, TicketRow } from './schema.ts';

export type MatchRule = 'address-token' | 'our-message-id' | 'earlier-letter' | 'number';

export interface Match {
  ticket: TicketRow;
  rule: MatchRule;
  /** The sender is one of the ticket's people. */
  belongs: boolean;
  /** Was the token that decided made for this address? False for everybody where no token decided. */
  madeFor(address: string): boolean;
}

export interface Traces {
  /** Every address that the letter was sent to. */
  addressedTo: readonly string[];
  /** Message-IDs of In-Reply-To and References, newest first, and for a bounce that of the letter that bounced. */
  references: readonly string[];
  ticketRef: string | null;
  /** Sender's address; null when the letter has none. */
  from: string | null;
}

type Found = Pick<Match, 'rule' | 'madeFor'> & { ticketId: number };

const forNobody = () => false;

/** The first rule that finds a ticket decides; null when none does. */
export async function matchTicket(tx: Kysely<Schema>, keys: Keyring, traces: Traces): Promise<Match | null> {
  const found =
    byAddress(keys, traces) ??
    byOurLetter(keys, traces) ??
    (await byEarlierLetter(tx, traces)) ??
    (await byNumber(tx, traces));
  if (!found) return null;
  const { ticketId, rule, madeFor } = found;
  const ticket = await tx.selectFrom('tickets').selectAll().where('id', '=', ticketId).executeTakeFirst();
  return ticket ? { ticket, rule, madeFor, belongs: await isMember(tx, ticketId, traces.from) } : null;
}

function byAddress(keys: Keyring, { addressedTo }: Traces): Found | null {
  for (const address of addressedTo) {
    const claims = readSubaddress(address, keys.all('token'));
    if (claims?.kind !== 'reply') continue;
    return { ticketId: claims.ticketId, rule: 'address-token', madeFor: claims.givenTo };
  }
  return null;
}

function byOurLetter(keys: Keyring, { references }: Traces): Found | null {
  for (const id of references) {
    const claims = readMessageId(id, keys.all('token'));
    if (!claims) continue;
    return { ticketId: claims.ticketId, rule: 'our-message-id', madeFor: claims.sentTo };
  }
  return null;
}

async function byEarlierLetter(tx: Kysely<Schema>, { references }: Traces): Promise<Found | null> {
  if (references.length === 0) return null;
  const message = await tx
    .selectFrom('messages')
    .select('ticket_id')
    .where('message_id', 'in', references)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return message ? { ticketId: message.ticket_id, rule: 'earlier-letter', madeFor: forNobody } : null;
}

async function byNumber(tx: Kysely<Schema>, { ticketRef }: Traces): Promise<Found | null> {
  if (!ticketRef) return null;
  const ticket = await tx.selectFrom('tickets').select('id').where('number', '=', ticketRef).executeTakeFirst();
  return ticket ? { ticketId: ticket.id, rule: 'number', madeFor: forNobody } : null;
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

/** The outgoing letter that a bounce came back for: by the address it came to (VERP), else by the Message-ID it tells. */
export async function bouncedDelivery(
  tx: Kysely<Schema>,
  keys: Keyring,
  traces: Pick<Traces, 'addressedTo' | 'references'>,
): Promise<{ id: number; ticket_id: number; recipient: string; purpose: string } | null> {
  const claims = traces.addressedTo
    .map((address) => readSubaddress(address, keys.all('token')))
    .find((found) => found?.kind === 'bounce');
  const ids = traces.references.filter((id) => readMessageId(id, keys.all('token')));
  if (!claims && ids.length === 0) return null;
  const row = await tx
    .selectFrom('outbox')
    .select(['id', 'ticket_id', 'recipient', 'purpose'])
    .where(({ or, eb }) =>
      or([
        ...(claims?.kind === 'bounce' ? [eb('id', '=', claims.outboxId)] : []),
        ...(ids.length > 0 ? [eb('message_id', 'in', ids)] : []),
      ]),
    )
    .executeTakeFirst();
  return row ?? null;
}
