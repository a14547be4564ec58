/**
 * Where a profile says the time goes. Enters: a `.cpuprofile` of node. Leaves: functions and packages by self time, as text.
 * Time when the thread had nothing to do is told apart. Pure.
 */

/** What V8 writes, as far as it matters here. */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  /** Microseconds before each sample. */
  timeDeltas: number[];
}

const IDLE = new Set(['(idle)', '(program)']);

/** The functions in which the thread itself spent most, and the packages they belong to. */
export function hottest(profile: CpuProfile, functions: number, packages: number): string {
  const self = new Map<number, number>();
  for (const [index, node] of profile.samples.entries()) {
    self.set(node, (self.get(node) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000);
  }
  const spent = profile.nodes.map(({ id, callFrame }) => ({ ...callFrame, ms: self.get(id) ?? 0 }));
  const busy = spent.filter(({ functionName }) => !IDLE.has(functionName));
  const total = sum(busy.map(({ ms }) => ms));
  const idle = sum(spent.map(({ ms }) => ms)) - total;
  const named = ranking(busy, ({ functionName, url, lineNumber }) =>
    url === '' ? functionName : `${functionName || '(anonymous)'}  ${place(url)}:${lineNumber + 1}`,
  );
  const grouped = ranking(busy, ({ functionName, url }) => (url === '' ? functionName : room(url)));
  const lines = (ranks: [string, number][]) =>
    ranks.map(
      ([what, ms]) => `${ms.toFixed(0).padStart(8)} ms ${((100 * ms) / total).toFixed(1).padStart(5)} %  ${what}`,
    );
  return [
    `busy ${total.toFixed(0)} ms, idle ${idle.toFixed(0)} ms`,
    ...lines(named.slice(0, functions)),
    'by package and room:',
    ...lines(grouped.slice(0, packages)),
  ].join('\n');
}

function ranking<T extends { ms: number }>(spent: T[], keyOf: (one: T) => string): [string, number][] {
  const sums = new Map<string, number>();
  for (const one of spent) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.ms);
  return [...sums].sort(([, a], [, b]) => b - a);
}

/** From the checkout, or from the package on. */
function place(url: string): string {
  return url.replace(/^.*\/node_modules\//, '').replace(/^.*\/(?=src\/)/, '');
}

/** The package, the room of ours, or the part of node. */
function room(url: string): string {
  const found = place(url);
  if (found.startsWith('src/')) return found.split('/').slice(0, 2).join('/');
  return found.startsWith('node:')
    ? found
    : found
        .split('/')
        .slice(0, found.startsWith('@') ? 2 : 1)
        .join('/');
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
