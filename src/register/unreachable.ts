/** Addresses that letters came back from: nothing is sent there until their owner writes (domain.md §10). */
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Has a letter to this address come back for good, and nobody written from it since? */
export async function isUnreachable(tx: Kysely<Schema>, address: string): Promise<boolean> {
  const row = await tx
    .selectFrom('unreachable')
    .select('address')
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Remembers it with the ticket whose letter came back: it goes when that is erased.
 * @param status enhanced status code of the report
 * @returns false when it was known already
 */
export async function markUnreachable(
  tx: Kysely<Schema>,
  ticketId: number,
  address: string,
  status: string | null,
  now: number,
): Promise<boolean> {
  if (await isUnreachable(tx, address)) return false;
  await tx
    .insertInto('unreachable')
    .values({ ticket_id: ticketId, address: address.toLowerCase(), status, since: now })
    .execute();
  return true;
}

/** Its owner has written: it can be reached again. */
export async function clearUnreachable(tx: Kysely<Schema>, address: string): Promise<void> {
  await tx.deleteFrom('unreachable').where('address', '=', address.toLowerCase()).execute();
}
