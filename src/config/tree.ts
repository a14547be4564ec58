/** The configuration as a tree of plain values, before it is understood: paths into it, merging, and what the schema says there. */
import { z } from 'zod';
import { type LeafMeta, leafMeta } from './leaf.ts';

export type Tree = { [key: string]: unknown };

/** Is it a map of keys (and not a list, text, number)? */
export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Maps are merged deeply, everything else (lists too) replaces what was there. Neither argument is changed. */
export function merge(base: unknown, over: unknown): unknown {
  if (!isTree(base) || !isTree(over)) return over;
  const merged: Tree = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = key in base ? merge(base[key], value) : value;
  return merged;
}

/** What stands at a key of the schema: more keys, a list of such things, or a value. */
export type Place = { keys: Record<string, z.ZodType> } | { items: z.ZodType } | { leaf: LeafMeta } | null;

/** Describes a place of the schema. */
export function placeOf(schema: z.ZodType): Place {
  if (schema instanceof z.ZodObject) return { keys: schema.shape };
  if (schema instanceof z.ZodArray) return { items: schema.element as z.ZodType };
  const leaf = leafMeta.get(schema);
  return leaf ? { leaf } : null;
}

/** Calls `visit` for every leaf of the tree that the schema knows, with its key in dots: `imap.0.host`. */
export function visitLeaves(
  schema: z.ZodType,
  tree: unknown,
  visit: (key: string, meta: LeafMeta, parent: Tree, name: string) => void,
  at: string[] = [],
): void {
  const place = placeOf(schema);
  if (place && 'items' in place) {
    // `imap` may be one account instead of a list of them
    if (isTree(tree)) visitLeaves(place.items, tree, visit, at);
    else if (Array.isArray(tree)) {
      for (const [i, item] of tree.entries()) visitLeaves(place.items, item, visit, [...at, `${i}`]);
    }
  } else if (place && 'keys' in place && isTree(tree)) {
    for (const [name, child] of Object.entries(place.keys)) {
      const key = [...at, name];
      const below = placeOf(child);
      if (below && 'leaf' in below) visit(key.join('.'), below.leaf, tree, name);
      else visitLeaves(child, tree[name], visit, key);
    }
  }
}

/** Every key of the schema, lists as `staff.[].name`; a secret also as its file. */
export function allKeys(schema: z.ZodType, at: string[] = []): string[] {
  const place = placeOf(schema);
  if (place && 'items' in place) return allKeys(place.items, [...at, '[]']);
  if (place && 'keys' in place) {
    return Object.entries(place.keys).flatMap(([name, child]) => allKeys(child, [...at, name]));
  }
  const key = at.join('.');
  return place?.leaf.secret ? [key, `${key}File`] : [key];
}
