/**
 * `inspect` in a process of its own, its memory watched. In: a letter or a folder of them. Out: what it printed, how long it
 * took, and MiB of memory, at its most or letter by letter. Rejects when the command fails. Linux only: asks /proc.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const AT_EXIT = join(import.meta.dirname, 'at-exit.ts');
/** A busy machine is no fault of the letter. */
const ENV = { ...process.env, PRIEMNAYA__WORKERS__TIMEOUT: '300s' };

const KIB = 1024;

function start(path: string, env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ['--import', AT_EXIT, CLI, 'inspect', path, '--json'], {
    env: { ...ENV, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
}

async function end(child: ChildProcess): Promise<void> {
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`inspect ended with ${code}`);
}

/** One letter. */
export async function inspectLetter(file: string): Promise<{ reading: string; seconds: number; peak: number }> {
  const started = performance.now();
  const child = start(file);
  const ended = end(child);
  const [reading, peak] = await Promise.all([
    text(child.stdout!),
    text(child.stdio[3] as NodeJS.ReadableStream),
    ended,
  ]);
  return { reading, seconds: (performance.now() - started) / 1000, peak: Number(peak) / KIB };
}

/**
 * A folder.
 * @param seen is told how many letters were read, and the memory then
 * @param env added to that of this process
 */
export async function inspectFolder(
  folder: string,
  seen: (letters: number, memory: number) => void,
  env: Record<string, string> = {},
): Promise<void> {
  const child = start(folder, env);
  const ended = end(child);
  let letters = 0;
  for await (const piece of child.stdout as AsyncIterable<Buffer>) {
    for (const byte of piece) if (byte === 0x0a) letters += 1;
    const memory = residentOf(child.pid as number);
    if (memory !== null) seen(letters, memory);
  }
  await ended;
}

/** VmRSS; null when the process is gone. */
function residentOf(pid: number): number | null {
  try {
    const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return resident === undefined ? null : Number(resident) / KIB;
  } catch {
    return null;
  }
}
