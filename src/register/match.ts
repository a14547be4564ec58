/**
 * Which ticket a letter belongs to (domain.md §7), the first rule that finds one: the token in the address it was sent to,
 * our Message-ID that it answers, an earlier letter of the same thread, the number it names. Tokens prove that the writer
 * got our letter; the last two rules prove nothing: the caller looks at `belongs`.
 */
import type { Kysely } from 'kysely';
import { spelled } from '../letter/mailbox.ts';
import { readMessageId, TO_STAFF } from '../ticket/message-id.ts';
import { readSubaddress } from '../ticket/subaddress.ts';
import { bringBack } from './archive.ts';
import type { Keyring } from './keys.ts';
import { writtenAt } from './outbox.ts';
import type { Register } from './register.ts';
import type { Schema, TicketRow } from './schema.ts';

export type MatchRule = 'address-token' | 'our-message-id' | 'earlier-letter' | 'number';

export interface Match {
  ticket: TicketRow;
  rule: MatchRule;
  /** The sender is one of the ticket's people. */
  belongs: boolean;
  /** Was the token that decided made for this address? False for everybody where no token decided. */
  madeFor(address: string): boolean;
  /** When the letter with that token was written, ms; null where no token decided, or the letter is not in the outbox. */
  madeAt: number | null;
  /** Was that token made with a key that is no longer the current one? */
  superseded: boolean;
  /** Who gets letters like the one whose token decided; null where no token decided. */
  audience: Audience | null;
}

/** The office writes to its staff, and to those who belong to the ticket. */
export type Audience = 'staff' | 'citizen';

export interface Traces {
  /** Every address that the letter was sent to. */
  addressedTo: readonly string[];
  /** Message-IDs of In-Reply-To and References, newest first, and for a bounce that of the letter that bounced. */
  references: readonly string[];
  ticketRef: string | null;
  /** Sender's address; null when the letter has none. */
  from: string | null;
}

type Found = Pick<Match, 'rule' | 'madeFor' | 'madeAt' | 'superseded'> & { ticketId: number };

const DAY_MS = 86_400_000;

/** Found without a token. */
const NO_TOKEN = { madeFor: () => false, madeAt: null, superseded: false };

/**
 * The first rule that finds a ticket decides; null when none does. One in the archive is brought back, one that was erased is
 * as good as none.
 * @param now milliseconds
 */
export async function matchTicket(
  tx: Kysely<Schema>,
  register: Register,
  traces: Traces,
  now: number,
): Promise<Match | null> {
  const { keys } = register;
  const found =
    byAddress(keys, traces) ??
    (await byBounceAddress(tx, keys, traces)) ??
    (await byOurLetter(tx, keys, traces)) ??
    (await byEarlierLetter(tx, traces)) ??
    (await byNumber(tx, traces));
  if (!found) return null;
  const { ticketId, rule, madeFor, madeAt, superseded } = found;
  await bringBack(tx, register, ticketId, now);
  const ticket = await standing(tx).selectAll().where('id', '=', ticketId).executeTakeFirst();
  if (!ticket) return null;
  const belongs = await isMember(tx, ticketId, traces.from);
  const audience = await audienceOf(tx, keys, traces, found);
  return { ticket, rule, madeFor, madeAt, superseded, belongs, audience };
}

function byAddress(keys: Keyring, { addressedTo }: Traces): Found | null {
  for (const address of addressedTo) {
    const claims = readSubaddress(address, keys.all('token'));
    if (claims?.kind !== 'reply') continue;
    return {
      ticketId: claims.ticketId,
      rule: 'address-token',
      madeFor: claims.givenTo,
      madeAt: claims.day * DAY_MS,
      superseded: claims.superseded,
    };
  }
  return null;
}

/** Programs answer the envelope sender (RFC 3834 §4), which is a bounce address of ours. */
async function byBounceAddress(tx: Kysely<Schema>, keys: Keyring, { addressedTo }: Traces): Promise<Found | null> {
  const bounce = bounceClaims(keys, addressedTo);
  const row = await deliveryOf(tx, bounce?.outboxId ?? null);
  if (!bounce || !row) return null;
  const claims = readMessageId(row.message_id, keys.all('token'));
  const madeFor = (address: string) =>
    spelled(address) === spelled(row.recipient) && claims?.sentTo(row.recipient) === true;
  const { superseded } = bounce;
  return { ticketId: row.ticket_id, rule: 'address-token', madeFor, madeAt: row.queued_at, superseded };
}

