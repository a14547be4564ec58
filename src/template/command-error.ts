/** A command that could not be understood or done: nothing of the letter was applied (domain.md §8). Pure. */
import type { Status } from '../ticket/status.ts';
import type { CommandHelp } from './command-help.ts';
import type { Filled, ToStaff } from './letterhead.ts';

/** What is wrong with one line. */
export type CommandProblem =
  | { wrong: 'unknown'; nearest: string | null }
  | { wrong: 'nothing-after'; needs: 'reason' | 'person' | 'department' | 'date' | 'template' | 'text' }
  | { wrong: 'person'; found: 'none' | 'several'; allowed: readonly string[] }
  | { wrong: 'department'; allowed: readonly string[] }
  | { wrong: 'date'; because: 'unreadable' | 'past' | 'not-a-day' }
  | { wrong: 'template'; allowed: readonly string[] }
  /** The ticket's status does not let it. `allowed`: where it may go. */
  | { wrong: 'status'; status: Status; allowed: readonly Status[] }
  /** Two lines that contradict each other. */
  | { wrong: 'contradiction'; other: string }
  /** `#решено` without an answer. */
  | { wrong: 'no-answer' }
  | { wrong: 'no-senior' }
  /** The reader's role may not do it. */
  | { wrong: 'role' };

export interface CommandErrorFacts extends ToStaff {
  /** Every wrong line, in the letter's order. `number` counts lines of the answer from 1. */
  problems: readonly ({ number: number; line: string } & CommandProblem)[];
  /** The operator's whole new text, so that he can correct and send it again. */
  text: string;
  commands: CommandHelp;
}

export function commandErrorLetter(facts: CommandErrorFacts): Filled {
  return { template: 'command-error', variables: facts };
}
