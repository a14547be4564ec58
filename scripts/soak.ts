/**
 * Does the service stay small, and lose and double nothing, over very many letters? A real Dovecot is filled in portions and
 * emptied of what is registered, so only the register grows. Prints the curve while it runs; exit code 1 when an answer or a
 * ticket is missing or doubled, or when the memory grows.
 *
 *   npm run soak -- [50000] [--every 500] [--queue local:|redis] [--seed 42]
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { freePorts } from '../test/services/daemon.ts';
import { listTickets, registerBytes, service } from './bench/contenders.ts';
import { faultsOfAnswers, faultsOfTickets } from './bench/correct.ts';
import { CURVE_HEAD, curveLine, type Sample, verdictOf } from './bench/curve.ts';
import { memoryOf } from './bench/effort.ts';
import { inDirectory, type Launched, launch } from './bench/launch.ts';
import { writeLetter } from './bench/letters/letter.ts';
import { whole } from './bench/options.ts';
import { type Servers, startServers } from './bench/servers.ts';
import type { Sink } from './bench/sink.ts';

interface Options {
  every: number;
  seed: number;
  queue: 'local:' | 'redis';
}

/** Letters brought at a time; the mailbox holds twice as many at most. */
const PORTION = 500;
const LOOK_MS = 200;
/** Without a single answer. */
const PATIENCE_MS = 120_000;

const soak = new Command('soak')
  .description('Lets the service work through very many letters and watches its memory.')
  .argument('[letters]', 'how many', whole, 50_000)
  .option('--every <count>', 'letters between two looks', whole, 500)
  .option('--seed <number>', 'another seed, other letters', whole, 42)
  .addOption(new Option('--queue <queue>', 'queue of the service').choices(['local:', 'redis']).default('local:'))
  .parse();
const [count] = soak.processedArgs as [number];
const { every, seed, queue } = soak.opts<Options>();

const servers = await startServers(queue);
try {
  await inDirectory((directory) => run(servers, directory));
} finally {
  await servers.stop();
}

async function run({ sink, ...mailbox }: Servers, directory: string): Promise<void> {
  const sent: { messageId: string }[] = [];
  const bring = () => {
    const next = Math.min(PORTION, count - sent.length);
    const portion = Array.from({ length: next }, (_, index) => writeLetter(seed, sent.length + index + 1));
    mailbox.clear();
    mailbox.deliver(portion.map(({ raw }) => raw));
    sent.push(...portion.map(({ messageId }) => ({ messageId })));
  };
  await mailbox.reset([]);
  await sink.expect(count);
  bring();
  const [httpPort] = (await freePorts(1)) as [number];
  const start = performance.now();
  const launched = launch(service(servers, directory, { httpPort }), directory);
  const look = async (letters: number): Promise<Sample> => ({
    letters,
    seconds: (performance.now() - start) / 1000,
    rss: memoryOf(launched.pid).now,
    heap: await heapOf(httpPort),
    register: registerBytes(directory),
  });
  let curve: Sample[] = [];
  try {
    curve = await watch(launched, sink, look, (answered) => {
      if (sent.length < count && sent.length - answered <= PORTION) bring();
    });
  } finally {
    launched.end('SIGTERM');
  }
  const code = await launched.ended;
  if (code !== 0) throw new Error(`the service ended with ${code}\n${launched.lastWords()}`);

  const answers = await sink.answers();
  const { flat, words } = verdictOf(curve);
  const faults = [...faultsOfAnswers(sent, answers), ...faultsOfTickets(sent, listTickets(directory))];
  for (const fault of faults) console.log(`WRONG  ${fault}`);
  console.log(`\n${sent.length} letters, ${answers.length} answers\n${words}`);
  if (faults.length > 0 || !flat) process.exitCode = 1;
}

/** Until the last letter is answered, the service has ended, or nothing moves any more. */
async function watch(
  launched: Launched,
  sink: Sink,
  look: (answered: number) => Promise<Sample>,
  tell: (answered: number) => void,
): Promise<Sample[]> {
  const curve: Sample[] = [];
  let answered = 0;
  let moved = performance.now();
  let ended = false;
  launched.ended.then(() => {
    ended = true;
  });
  console.log(CURVE_HEAD);
  while (answered < count && !ended && performance.now() - moved < PATIENCE_MS) {
    await pause(LOOK_MS);
    const before = answered;
    answered = await sink.count();
    if (answered > before) moved = performance.now();
    tell(answered);
    if (answered < count && answered < (curve.at(-1)?.letters ?? 0) + every) continue;
    const sample = await look(answered);
    console.log(curveLine(sample, curve.at(-1)));
    curve.push(sample);
  }
  return curve;
}

/** As the service itself tells it; asking also makes it count its register, as a Prometheus would. */
async function heapOf(port: number): Promise<number> {
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^priemnaya_nodejs_heap_size_used_bytes (\S+)/m.exec(page)?.[1]);
}
