/** What became of an operator's commands, line by line (domain.md §8: every command is answered by a short receipt). Pure. */
import type { Status } from '../ticket/status.ts';
import type { AnsweredFile } from './answered-files.ts';
import type { Filled, ToStaff } from './letterhead.ts';

/** One thing done. `line` is the command as typed. */
export type Done =
  /** #решено, #запросить, #отказать, #закрыть */
  | { did: 'status'; line: string; before: Status; after: Status }
  | { did: 'note'; line: string }
  | { did: 'assign'; line: string; to: string }
  | { did: 'department'; line: string; title: string; to: string | null }
  | { did: 'due'; line: string; before: Date; after: Date }
  | { did: 'senior'; line: string; to: string }
  | { did: 'template'; line: string; name: string };

export interface CommandReceiptFacts extends ToStaff {
  at: Date;
  done: readonly Done[];
  /** What the citizen was sent; `unreachable`: it stands in the ticket, but his address takes no letters. */
  citizen: { told: 'answer' | 'request' | 'status' | 'due' } | { told: 'nothing' } | { told: 'unreachable' };
  /** The operator's own files that were to go along. */
  files: readonly AnsweredFile[];
  /** After all commands. */
  status: Status;
  dueAt: Date;
  /** Who has the ticket now. */
  operator: string | null;
}

export function commandReceiptLetter(facts: CommandReceiptFacts): Filled {
  return { template: 'command-receipt', variables: facts };
}
