/** A command that could not be understood or done: nothing of the letter was applied (domain.md §8). Pure. */
import { STATUS_TITLES, type Status } from '../ticket/status.ts';
import { type CommandHelp, helpOf } from './command-help.ts';
import { type Filled, staffHead, type ToStaff } from './letterhead.ts';
import { lineOf, wordsOf } from './prose.ts';

/** What is wrong with one line. */
export type CommandProblem =
  /** Told by whoever read the line: a sentence, and the forms that would be right (readCommands). */
  | { why: string; allowed: readonly string[] }
  | { wrong: 'person'; several: boolean; allowed: readonly string[] }
  | { wrong: 'department'; allowed: readonly string[] }
  | { wrong: 'template'; allowed: readonly string[] }
  /** The day is over, or nobody works on it. */
  | { wrong: 'past' | 'day-off' }
  /** The ticket's status does not let it. `allowed`: where it may go. */
  | { wrong: 'status'; status: Status; allowed: readonly Status[] }
  /** `#решено` without an answer. */
  | { wrong: 'no-answer' }
  | { wrong: 'no-senior' }
  /** The reader's role may not do it. */
  | { wrong: 'role' };

export interface CommandErrorFacts extends ToStaff {
  /** Every wrong line, in the letter's order. */
  problems: readonly ({ line: string } & CommandProblem)[];
  /** The operator's whole new text, so that he can correct and send it again. */
  text: string;
  commands: CommandHelp;
}

export function commandErrorLetter(facts: CommandErrorFacts): Filled {
  return {
    template: 'command-error',
    variables: {
      ...staffHead(facts),
      problems: facts.problems.map(shown),
      ...wordsOf(facts.text),
      help: helpOf(facts.commands),
    },
  };
}

function shown(problem: { line: string } & CommandProblem) {
  const wrong = 'why' in problem ? 'told' : problem.wrong;
  const allowed = 'allowed' in problem ? problem.allowed : [];
  return {
    wrong,
    line: lineOf(problem.line),
    why: 'why' in problem ? lineOf(problem.why) : null,
    several: 'several' in problem && problem.several,
    status: 'status' in problem ? STATUS_TITLES[problem.status] : null,
    allowed: allowed.map((one) => (wrong === 'status' ? `«${STATUS_TITLES[one as Status]}»` : lineOf(one))).join('; '),
  };
}
