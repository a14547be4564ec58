/** The table that the benchmark ends with. Enters: the runs, in the order in which they alternated. Leaves: text. Pure. */
import type { Run } from './run.ts';

const COLUMNS = ['letters/s', 'min', 'max', 'from 1st', 'CPU ms', 'servers', 'RSS MB'] as const;
const NAME = 16;
const WIDTH = 10;

/** One line a run, while it goes on. */
export function runLine(round: number, name: string, run: Run): string {
  const speed = (run.letters / run.seconds).toFixed(0);
  return `round ${round}  ${name.padEnd(NAME)}${speed} letters/s, ${run.seconds.toFixed(2)} s`;
}

/** Medians, with the slowest and the fastest run; CPU in milliseconds a letter; the ratio is the median of the rounds'. */
export function table(raw: Run[], service: Run[], serviceName: string): string {
  const head = ''.padEnd(NAME) + COLUMNS.map((title) => title.padStart(WIDTH)).join('');
  const ratio = (speed: (run: Run) => number) =>
    median(raw.map((run, round) => speed(service[round] as Run) / speed(run))).toFixed(2);
  return [
    head,
    row('raw limit', raw),
    row(serviceName, service),
    '',
    `of the raw limit: ${ratio(speedOf)} from the start of the process, ${ratio(speedFromFirst)} from the first letter`,
  ].join('\n');
}

function row(name: string, runs: Run[]): string {
  const speeds = runs.map(speedOf);
  const each = (cost: (run: Run) => number) => median(runs.map((run) => (cost(run) * 1000) / run.letters));
  const cells = [
    median(speeds).toFixed(0),
    Math.min(...speeds).toFixed(0),
    Math.max(...speeds).toFixed(0),
    median(runs.map(speedFromFirst)).toFixed(0),
    each(({ cpu }) => cpu).toFixed(2),
    each(({ serverCpu }) => serverCpu).toFixed(2),
    (median(runs.map(({ peakMemory }) => peakMemory)) / 2 ** 20).toFixed(0),
  ];
  return name.padEnd(NAME) + cells.map((cell) => cell.padStart(WIDTH)).join('');
}

function speedOf(run: Run): number {
  return run.letters / run.seconds;
}

function speedFromFirst(run: Run): number {
  return run.letters / run.fromFirstLetter;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
