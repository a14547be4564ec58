/**
 * Is this Redis fit to bring jobs? Asked of the server itself: a job goes there and back, its settings are read, and its keys are
 * looked over. Enters: a connection. Leaves: what keeps it from working, and what may make it lose work. Never throws.
 */
import { randomBytes } from 'node:crypto';
import { Queue as BullQueue, Worker as BullWorker } from 'bullmq';
import type { Redis } from 'ioredis';
import { type Fitness, TASKS } from './queue.ts';

/** Longer than between two looks, so that whoever works under the prefix is seen to. */
const OWNED_S = 600;
/** Keys looked at; a database that has more is not ours alone, and some of the others' are among the first. */
const LOOKED_AT = 5_000;
const PAGE = 1_000;

/** The type of each key of a BullMQ queue that it could not work with otherwise. */
const KEY_TYPES = { wait: 'list', active: 'list', marker: 'zset', delayed: 'zset', meta: 'hash', events: 'stream' };

/** @param office identifies the register whose rows the jobs name: two must not share a prefix; null: not known */
export async function fitnessOf(client: Redis, prefix: string, office: string | null): Promise<Fitness> {
  const trouble = await rehearse(client, prefix);
  const [policy, owner, keys] = await Promise.all([
    evictionOf(client),
    office === null ? [] : ownerOf(client, prefix, office),
    strangersIn(client, prefix),
  ]);
  return { trouble, warnings: [...policy, ...owner, ...keys] };
}

/** One job from the offer to its end, by the same calls as in earnest; on a queue of its own, gone afterwards. */
async function rehearse(client: Redis, prefix: string): Promise<string | null> {
  const name = `check-${randomBytes(6).toString('hex')}`;
  const options = { prefix, connection: client, skipVersionCheck: true, skipWaitingForReady: true };
  const queue = new BullQueue(name, options).on('error', () => {});
  const worker = new BullWorker(name, null, { ...options, autorun: false }).on('error', () => {});
  try {
    await queue.add('check', {}, { jobId: 'check', removeOnComplete: true });
    const job = await worker.getNextJob(name, { block: false });
    if (!job) return 'a job that was offered did not come back';
    await job.extendLock(name, 1_000);
    await job.moveToCompleted(null, name, false);
    await client.bzpopmin(queue.toKey('marker'), 0.01);
    await queue.obliterate({ force: true });
    return null;
  } catch (error) {
    return `it refuses what the queue needs: ${sayingOf(error)}`;
  } finally {
    await Promise.all([worker.close(true), queue.close()]).catch(() => {});
  }
}

/** With any other policy a full Redis throws away keys, and with them jobs. */
async function evictionOf(client: Redis): Promise<string[]> {
  const told = await client.info('memory').catch(() => '');
  const policy =
    /^maxmemory_policy:(\S+)/m.exec(told)?.[1] ??
    (await client.config('GET', 'maxmemory-policy').then(
      (answer) => (answer as string[])[1],
      () => undefined,
    ));
  if (policy === 'noeviction') return [];
  return policy
    ? [`maxmemory-policy is ${policy}: when it is full, work is thrown away and done later; set noeviction`]
    : ['maxmemory-policy cannot be read; it must be noeviction'];
}

/** Who says first that the prefix is his has it, as long as he goes on saying so. */
async function ownerOf(client: Redis, prefix: string, office: string): Promise<string[]> {
  const key = `${prefix}:office`;
  try {
    await client.set(key, office, 'EX', OWNED_S, 'NX');
    if ((await client.get(key)) !== office) {
      return [`another office works under the prefix «${prefix}»: give each its own, ?prefix=NAME in queue.url`];
    }
    await client.expire(key, OWNED_S);
    return [];
  } catch (error) {
    return [`whether another office works under the prefix «${prefix}» cannot be told: ${sayingOf(error)}`];
  }
}

/** Keys that are neither ours nor another office's. */
async function strangersIn(client: Redis, prefix: string): Promise<string[]> {
  const warnings: string[] = [];
  try {
    const keys = await someKeys(client);
    const ours = keys.filter((key) => key.startsWith(`${prefix}:`));
    const odd = ours.filter((key) => !isQueueKey(key.slice(prefix.length + 1)));
    if (odd.length > 0)
      warnings.push(`keys of others under the prefix «${prefix}»: ${odd.length}; give it a prefix of its own`);
    const strange = keys.filter((key) => !isQueueKey(key.slice(key.indexOf(':') + 1)));
    const beside = strange.length - odd.length;
    if (beside > 0) warnings.push(`keys of other programs in this database: ${beside}; give it a database of its own`);
  } catch {
    // Who may not look at others' keys (SCAN) is kept apart from them.
  }
  return [...warnings, ...(await spoiledKeys(client, prefix).catch(() => []))];
}

async function spoiledKeys(client: Redis, prefix: string): Promise<string[]> {
  const warnings: string[] = [];
  for (const task of TASKS) {
    for (const [name, type] of Object.entries(KEY_TYPES)) {
      const key = `${prefix}:${task}:${name}`;
      const is = await client.type(key);
      if (is !== 'none' && is !== type) warnings.push(`the key ${key} is a ${is}, must be a ${type}: delete it`);
    }
  }
  return warnings;
}

async function someKeys(client: Redis): Promise<string[]> {
  const keys = new Set<string>();
  let cursor = '0';
  do {
    const [next, found] = await client.scan(cursor, 'COUNT', PAGE);
    for (const key of found) keys.add(key);
    cursor = next;
  } while (cursor !== '0' && keys.size < LOOKED_AT);
  return [...keys];
}

/** Below the prefix. */
function isQueueKey(name: string): boolean {
  return name === 'office' || TASKS.some((task) => name.startsWith(`${task}:`)) || /^check-[0-9a-f]{12}:/.test(name);
}

/** Redis names commands and users, never data. */
function sayingOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').slice(0, 200);
}
