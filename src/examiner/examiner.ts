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
  /** @param given the caller needs the bytes no more: of a great letter no second copy is made, and his is gone */
  examine(raw: Uint8Array, given?: boolean): Promise<Examination>;
  /** In a process of its own, for letters that were in hand when a whole process died. */
  examineAlone(raw: Uint8Array): Promise<Examination>;
  close(): Promise<void>;
}

/**
 * Of a worker's heap, for what lives briefly. Left to itself it grows to ten times as much while a great letter is read, and
 * reading is no faster for it.
 */
const YOUNG_MIB = 6;
/** Bytes from which a copy more is worth avoiding. */
const GREAT = 2 ** 20;

/** Opens the worker threads. They start with the first letters and stay. */
export function openExaminer(options: ExaminerOptions, rules: Rules, log: Log): Examiner {
  const heap = Math.ceil(options.memory / 2 ** 20);
  const pool = new Piscina({
    filename: new URL('./thread.ts', import.meta.url).href,
    minThreads: options.threads,
    maxThreads: options.threads,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: YOUNG_MIB },
  });
  // Trouble of a thread with no letter in hand; with one, the letter's examination tells of it.
  pool.on('error', (error) => log.error(tellOf(error), 'a parsing thread failed'));
  const children = new Set<ReturnType<typeof fork>>();

  // The pool's own line would let the time of a letter that waits in it run out.
  const turns = new PQueue({ concurrency: options.threads });

  async function examineNow(raw: Uint8Array, given: boolean): Promise<Examination> {
    const limit = AbortSignal.timeout(options.timeout);
    // Small ones may lie in memory that they share with others.
    const transferList = given && raw.byteLength >= GREAT ? [raw.buffer as ArrayBuffer] : [];
    try {
      return { examined: true, findings: await pool.run({ raw, rules }, { signal: limit, transferList }) };
    } catch (error) {
      if (limit.aborted) return outlasted();
      const { code, message } = error as { code?: string; message: string };
      const died = code === 'ERR_WORKER_OUT_OF_MEMORY' || /worker/i.test(message);
      return { examined: false, why: died ? 'died' : 'broke', error: `${code ?? (error as Error).name}` };
    }
  }

  function examineAlone(raw: Uint8Array): Promise<Examination> {
    return new Promise((resolve) => {
      const child = fork(fileURLToPath(new URL('./alone.ts', import.meta.url)), {
        serialization: 'advanced',
        execArgv: [`--max-old-space-size=${heap}`],
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      children.add(child);
      let result: Examination | null = null;
      const timer = setTimeout(() => {
        result ??= outlasted();
        child.kill('SIGKILL');
      }, options.timeout);
      child.on('message', (findings) => {
        result ??= { examined: true, findings: findings as Findings };
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
    examine: (raw, given = false) => turns.add(() => examineNow(raw, given)),
    examineAlone,
    async close() {
      for (const child of children) child.kill('SIGKILL');
      await pool.close({ force: true });
    },
  };
}
