/**
 * A fresh process of a contender, in a directory of its own. Enters: how to start it. Leaves: its end, its output, and the
 * last words of its log.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Contender {
  name: 'raw limit' | 'service';
  /** Arguments of node. */
  args: string[];
  /** Runs until it is stopped; otherwise it ends by itself when all is done. */
  lasting: boolean;
  /** When the first letter reached it. @param output what it wrote to stdout */
  firstLetterAt(output: string): number;
}

export interface Launched {
  pid: number;
  /** The exit code; null when a signal ended it. */
  ended: Promise<number | null>;
  /** All that it wrote to stdout. */
  output: Promise<string>;
  end(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** The end of its log. */
  lastWords(): string;
}

/** Starts it; it works and logs in the directory. */
export function launch(contender: Contender, directory: string): Launched {
  const log = join(directory, 'stderr.log');
  const stderr = openSync(log, 'w');
  // Settings in the environment would win over the run's own configuration.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PRIEMNAYA')));
  const child = spawn(process.execPath, contender.args, { cwd: directory, env, stdio: ['ignore', 'pipe', stderr] });
  closeSync(stderr);
  return {
    pid: child.pid as number,
    ended: new Promise((resolve) => child.once('exit', (code) => resolve(code))),
    output: text(child.stdout as NodeJS.ReadableStream),
    end: (signal) => void child.kill(signal),
    lastWords: () => readFileSync(log, 'utf8').slice(-3000),
  };
}

/** Works in a directory that is gone afterwards. */
export async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'priemnaya-bench-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
