/**
 * One run of one contender, measured from outside: a fresh process against servers as they were before the first letter.
 * Enters: letters, servers, how to start the process. Leaves: times, CPU, memory, what came. Fails when the process ends
 * badly or the answers do not come; the end of its log is in the message.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuOfEndedChildren, peakMemory } from './effort.ts';
import type { BenchLetter } from './letters/letter.ts';
import type { Servers } from './servers.ts';
import type { Answer } from './sink-process.ts';

export interface Contender {
  name: 'raw limit' | 'service';
  /** Arguments of node. */
  args: string[];
  /** Runs until it is stopped; otherwise it ends by itself when all is done. */
  lasting: boolean;
  /** When the first letter reached it. @param output what it wrote to stdout */
  firstLetterAt(output: string): number;
}

export interface Run {
  letters: number;
  /** From the start of the process until the last answer was accepted. */
  seconds: number;
  /** The same from the first letter. */
  fromFirstLetter: number;
  /** CPU of the contender, over its whole life, seconds. */
  cpu: number;
  /** CPU of IMAP, SMTP and Redis, seconds. */
  serverCpu: number;
  peakMemory: number;
  answers: Answer[];
}

const LOOK_MS = 100;

/** @param directory of this run alone; the contender works and logs there */
export async function measure(
  contender: Contender,
  letters: BenchLetter[],
  servers: Servers,
  directory: string,
): Promise<Run> {
  await servers.reset(letters.map(({ raw }) => raw));
  const { complete } = await servers.sink.expect(letters.length);
  const log = join(directory, 'stderr.log');
  const cpuBefore = cpuOfEndedChildren();
  const start = Date.now();
  const child = launch(contender, directory, log);
  const memory = watchMemory(child);
  const output = child.stdout ? text(child.stdout) : Promise.resolve('');
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const patience = setTimeout(() => child.kill('SIGKILL'), 60_000 + letters.length * 100);

  const done = await Promise.race([complete, ended.then(() => null)]);
  if (contender.lasting) child.kill('SIGTERM');
  const code = await ended;
  clearTimeout(patience);
  const answers = await servers.sink.answers();
  const last = done ?? (answers.length >= letters.length ? await complete : null);
  if (code !== 0 || last === null) {
    const came = `${answers.length} of ${letters.length} answers came`;
    throw new Error(`${contender.name} ended with ${code}, ${came}\n${readFileSync(log, 'utf8').slice(-3000)}`);
  }
  return {
    letters: letters.length,
    seconds: (last - start) / 1000,
    fromFirstLetter: (last - contender.firstLetterAt(await output)) / 1000,
    cpu: cpuOfEndedChildren() - cpuBefore,
    serverCpu: servers.cpu(),
    peakMemory: memory(),
    answers,
  };
}

function launch(contender: Contender, cwd: string, log: string): ChildProcess {
  const stderr = openSync(log, 'w');
  // Settings in the environment would win over the run's own configuration.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PRIEMNAYA')));
  const child = spawn(process.execPath, contender.args, { cwd, env, stdio: ['ignore', 'pipe', stderr] });
  closeSync(stderr);
  return child;
}

/** The peak can be read only while the process lives, and some end by themselves. */
function watchMemory({ pid }: ChildProcess): () => number {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, pid === undefined ? 0 : peakMemory(pid));
  };
  const timer = setInterval(look, LOOK_MS).unref();
  return () => {
    clearInterval(timer);
    return peak;
  };
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let whole = '';
  for await (const chunk of stream) whole += chunk;
  return whole;
}
