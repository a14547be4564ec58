/** Runs the command line as a process of its own, as a person or a program would. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';

const CLI = join(import.meta.dirname, '../../src/cli.ts');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  kill(signal: NodeJS.Signals): void;
  /** Gives it all that it will read from stdin. */
  write(text: string): void;
  /** Resolves when stderr holds the text. */
  says(text: string): Promise<void>;
  ended: Promise<Ended>;
}

/** Settings as environment variables: `OFFICE__ADDRESS` → `PRIEMNAYA__OFFICE__ADDRESS`. */
export function environment(settings: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [`PRIEMNAYA__${key}`, value]));
}

/** Starts a command. @param env added to that of the tests */
export function startCli(env: Record<string, string>, args: string[], cwd?: string): Running {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  });
  let [stdout, stderr] = ['', ''];
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    for (const look of listeners) look();
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, stdout, stderr }));
  return {
    kill: (signal) => void child.kill(signal),
    write: (text) => void child.stdin.end(text),
    says: (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (!stderr.includes(text)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
    ended,
  };
}

/** Runs a command to its end. */
export async function cli(env: Record<string, string>, args: string[], cwd?: string): Promise<Ended> {
  const running = startCli(env, args, cwd);
  onTestFinished(() => running.kill('SIGKILL'));
  return running.ended;
}

/** The objects that a command printed, one a line. */
export function objects(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
