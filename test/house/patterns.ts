/**
 * Every regular expression of the source, and strings made to make each of them slow.
 * A pattern is slow where a run of characters can be begun or shared out in many ways and then fails: so a run is made for
 * each repetition in it, behind what the pattern wants to see first, and in front of what it does not want.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseSource } from '@babel/parser';
import { type AST, parseRegExpLiteral, visitRegExpAST } from '@eslint-community/regexpp';
import { HOUSE } from './readme.ts';
import { readSource } from './source.ts';

export interface Pattern {
  /** `letter/quote.ts:15`. */
  where: string;
  regex: RegExp;
}

/** A string is `head`, `unit` so many times, `tail`. */
export interface Pump {
  head: string;
  unit: string;
  tail: string;
}

/** All regular expressions written down as such, and those that a module puts together when it is loaded. */
export async function readPatterns(): Promise<Pattern[]> {
  const paths = readSource().map(({ path }) => path);
  const found = [...paths.flatMap(literalsOf), ...(await builtBy(paths))];
  return [...new Map(found.map((pattern) => [String(pattern.regex), pattern])).values()];
}

function literalsOf(path: string): Pattern[] {
  const code = readFileSync(join(HOUSE, 'src', path), 'utf8');
  const { program } = parseSource(code, { sourceType: 'module', plugins: ['typescript'] });
  const found: Pattern[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, pattern, flags, loc } = node as {
      type?: string;
      pattern: string;
      flags: string;
      loc: { start: { line: number } };
    };
    if (type === 'RegExpLiteral') {
      found.push({ where: `${path}:${loc.start.line}`, regex: new RegExp(pattern, flags) });
      return;
    }
    for (const child of Object.values(node)) walk(child);
  };
  walk(program);
  return found;
}

/** Loads the pure rooms and watches what they build, not what the libraries do that they load. */
async function builtBy(paths: readonly string[]): Promise<Pattern[]> {
  const Plain = globalThis.RegExp;
  const found: Pattern[] = [];
  let path = '';
  const build = (make: () => RegExp) => {
    const regex = make();
    if (isOurs()) found.push({ where: path, regex: new Plain(regex.source, regex.flags) });
    return regex;
  };
  globalThis.RegExp = new Proxy(Plain, {
    construct: (target, args, to) => build(() => Reflect.construct(target, args, to)),
    apply: (target, it, args) => build(() => Reflect.apply(target, it, args)),
  });
  try {
    for (path of paths.filter((one) => /^(letter|identity|ticket|attachment|template)\/.*(?<!\.d)\.ts$/.test(one))) {
      await import(join(HOUSE, 'src', path));
    }
  } finally {
    globalThis.RegExp = Plain;
  }
  return found.filter(({ regex }) => quantifiersOf(regex).length > 0);
}

/** Was the pattern asked for by our code, not by a library that it loads? */
function isOurs(): boolean {
  const [, , , , caller = ''] = new Error('who asks').stack?.split('\n') ?? [];
  return caller.includes(join(HOUSE, 'src'));
}

/** Shorter repetitions cost no more than their number. */
const LONG = 8;
export const SIGNS = [
  ' ',
  '\n',
  '\t',
  '1',
  'a',
  'а',
  'А',
  '-',
  '.',
  ',',
  ':',
  ';',
  '<',
  '>',
  '(',
  '"',
  '«',
  '/',
  '*',
  '@',
  '_',
  '+',
  '=',
  '\\',
  '\r',
  '[',
  '|',
  '#',
  '%',
];
const TAILS = ['\u0001', '\n!'];

/** Strings that may take this pattern long. */
export function pumpsFor(regex: RegExp): Pump[] {
  const units = new Map<string, Pump>();
  for (const quantifier of quantifiersOf(regex)) {
    const head = before(quantifier);
    const runs = signsOf(quantifier.element, regex);
    const whole = exampleOf(quantifier.element);
    for (const unit of [...runs, whole, `${head}${runs[0] ?? whole}`]) {
      if (unit === '') continue;
      for (const tail of TAILS) units.set(JSON.stringify([head, unit, tail]), { head, unit, tail });
    }
  }
  return [...units.values()];
}

function quantifiersOf(regex: RegExp): AST.Quantifier[] {
  const found: AST.Quantifier[] = [];
  visitRegExpAST(parseRegExpLiteral(regex), {
    onQuantifierEnter: (quantifier) => {
      if (quantifier.max >= LONG) found.push(quantifier);
    },
  });
  return found;
}

/** Signs that what is repeated may be, a few of them. */
function signsOf({ raw }: AST.Node, { flags }: RegExp): string[] {
  const key = `${flags.replace(/[gy]/g, '')}/${raw}`;
  const known = signs.get(key);
  if (known) return known;
  const one = new RegExp(`^(?:${raw})$`, flags.replace(/[gy]/g, ''));
  const found = SIGNS.filter((sign) => one.test(sign)).slice(0, 4);
  signs.set(key, found);
  return found;
}

const signs = new Map<string, string[]>();

/** The shortest text that the pattern wants to see in front of this node. */
function before(node: AST.Node): string {
  const { parent } = node;
  if (!parent) return '';
  const own =
    parent.type === 'Alternative' ? parent.elements.slice(0, parent.elements.indexOf(node as AST.Element)) : [];
  return before(parent) + own.map(exampleOf).join('');
}

/** One text that this node takes, as short as may be. */
function exampleOf(node: AST.Node): string {
  switch (node.type) {
    case 'Alternative':
      return node.elements.map(exampleOf).join('');
    case 'Group':
    case 'CapturingGroup':
      return exampleOf(node.alternatives[0]!);
    case 'Quantifier':
      return exampleOf(node.element).repeat(Math.max(node.min, node.max === Number.POSITIVE_INFINITY ? 1 : node.min));
    case 'Character':
      return String.fromCodePoint(node.value);
    case 'CharacterClass':
    case 'CharacterSet':
      return signsOf(node, node.raw.includes('\\p') ? /\p{L}/u : /a/)[0] ?? 'а';
    default:
      return '';
  }
}
