/**
 * Does the office keep its promises in a storm? See storm.ts. Prints numbers; exit code 1 when a promise was broken, and
 * then says which and where the evidence lies.
 *
 *   npm run chaos -- [--letters 1000] [--kills 100] [--services 1] [--queue redis|local:] [--seed N]
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { type StormPlan, type StormReport, storm } from './storm.ts';

const plan = new Command('chaos')
  .description('Kills the service and breaks its servers while letters keep arriving; then counts.')
  .option('--letters <count>', 'letters that arrive', whole, 1000)
  .option('--kills <count>', 'SIGKILLs', whole, 100)
  .option('--services <count>', 'services at once, on one mailbox and register', whole, 1)
  .addOption(new Option('--queue <queue>', 'queue of the service').choices(['redis', 'local:']).default('redis'))
  .option('--seed <number>', 'another seed, another storm', whole, Math.ceil(Math.random() * 1_000_000))
  .parse()
  .opts<Omit<StormPlan, 'tell'>>();

console.log(
  `seed ${plan.seed}: ${plan.letters} letters, ${plan.kills} kills, ${plan.services} at once, queue ${plan.queue}`,
);
const report = await storm({ ...plan, tell: (line) => console.log(line) });
console.log(`\n${table(report)}`);
for (const fault of report.faults) console.log(`BROKEN  ${fault}`);
if (report.evidence) console.log(`evidence: ${report.evidence}`);
process.exit(report.faults.length > 0 ? 1 : 0);

function table(report: StormReport): string {
  const rows: [string, string | number][] = [
    ['letters', report.letters],
    ['kills (SIGKILL)', `${report.kills}, ${report.killsAtStart} of them during a start`],
    ['lost', report.lost],
    ['doubled', report.doubled],
    ['extra copies, same Message-ID', report.extraCopies],
    ['ends of a service by itself', report.failures],
    ['longest graceful stop', `${(report.longestStop / 1000).toFixed(1)} s, ${report.badStops} not with exit code 0`],
    ['duration', `${report.seconds.toFixed(0)} s`],
    ...[...report.misfortunes].map(([name, times]): [string, string] => [name, `${times} times`]),
  ];
  return rows.map(([name, value]) => `${name.padEnd(44)} ${value}`).join('\n');
}

function whole(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('a whole number from 1 is wanted');
  return Number(value);
}
