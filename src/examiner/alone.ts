/**
 * A process for one suspect letter: examined here, it can take down only this process, and the parent that sees it die
 * knows which letter did it. A second thread ends the process in time, should the parent be gone by then.
 */
import { Worker } from 'node:worker_threads';
import { examineLetter, type Rules } from './examine.ts';
import { READING } from './reading-sign.ts';

/** The parent is the one to end it in time. */
const GRACE_MS = 5_000;

process.once('message', async (task: { raw: Uint8Array; rules: Rules; timeout: number }) => {
  const watchdog = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${Number(task.timeout) + GRACE_MS})`;
  new Worker(watchdog, { eval: true }).unref();
  process.send?.(READING);
  const findings = await examineLetter(task.raw, task.rules);
  process.send?.(findings, () => process.exit());
});
