/**
 * How fast does the service turn letters into accepted answers, beside the least that any such service must do?
 * Both run in turn, because the speed of a machine drifts, against the same servers and the same refilled mailbox; the
 * service with an empty register each time. Prints a table; exit code 1 when an answer or a ticket is wrong.
 *
 *   npm run bench -- [--letters 2000] [--rounds 3] [--queue local:|redis] [--once] [--profile DIR]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { rawLimit, service, ticketList } from './contenders.ts';
import { faultsOfAnswers, faultsOfTickets, type ListedTicket } from './correct.ts';
import { hottest } from './hot.ts';
import { writeLetter } from './letters/letter.ts';
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
  const run = await measure(service(servers, directory, options.once, profile), letters, servers, directory);
  console.log(runLine(round, name, run));
  complain(name, [...faultsOfAnswers(letters, run.answers), ...faultsOfTickets(letters, tickets(directory))]);
  return run;
}

function tickets(directory: string): ListedTicket[] {
  const output = execFileSync(process.execPath, ticketList(directory), { encoding: 'utf8', maxBuffer: 2 ** 30 });
  return output.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ListedTicket]));
}

function complain(who: string, faults: string[]): void {
  for (const fault of faults) console.log(`WRONG  ${who}: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}

async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'priemnaya-bench-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What each thread of each profiled run did. */
function whereTimeGoes(directory: string): string {
  const files = readdirSync(directory).filter((file) => file.endsWith('.cpuprofile'));
  const told = files.map((file) => `${file}\n${hottest(JSON.parse(readFileSync(join(directory, file), 'utf8')))}`);
  return told.join('\n\n');
}

function whole(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('a whole number from 1 is wanted');
  return Number(value);
}
