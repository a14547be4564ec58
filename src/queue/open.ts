/** Opens the queue that the configuration names (`queue.url`). Fails with QUEUE_URL when the URL is not understood. */
import type { Log } from '../log.ts';
import { badUrl } from './address.ts';
import { LocalQueue } from './local.ts';
import type { Queue } from './queue.ts';
import { RedisQueue } from './redis.ts';

/** `local:` works in this process; `redis://` and `rediss://` share the work through a broker, which need not be up yet. */
export function openQueue(url: string, log: Log): Queue {
  if (url === 'local:') return new LocalQueue(log);
  if (/^rediss?:/.test(url)) return new RedisQueue(url, log);
  throw badUrl();
}
