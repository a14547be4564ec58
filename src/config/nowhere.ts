/**
 * For commands that sign in nowhere (`inspect`, `ticket list`): they need no servers and no passwords, so what is missing
 * of these is filled with names that lead nowhere (`.invalid`, RFC 2606 §2). What is given is checked as ever.
 */
import { isTree, type Tree } from './tree.ts';

const HOST = 'nowhere.invalid';

/**
 * Fills what is missing in the tree, which is changed.
 * @param writes letters will be written: the office's own address has to be the true one
 */
export function standIn(tree: Tree, writes: boolean): void {
  if (!writes) fill(tree.office, { address: `nobody@${HOST}` });
  for (const account of [tree.imap].flat()) fill(account, { host: HOST, user: 'nobody', password: 'none' });
  fill(tree.smtp, { host: HOST });
  fill(tree.queue, { url: 'local:' }); // named by a file that this person may not read
  if (isTree(tree.smtp) && isGiven(tree.smtp.user)) fill(tree.smtp, { password: 'none' });
}

function fill(part: unknown, missing: Tree): void {
  if (!isTree(part)) return;
  for (const [name, value] of Object.entries(missing)) if (!isGiven(part[name])) part[name] = value;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
