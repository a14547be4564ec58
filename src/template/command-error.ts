/** Commands that could not be understood or done: nothing of the letter was applied (domain.md §8). Pure. */
import { type CommandHelp, helpOf } from './command-help.ts';
import { type Filled, staffHead, type ToStaff } from './letterhead.ts';
import { lineOf, wordsOf } from './prose.ts';

/** What is wrong, as the one who found it says it. */
export interface CommandProblem {
  /** The line as typed; empty for the letter as a whole. */
  line: string;
  /** Whole sentences. */
  why: string;
  /** What would be right; may be empty. */
  allowed: readonly string[];
  /** The command is understood and cannot be done now. */
  understood?: boolean;
}

export interface CommandErrorFacts extends ToStaff {
  /** In the letter's order. */
  problems: readonly CommandProblem[];
  /** The operator's whole new text, so that he can correct and send it again. */
  text: string;
  commands: CommandHelp;
}

/** Tells all problems at once. */
export function commandErrorLetter(facts: CommandErrorFacts): Filled {
  return {
    template: 'command-error',
    variables: {
      ...staffHead(facts),
      understood: facts.problems.length > 0 && facts.problems.every(({ understood }) => understood === true),
      problems: facts.problems.map(({ line, why, allowed }) => ({
        line: lineOf(line),
        why: lineOf(why),
        allowed: allowed.map(lineOf).join('; '),
      })),
      ...wordsOf(facts.text),
      help: helpOf(facts.commands),
    },
  };
}
