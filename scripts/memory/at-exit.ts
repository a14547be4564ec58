/** Loaded into a process before its program: as it ends, the most memory that it had (VmHWM, KiB) is written to descriptor 3. Linux. */
import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('exit', () => {
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'));
    writeSync(3, peak?.[1] ?? '');
  });
}
