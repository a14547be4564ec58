/** What is wrong with a configuration, said all at once and in plain words. Values of secrets never appear. */
import type { z } from 'zod';
import { Fault } from '../fault.ts';
import type { Setting } from './config.ts';
import { isTree, placeOf } from './tree.ts';

export interface Problem {
  /** In dots: `imap.0.host`; a file when the whole file is wrong. */
  key: string;
  /** What it should be. */
  message: string;
}

/** Thrown before anything is started; exit code 2. */
export class ConfigFault extends Fault {
  readonly problems: readonly Problem[];
  /** What is in force all the same. */
  readonly settings: readonly Setting[];

  constructor(problems: readonly Problem[], settings: readonly Setting[]) {
    const lines = problems.map(({ key, message }) => `  ${key}: ${message}`);
    super('CONFIG', `the configuration does not serve:\n${lines.join('\n')}`, { permanent: true });
    this.name = 'ConfigFault';
    this.problems = problems;
    this.settings = settings;
  }
}

/** Turns what zod found into problems. `tree` is what was parsed: the offending values are looked up there. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], schema: z.ZodType, tree: unknown): Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      const known = knownAt(schema, path);
      return issue.keys.map((key) => ({ key: [...path, key].join('.'), message: `unknown key; known here: ${known}` }));
    }
    return [{ key: path.join('.'), message: mustBe(schema, path, valueAt(tree, path)) }];
  });
}

function mustBe(schema: z.ZodType, path: string[], value: unknown): string {
  const place = placeOf(schemaAt(schema, path));
  if (place && 'leaf' in place) {
    const { expected, secret, path: file } = place.leaf;
    if (value === undefined || value === null) return `missing; must be ${expected}`;
    return `must be ${expected}${secret || file === 'contents' ? '' : `, not ${brief(value)}`}`;
  }
  const keys = place && 'items' in place ? `a list, each with the keys ${knownAt(place.items, [])}` : null;
  return `must be ${keys ?? `a map with the keys ${knownAt(schema, path)}`}`;
}

function knownAt(schema: z.ZodType, path: string[]): string {
  const place = placeOf(schemaAt(schema, path));
  return place && 'keys' in place ? Object.keys(place.keys).join(', ') : 'none';
}

function schemaAt(schema: z.ZodType, path: string[]): z.ZodType {
  let at = schema;
  for (const name of path) {
    const place = placeOf(at);
    if (place && 'items' in place) at = place.items;
    else if (place && 'keys' in place && place.keys[name]) at = place.keys[name];
    else break;
  }
  return at;
}

function valueAt(tree: unknown, path: string[]): unknown {
  return path.reduce<unknown>((at, name) => (isTree(at) || Array.isArray(at) ? (at as never)[name] : undefined), tree);
}

/** Only plain values are repeated, without what a URL says before its host: a secret may have come to the wrong place. */
function brief(value: unknown): string {
  if (Array.isArray(value)) return 'a list of other things';
  if (isTree(value)) return 'a map';
  const shown = JSON.stringify(value).replace(/:\/\/\S*@/, '://***@');
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
}
