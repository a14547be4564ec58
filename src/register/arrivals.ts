/**
 * How many letters came from whom within an hour: what tells a flood. Senders stand here as keyed marks, not as addresses,
 * and for an hour only. In: who the letters say they are from. Out: which of them are beyond what one sender, or one
 * organisation, may send.
 */
import type { Kysely } from 'kysely';
import { exactIndex, type Keyring } from './keys.ts';
import { CLOCKS_APART_MS } from './letter-work.ts';
import type { Register } from './register.ts';
import type { Flood, Schema } from './schema.ts';

/** Letters in an hour; null: no limit. */
export interface FloodLimits {
  perSender: number | null;
  perDomain: number | null;
}

export interface Arrival {
  sender: string;
  /** Null where the domain is that of many unrelated people. */
  domain: string | null;
  at: Date;
}

const HOUR_MS = 3_600_000;
/** A flood that goes on is told of again after this long. */
const TELL_AGAIN_MS = 24 * HOUR_MS;

/** Counts arrivals, in their order. @returns for each what it is beyond; null for most */
export async function countArrivals(
  register: Register,
  arrivals: readonly Arrival[],
  limits: FloodLimits,
): Promise<(Flood | null)[]> {
  return register.transaction(async (tx) => {
    const floods: (Flood | null)[] = [];
    for (const arrival of arrivals) floods.push(await count(tx, register.keys, arrival, limits));
    return floods;
  });
}

async function count(
  tx: Kysely<Schema>,
  keys: Keyring,
  { sender, domain, at }: Arrival,
  { perSender, perDomain }: FloodLimits,
): Promise<Flood | null> {
  const marks = { sender: markOf(keys, 'sender', sender), domain: domain && markOf(keys, 'domain', domain) };
  const beyond = async (who: Flood, limit: number | null) =>
    limit !== null && marks[who] !== null && (await reached(tx, who, marks[who], at.getTime(), limit));
  const flood = (await beyond('sender', perSender)) ? 'sender' : (await beyond('domain', perDomain)) ? 'domain' : null;
  await tx
    .insertInto('arrivals')
    .values({ ...marks, at: at.getTime() })
    .execute();
  return flood;
}

/** Were there so many in the hour before already? Looks at no more rows than the limit. */
async function reached(tx: Kysely<Schema>, who: Flood, mark: string, at: number, limit: number): Promise<boolean> {
  if (limit === 0) return true;
  const row = await tx
    .selectFrom('arrivals')
    .select('at')
    .where(who, '=', mark)
    .where('at', '>', at - HOUR_MS)
    .where('at', '<=', at)
    .limit(1)
    .offset(limit - 1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Is this the first word of a flood within a day? Notes that it has been said. What was said later than now a wrong clock said. */
export async function isFloodNews(
  tx: Kysely<Schema>,
  keys: Keyring,
  flood: Flood,
  whose: string,
  now: number,
): Promise<boolean> {
  const mark = markOf(keys, flood, whose);
  await tx
    .deleteFrom('floods')
    .where(({ eb, or }) => or([eb('since', '<=', now - TELL_AGAIN_MS), eb('since', '>', now + CLOCKS_APART_MS)]))
    .execute();
  const told = await tx
    .insertInto('floods')
    .values({ mark, since: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (told.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Forgets what is no longer counted, and what a clock that was ahead has counted. */
export async function forgetArrivals(db: Kysely<Schema>, now: number): Promise<void> {
  await db
    .deleteFrom('arrivals')
    .where(({ eb, or }) => or([eb('at', '<=', now - HOUR_MS), eb('at', '>', now + CLOCKS_APART_MS)]))
    .execute();
}

function markOf(keys: Keyring, who: Flood, value: string): string {
  return exactIndex(keys.current('index'), `flood ${who}`, value);
}