async function byOurLetter(tx: Kysely<Schema>, keys: Keyring, { references }: Traces): Promise<Found | null> {
  for (const id of references) {
    const claims = readMessageId(id, keys.all('token'));
    if (!claims) continue;
    return {
      ticketId: claims.ticketId,
      rule: 'our-message-id',
      madeFor: claims.sentTo,
      madeAt: await writtenAt(tx, [id]),
      superseded: claims.superseded,
    };
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
  return message ? { ticketId: message.ticket_id, rule: 'earlier-letter', ...NO_TOKEN } : null;
}

async function byNumber(tx: Kysely<Schema>, { ticketRef }: Traces): Promise<Found | null> {
  if (!ticketRef) return null;
  const ticket = await tx.selectFrom('tickets').select('id').where('number', '=', ticketRef).executeTakeFirst();
  return ticket ? { ticketId: ticket.id, rule: 'number', ...NO_TOKEN } : null;
}

async function isMember(tx: Kysely<Schema>, ticketId: number, address: string | null): Promise<boolean> {
  if (!address) return false;
  const row = await tx
    .selectFrom('members')
    .select('address')
    .where('ticket_id', '=', ticketId)
    .where('address', '=', spelled(address))
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * A Message-ID of ours tells what the letter was for. A reply address alone does not: then it counts as one for staff when
 * it was made for somebody who got letters for staff about this ticket.
 */
async function audienceOf(
  tx: Kysely<Schema>,
  keys: Keyring,
  { references }: Traces,
  { rule, ticketId, madeFor }: Found,
): Promise<Audience | null> {
  if (rule !== 'address-token' && rule !== 'our-message-id') return null;
  const answered = references
    .map((id) => readMessageId(id, keys.all('token')))
    .find((claims) => claims?.ticketId === ticketId);
  if (answered) return TO_STAFF.includes(answered.purpose) ? 'staff' : 'citizen';
  const toStaff = await tx
    .selectFrom('outbox')
    .select('recipient')
    .distinct()
    .where('ticket_id', '=', ticketId)
    .where('purpose', 'in', TO_STAFF)
    .execute();
  return toStaff.some(({ recipient }) => madeFor(recipient)) ? 'staff' : 'citizen';
}

/** The address among these that belongs to the ticket; null when none does. */
export async function memberAmong(
  tx: Kysely<Schema>,
  ticketId: number,
  addresses: readonly string[],
): Promise<string | null> {
  for (const address of addresses) if (await isMember(tx, ticketId, address)) return address;
  return null;
}

interface OwnDelivery {
  id: number;
  ticket_id: number;
  recipient: string;
  message_id: string;
  purpose: string;
  queued_at: number;
}

/** The outgoing letter that a bounce came back for: by the address it came to (VERP), else by the Message-ID it tells. */
export async function bouncedDelivery(
  tx: Kysely<Schema>,
  register: Register,
  { addressedTo, references }: Pick<Traces, 'addressedTo' | 'references'>,
  now: number,
): Promise<OwnDelivery | null> {
  const row = await returnedDelivery(tx, register.keys, { addressedTo, references });
  if (!row) return null;
  await bringBack(tx, register, row.ticket_id, now);
  const ticket = await standing(tx).select('id').where('id', '=', row.ticket_id).executeTakeFirst();
  return ticket ? ((await deliveryOf(tx, row.id)) ?? null) : null;
}

async function returnedDelivery(
  tx: Kysely<Schema>,
  keys: Keyring,
  { addressedTo, references }: Pick<Traces, 'addressedTo' | 'references'>,
): Promise<OwnDelivery | null> {
  const returned = await deliveryOf(tx, bounceClaims(keys, addressedTo)?.outboxId ?? null);
  if (returned) return returned;
  for (const id of references.filter((one) => readMessageId(one, keys.all('token')))) {
    const row = await deliveries(tx).where('message_id', '=', id).executeTakeFirst();
    if (row) return row;
  }
  return null;
}

/** Tickets that tell of somebody: what was erased is no ticket to write to any more. */
function standing(tx: Kysely<Schema>) {
  return tx.selectFrom('tickets').where('erased_at', 'is', null);
}

function bounceClaims(keys: Keyring, addresses: readonly string[]) {
  for (const address of addresses) {
    const claims = readSubaddress(address, keys.all('token'));
    if (claims?.kind === 'bounce') return claims;
  }
  return null;
}

async function deliveryOf(tx: Kysely<Schema>, outboxId: number | null): Promise<OwnDelivery | null> {
  if (outboxId === null) return null;
  return (await deliveries(tx).where('id', '=', outboxId).executeTakeFirst()) ?? null;
}

function deliveries(tx: Kysely<Schema>) {
  return tx.selectFrom('outbox').select(['id', 'ticket_id', 'recipient', 'message_id', 'purpose', 'queued_at']);
}
