/**
 * Overrides by environment variables: `PRIEMNAYA__IMAP__HOST` sets `imap.host`. Letter case does not matter, nor do single
 * underscores (`POLL_SECONDS`). In a list by index (`PRIEMNAYA__IMAP__0__HOST`), or the whole list or map as JSON.
 */
import type { z } from 'zod';
import { type Collected, type Origins, readSecret, settle } from './layer.ts';
import type { LeafMeta } from './leaf.ts';
import type { Problem } from './problems.ts';
import { isTree, placeOf, type Tree } from './tree.ts';

const PREFIX = 'PRIEMNAYA__';

/** Which key a variable means. */
interface Target {
  key: string[];
  /** Null for a whole list or map. */
  leaf: LeafMeta | null;
  /** The variable names a file that holds the value. */
  inFile: boolean;
}

/** Puts every override into the tree, which is changed. Relative paths are relative to `cwd`. */
export function override(
  tree: Tree,
  schema: z.ZodType,
  env: Record<string, string | undefined>,
  { cwd, origins, problems, unread }: { cwd: string; origins: Origins } & Collected,
): void {
  for (const [variable, value] of Object.entries(env).toSorted()) {
    if (!variable.startsWith(PREFIX) || value === undefined) continue;
    const target = aim(variable.slice(PREFIX.length).split('__'), schema, tree);
    if (typeof target === 'string') {
      problems.push({ key: variable, message: target });
      continue;
    }
    const { key, leaf, inFile } = target;
    if (inFile) put(tree, key, readSecret(variable, value, cwd, unread));
    else if (leaf && !(leaf.list && value.startsWith('['))) put(tree, key, settle(variable, leaf, value, cwd, unread));
    else put(tree, key, readJson(value, variable, problems));
    origins.set(key.join('.'), variable);
  }
}

/** Follows the names of a variable through schema and tree. @returns what is wrong, as text, when they lead nowhere */
function aim(names: string[], schema: z.ZodType, tree: unknown, key: string[] = []): Target | string {
  const place = placeOf(schema);
  const [name, ...rest] = names;
  if (name === undefined) return { key, leaf: place && 'leaf' in place ? place.leaf : null, inFile: false };
  if (place && 'items' in place) {
    if (!Array.isArray(tree)) return aim(names, place.items, tree, key); // one account instead of a list of them
    if (!/^\d{1,3}$/.test(name)) return `${key.join('.')} is a list; say which, counted from 0: …__0__${name}`;
    if (Number(name) > tree.length) return `${key.join('.')} has only ${tree.length} so far, counted from 0`;
    return aim(rest, place.items, tree[Number(name)], [...key, name]);
  }
  if (!place || !('keys' in place)) return `${key.join('.')} has no keys of its own`;
  const known = Object.keys(place.keys);
  const found = known.find((candidate) => plain(candidate) === plain(name));
  if (found) return aim(rest, place.keys[found] as z.ZodType, isTree(tree) ? tree[found] : undefined, [...key, found]);
  const secret = known.find((candidate) => plain(`${candidate}File`) === plain(name));
  const target = secret && rest.length === 0 ? aim([], place.keys[secret] as z.ZodType, null, [...key, secret]) : null;
  if (target && typeof target !== 'string' && target.leaf?.secret) return { ...target, inFile: true };
  return `unknown key; known here: ${known.join(', ')}`;
}

/** Sets the value, making the maps on the way that are not there. */
function put(tree: Tree, key: string[], value: unknown): void {
  let at = tree;
  for (const name of key.slice(0, -1)) {
    const inside = at[name]; // a list is indexed by name all the same
    at[name] = isTree(inside) || Array.isArray(inside) ? inside : {};
    at = at[name] as Tree;
  }
  at[key.at(-1) as string] = value;
}

function readJson(value: string, variable: string, problems: Problem[]): unknown {
  try {
    return JSON.parse(value);
  } catch {
    problems.push({ key: variable, message: 'must be JSON' });
    return null;
  }
}

function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
