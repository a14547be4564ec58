/**
 * An office key as a tree from which single data keys can be cut out for ever: the pseudo-random function of Goldreich,
 * Goldwasser and Micali (1986), punctured. The root makes two children (SHA-256 over 32 bytes and a bit), each of these two more, and the
 * leaf at the end of a path of 32 bits is the data key of that number. To destroy a leaf, the nodes on the way to it give
 * way to their other children: every other leaf can still be reached, this one by nobody, whatever old copy of the
 * register he holds.
 *
 * Enters: nodes by their path, `''` being the root. Leaves: data keys, or other nodes. Pure.
 */
import { hash } from 'node:crypto';

/** Nodes that are left, by their path of `0` and `1`; no path begins with another. */
export type KeyTree = ReadonlyMap<string, Buffer>;

/** Bits of a leaf's number. */
const DEPTH = 32;

/** @param root 32 random bytes */
export function plantTree(root: Buffer): KeyTree {
  return new Map([['', root]]);
}

/** The data key of a number, 32 bytes; null when it has been destroyed. */
export function leafOf(tree: KeyTree, number: number): Buffer | null {
  const path = pathOf(number);
  const start = nodeAbove(tree, path);
  if (start === null) return null;
  let node = tree.get(start)!;
  for (const bit of path.slice(start.length)) node = child(node, bit);
  return node;
}

/** The tree without the leaves of these numbers. */
export function withoutLeaves(tree: KeyTree, numbers: readonly number[]): KeyTree {
  const nodes = new Map(tree);
  for (const number of numbers) {
    const path = pathOf(number);
    const start = nodeAbove(nodes, path);
    if (start === null) continue;
    let node = nodes.get(start)!;
    nodes.delete(start);
    for (let depth = start.length; depth < DEPTH; depth++) {
      const bit = path[depth]!;
      const other = bit === '0' ? '1' : '0';
      nodes.set(path.slice(0, depth) + other, child(node, other));
      node = child(node, bit);
    }
  }
  return nodes;
}

function child(node: Buffer, bit: string): Buffer {
  return hash('sha256', Buffer.concat([node, Buffer.of(Number(bit))]), 'buffer');
}

function pathOf(number: number): string {
  if (!Number.isInteger(number) || number < 0 || number >= 2 ** DEPTH) throw new RangeError('no leaf has this number');
  return number.toString(2).padStart(DEPTH, '0');
}

/** The path of the node that a leaf grows from; null when it was destroyed. */
function nodeAbove(tree: KeyTree, path: string): string | null {
  for (let depth = 0; depth <= DEPTH; depth++) {
    const above = path.slice(0, depth);
    if (tree.has(above)) return above;
  }
  return null;
}
