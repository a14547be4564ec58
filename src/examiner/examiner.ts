/**
 * Examines letters away from the thread that serves the mailbox, bounded in time and memory. A letter that kills or
 * outlasts its worker is an outcome, not an error: the caller counts it. Suspects get a whole process of their own.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import PQueue from 'p-queue';
import { Piscina } from 'piscina';
import { tellOf } from '../fault.ts';
import type { Log } from '../log.ts';
import type { Findings, Rules } from './examine.ts';
import type { Contents } from './extract.ts';
import { ownBuffer } from './own-buffer.ts';
import { READING } from './reading-sign.ts';

/** A process of its own may take so long to start; on a machine that does much else it takes seconds. */
const START_MS = 60_000;

export interface ExaminerOptions {
  threads: number;
  /** JavaScript heap of one worker, bytes. */
  memory: number;
  /** Longest time for one letter, ms. */
  timeout: number;
}

export type Examination =
  | { examined: true; findings: Findings }
  /** The worker died, took too long, or the letter broke the reader. */
  | { examined: false; why: 'died' | 'outlasted' | 'broke'; error: string };

export interface Examiner {
  /** @param spent the caller needs the bytes no more: they are moved to the thread where they can be, not copied */
  examine(raw: Uint8Array, spent?: boolean): Promise<Examination>;
  /** Files of a letter that was examined before, by their SHA-256; null when it cannot be read now. The bytes are spent. */
  extract(raw: Uint8Array, wanted: readonly string[]): Promise<Contents | null>;
  /** In a process of its own, for letters that were in hand when a whole process died. */
  examineAlone(raw: Uint8Array): Promise<Examination>;
  close(): Promise<void>;
}

/**
 * MiB for what was made just now, three semi-spaces of V8. By default it takes up to 96 for one thread and seldom gives
 * them back, so that a process grows for thousands of letters; a letter has little that outlives a collection.
 */
const YOUNG = 12;

/** Opens the worker threads. They start with the first letters and stay. */
export function openExaminer(options: ExaminerOptions, rules: Rules, log: Log): Examiner {
  const heap = Math.ceil(options.memory / 2 ** 20);
  const pool = new Piscina({
    filename: new URL('./thread.ts', import.meta.url).href,
    minThreads: options.threads,
    maxThreads: options.threads,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: YOUNG },
  });
  // Trouble of a thread with no letter in hand; with one, the letter's examination tells of it.
  pool.on('error', (error) => log.error(tellOf(error), 'a parsing thread failed'));
  const children = new Set<ReturnType<typeof fork>>();

  // The pool's own line would let the time of a letter that waits in it run out.
  const turns = new PQueue({ concurrency: options.threads });
  // After a crash there may be a dozen suspects. Side by side they would outlast each other, and none is to blame.
  const alone = new PQueue({ concurrency: 1 });
  let closed = false;

  async function examineNow(raw: Uint8Array, spent: boolean): Promise<Examination> {
    const own = spent ? ownBuffer(raw) : null;
    const limit = AbortSignal.timeout(options.timeout);
    try {
      return {
        examined: true,
        findings: await pool.run({ raw, rules }, { signal: limit, transferList: own ? [own] : [] }),
      };
    } catch (error) {
      if (limit.aborted) return outlasted();
      const { code, message } = error as { code?: string; message: string };
      const died = code === 'ERR_WORKER_OUT_OF_MEMORY' || /worker/i.test(message);
      return { examined: false, why: died ? 'died' : 'broke', error: `${code ?? (error as Error).name}` };
    }
  }

  async function extractNow(raw: Uint8Array, wanted: readonly string[]): Promise<Contents | null> {
    const own = ownBuffer(raw);
    const how = { name: 'extract', signal: AbortSignal.timeout(options.timeout), transferList: own ? [own] : [] };
    try {
      return await pool.run({ raw, wanted }, how);
    } catch (error) {
      log.error(tellOf(error), 'the files of a letter could not be read again');
      return null;
    }
  }

  function examineAlone(raw: Uint8Array): Promise<Examination> {
    if (closed) return Promise.resolve({ examined: false, why: 'broke', error: 'closed' });
    return new Promise((resolve) => {
      const child = fork(fileURLToPath(new URL('./alone.ts', import.meta.url)), {
        serialization: 'advanced',
        execArgv: [`--max-old-space-size=${heap}`, `--max-semi-space-size=${YOUNG / 3}`],
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      children.add(child);
      let result: Examination | null = null;
      const endAfter = (ms: number) =>
        setTimeout(() => {
          result ??= outlasted();
          child.kill('SIGKILL');
        }, ms);
      let timer = endAfter(START_MS);
      child.on('message', (told) => {
        if (told !== READING) {
          result ??= { examined: true, findings: told as Findings };
          return;
        }
        clearTimeout(timer);
        timer = endAfter(options.timeout);
      });
      child.on('exit', (code, signal) => {
        clearTimeout(timer);
        children.delete(child);
        resolve(result ?? { examined: false, why: 'died', error: signal ?? `exit ${code}` });
      });
      child.on('error', () => child.kill('SIGKILL'));
      child.send({ raw, rules, timeout: options.timeout });
    });
  }

  function outlasted(): Examination {
    return { examined: false, why: 'outlasted', error: `not read in ${options.timeout} ms` };
  }

  return {
    examine: (raw, spent = false) => turns.add(() => examineNow(raw, spent)),
    extract: (raw, wanted) => turns.add(() => extractNow(raw, wanted)),
    examineAlone: (raw) => alone.add(() => examineAlone(raw)),
    async close() {
      closed = true;
      for (const child of children) child.kill('SIGKILL');
      await pool.close({ force: true });
    },
  };
}
