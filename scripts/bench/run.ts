/**
 * One run of one contender, measured from outside: a fresh process against servers as they were before the first letter.
 * Enters: letters, servers, how to start the process. Leaves: times, CPU, memory, what came. Fails when the process ends
 * badly or the answers do not come; the end of its log is in the message.
 */
import { cpuOfEndedChildren, memoryOf } from './effort.ts';
import { type Contender, launch } from './launch.ts';
import type { BenchLetter } from './letters/letter.ts';
import type { Servers } from './servers.ts';
import type { Answer } from './sink-process.ts';

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
  const cpuBefore = cpuOfEndedChildren();
  const start = Date.now();
  const launched = launch(contender, directory);
  const memory = watchMemory(launched.pid);
  const patience = setTimeout(() => launched.end('SIGKILL'), 60_000 + letters.length * 100);

  const done = await Promise.race([complete, launched.ended.then(() => null)]);
  if (contender.lasting) launched.end('SIGTERM');
  const code = await launched.ended;
  clearTimeout(patience);
  const answers = await servers.sink.answers();
  const last = done ?? (answers.length >= letters.length ? await complete : null);
  if (code !== 0 || last === null) {
    const came = `${answers.length} of ${letters.length} answers came`;
    throw new Error(`${contender.name} ended with ${code}, ${came}\n${launched.lastWords()}`);
  }
  return {
    letters: letters.length,
    seconds: (last - start) / 1000,
    fromFirstLetter: (last - contender.firstLetterAt(await launched.output)) / 1000,
    cpu: cpuOfEndedChildren() - cpuBefore,
    serverCpu: servers.cpu(),
    peakMemory: memory(),
    answers,
  };
}

/** The peak can be read only while the process lives, and some end by themselves. */
function watchMemory(pid: number): () => number {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, memoryOf(pid).peak);
  };
  const timer = setInterval(look, LOOK_MS).unref();
  return () => {
    clearInterval(timer);
    return peak;
  };
}
