/**
 * Where a profile says the time goes. Enters: a `.cpuprofile` of node. Leaves: a thread's functions by self time, packages
 * and rooms by self time, and our own functions with all that they call, as text. Waiting is told apart. Pure.
 */

/** What V8 writes, as far as it matters here. */
export interface CpuProfile {
  nodes: ProfileNode[];
  /** The node that ran, at each look. */
  samples: number[];
  /** Microseconds before each look. */
  timeDeltas: number[];
}

interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number };
  children?: number[];
}

/** A thread in these waits; piscina's waits for the next letter. */
const WAITING = new Set(['(idle)', '(program)', 'atomicsWaitLoop']);
const LONGEST_NAME = 90;
const SHOWN = 25;

/** The functions in which the thread spent most, the packages they belong to, and who called them. */
export function hottest(profile: CpuProfile): string {
  const self = selfTimes(profile);
  const busy = profile.nodes.filter(({ callFrame }) => !WAITING.has(callFrame.functionName));
  const own = busy.map((node): [ProfileNode, number] => [node, self.get(node.id) ?? 0]);
  const total = own.reduce((sum, [, ms]) => sum + ms, 0);
  const waited = [...self.values()].reduce((sum, ms) => sum + ms, -total);
  const lines = (sums: Map<string, number>) => {
    const ranks = [...sums].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
    return ranks.map(
      ([what, ms]) => `${ms.toFixed(0).padStart(7)} ms ${((100 * ms) / total).toFixed(1).padStart(5)} %  ${what}`,
    );
  };
  return [
    `busy ${total.toFixed(0)} ms, waiting ${waited.toFixed(0)} ms`,
    'self:',
    ...lines(sumBy(own, functionOf)),
    'self, by package and room:',
    ...lines(sumBy(own, ownerOf)),
    'of ours, with all that it calls:',
    ...lines(inclusive(profile.nodes, self)),
  ].join('\n');
}

/** Milliseconds by node. */
function selfTimes({ samples, timeDeltas }: CpuProfile): Map<number, number> {
  const self = new Map<number, number>();
  for (const [index, node] of samples.entries()) {
    self.set(node, (self.get(node) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
  return self;
}

/** Each function of ours once a stack, however deep it calls itself. */
function inclusive(nodes: ProfileNode[], self: Map<number, number>): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const sums = new Map<string, number>();
  const walk = (node: ProfileNode, callers: ReadonlySet<string>): number => {
    const name = functionOf(node);
    const ours = place(node.callFrame.url).startsWith('src/');
    const inside = ours ? new Set([...callers, name]) : callers;
    let spent = WAITING.has(node.callFrame.functionName) ? 0 : (self.get(node.id) ?? 0);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) spent += walk(child, inside);
    }
    if (ours && !callers.has(name)) sums.set(name, (sums.get(name) ?? 0) + spent);
    return spent;
  };
  if (nodes[0]) walk(nodes[0], new Set());
  return sums;
}

function sumBy(own: [ProfileNode, number][], keyOf: (node: ProfileNode) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [node, ms] of own) sums.set(keyOf(node), (sums.get(keyOf(node)) ?? 0) + ms);
  return sums;
}

function functionOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const name = functionName === '' ? '(anonymous)' : functionName.slice(0, LONGEST_NAME);
  return url === '' ? name : `${name}  ${place(url)}:${lineNumber + 1}`;
}

/** The room of ours, the package, the part of node, or what V8 calls it. */
function ownerOf({ callFrame: { functionName, url } }: ProfileNode): string {
  if (url === '') return functionName.startsWith('RegExp: ') ? 'regular expressions' : functionName;
  const [first = '', second = '', third = ''] = place(url).split('/');
  if (first === 'src') return third === '' ? first : `${first}/${second}`;
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** From the checkout, or from the package on. */
function place(url: string): string {
  return url.replace(/^.*\/node_modules\//, '').replace(/^.*\/(?=src\/)/, '');
}
