/** A whole life of a queue in a process of its own: `one-life.ts URL`. Ends by itself when close() frees everything. */
import { openLog } from '../../src/log.ts';
import { openQueue } from '../../src/queue/open.ts';

const queue = openQueue(process.argv[2] as string, openLog('silent', false));
const done: number[] = [];
const worker = { concurrency: 1, handle: async (id: number) => void done.push(id) };
queue.work({ letter: worker, delivery: worker });
for (const id of [1, 2, 3]) await queue.offer('letter', id);
await queue.offer('letter', 4, 60_000);
await queue.idle();
await queue.close();
console.log(`did ${done.join(' ')}`);
