/**
 * What a process does of the walk (`run --roles`): an office may split it over several, on one register. Enters: the words as
 * typed. Leaves: roles, or what is wrong with them.
 */
import type { Task } from './queue/queue.ts';

/** In the order of the walk. */
export const ROLES = ['receive', 'examine', 'register', 'send', 'http'] as const;

/**
 * `receive` watches the mailboxes and stores letters; `examine` and `register` work on stored letters; `send` sends what
 * stands in the outbox; `http` serves health and metrics.
 */
export type Role = (typeof ROLES)[number];

export type Roles = ReadonlySet<Role>;

export const ALL_ROLES: Roles = new Set(ROLES);

/** Reads a list of roles, `receive,send` say. @returns what is wrong, as text, when they are no roles */
export function readRoles(typed: string): Roles | string {
  const words = typed.split(',').map((word) => word.trim());
  const unknown = words.filter((word) => !(ROLES as readonly string[]).includes(word));
  if (unknown.length > 0) return `unknown: ${unknown.join(', ')}; there are: ${ROLES.join(', ')}`;
  const roles = new Set(words as Role[]);
  // What was found in a letter goes from one step to the other in memory: to store it would be a second copy of every file.
  if (roles.has('examine') !== roles.has('register')) {
    return 'examine and register are done in one piece, by the same process: name both or neither';
  }
  return roles;
}

/** The jobs of the queue that these roles work on. */
export function tasksOf(roles: Roles): Task[] {
  return [...(roles.has('register') ? ['letter' as const] : []), ...(roles.has('send') ? ['delivery' as const] : [])];
}
