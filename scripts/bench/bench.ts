/**
 * How fast does the service turn letters into accepted answers, beside the least that any such service must do?
 * Both run in turn, because the speed of a machine drifts, against the same servers and the same refilled mailbox; the
 * service with an empty register each time. Prints a table; exit code 1 when an answer or a ticket is wrong.
 *
 *   npm run bench -- [--letters 2000] [--rounds 3] [--queue local:|redis] [--once] [--profile DIR]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { listTickets, rawLimit, service } from './contenders.ts';
import { faultsOfAnswers, faultsOfTickets } from './correct.ts';
import { hottest } from './hot.ts';
import { inDirectory } from './launch.ts';
import { writeLetter } from './letters/letter.ts';
import { whole } from './options.ts';
import { runLine, table } from './report.ts';
import { measure, type Run } from './run.ts';
import { type Servers, startServers } from './servers.ts';

interface Options {
  letters: number;
  rounds: number;
  seed: number;
  queue: 'local:' | 'redis';
  once: boolean;
  profile?: string;
}

const options = new Command('bench')
  .description('Measures the service beside the raw limit of IMAP, MIME and SMTP.')
  .option('--letters <count>', 'letters in the mailbox', whole, 2000)
  .option('--rounds <count>', 'runs of each', whole, 3)
  .option('--seed <number>', 'another seed, other letters', whole, 42)
  .addOption(new Option('--queue <queue>', 'queue of the service').choices(['local:', 'redis']).default('local:'))
  .option('--once', 'the service as cron starts it', false)
  .option('--profile <directory>', 'CPU profiles of the service go there (it is slower then)')
  .parse()
  .opts<Options>();

const letters = Array.from({ length: options.letters }, (_, index) => writeLetter(options.seed, index + 1));
const bytes = letters.reduce((sum, { raw }) => sum + raw.length, 0);
console.log(`${letters.length} letters, ${(bytes / letters.length / 1000).toFixed(0)} KB each, queue ${options.queue}`);

const servers = await startServers(options.queue);
const name = options.once ? 'service --once' : 'service';
const runs: Record<'raw' | 'service', Run[]> = { raw: [], service: [] };
try {
  for (let round = 1; round <= options.rounds; round += 1) {
    const steps = [
      async () => runs.raw.push(await inDirectory((directory) => runRaw(round, directory, servers))),
      async () => runs.service.push(await inDirectory((directory) => runService(round, directory, servers))),
    ];
    // Whoever begins meets a machine that has rested: they take turns.
    for (const step of round % 2 === 1 ? steps : steps.toReversed()) await step();
  }
  console.log(`\n${table(runs.raw, runs.service, name)}`);
  if (options.profile !== undefined) console.log(`\n${whereTimeGoes(options.profile)}`);
} finally {
  await servers.stop();
}

async function runRaw(round: number, directory: string, servers: Servers): Promise<Run> {
  const run = await measure(rawLimit(servers), letters, servers, directory);
  console.log(runLine(round, 'raw limit', run));
  complain('raw limit', faultsOfAnswers(letters, run.answers));
  return run;
}

async function runService(round: number, directory: string, servers: Servers): Promise<Run> {
  const profile = options.profile === undefined ? null : resolve(options.profile);
  const run = await measure(service(servers, directory, { once: options.once, profile }), letters, servers, directory);
  console.log(runLine(round, name, run));
  complain(name, [...faultsOfAnswers(letters, run.answers), ...faultsOfTickets(letters, listTickets(directory))]);
  return run;
}

function complain(who: string, faults: string[]): void {
  for (const fault of faults) console.log(`WRONG  ${who}: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}

/** What each thread of each profiled run did. */
function whereTimeGoes(directory: string): string {
  const files = readdirSync(directory).filter((file) => file.endsWith('.cpuprofile'));
  const told = files.map((file) => `${file}\n${hottest(JSON.parse(readFileSync(join(directory, file), 'utf8')))}`);
  return told.join('\n\n');
}
