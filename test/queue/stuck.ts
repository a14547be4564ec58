/** A process that takes letter 1 in hand and never finishes it: `stuck.ts URL`. The test kills it. */
import { openLog } from '../../src/log.ts';
import { openQueue } from '../../src/queue/open.ts';

const queue = openQueue(process.argv[2] as string, openLog('silent', false));
const handle = () => {
  console.log('in hand');
  return new Promise<void>(() => {});
};
queue.work({ letter: { concurrency: 1, handle }, delivery: { concurrency: 1, handle } });
await queue.offer('letter', 1);
