/**
 * Which jobs the broker really holds: named in a list that workers take from, with a hash that says what they are. A job whose
 * list or hash was evicted or deleted is neither done nor forgotten: BullMQ refuses the next offer of it, and nobody gets it.
 */
import type { Queue as BullQueue } from 'bullmq';
import type { Redis } from 'ioredis';

/** Jobs waiting or in hand anywhere. Rejects when the broker does not answer, or its keys are spoiled. */
export async function heldJobs(client: Redis, queue: BullQueue): Promise<Set<string>> {
  const lists = await Promise.all(['wait', 'active'].map((list) => client.lrange(queue.toKey(list), 0, -1)));
  const listed = lists.flat();
  const asked = client.pipeline();
  for (const id of listed) asked.exists(queue.toKey(id));
  const answers = (await asked.exec()) ?? [];
  return new Set(listed.filter((_, index) => answers[index]?.[1] === 1));
}
