/** What became of an operator's commands, line by line (domain.md §8: every command is answered by a short receipt). Pure. */
import { STATUS_TITLES, type Status } from '../ticket/status.ts';
import { type Filled, staffHead, type ToStaff } from './letterhead.ts';
import { type ListedFile, listedFiles } from './listed-files.ts';
import { lineOf } from './prose.ts';
import { dayText, stampText } from './wording.ts';

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
  done: readonly Done[];
  /** What the citizen was sent; `unreachable`: it stands in the ticket, but his address takes no letters. */
  citizen: { told: 'answer' | 'request' | 'status' | 'due' } | { told: 'nothing' } | { told: 'unreachable' };
  /** The operator's own files that were to go along. */
  files: readonly ListedFile[];
  /** Lines further down that look like commands and were left as text. */
  strays: readonly string[];
  /** After all commands. */
  status: Status;
  dueAt: Date;
  /** Who has the ticket now. */
  operator: string | null;
}

/** `done` is empty when a letter without commands has something to be told of: a file refused, an address that takes no letters. */
export function commandReceiptLetter(facts: CommandReceiptFacts): Filled {
  const { timeZone } = facts;
  return {
    template: 'command-receipt',
    variables: {
      ...staffHead(facts),
      done: facts.done.map((one) => shown(one, timeZone)),
      told: facts.citizen.told,
      strays: facts.strays.map(lineOf).join('; '),
      ...listedFiles(facts.files),
      refused: facts.files.some(({ verdict }) => verdict === 'refused'),
      status: facts.status,
      statusTitle: STATUS_TITLES[facts.status],
      dueMoment: stampText(facts.dueAt, timeZone),
      operator: facts.operator === null ? null : lineOf(facts.operator),
    },
  };
}

function shown(done: Done, timeZone: string): object {
  const line = lineOf(done.line);
  switch (done.did) {
    case 'status':
      return { ...done, line, before: STATUS_TITLES[done.before], after: STATUS_TITLES[done.after] };
    case 'due':
      return { ...done, line, before: dayText(done.before, timeZone), after: dayText(done.after, timeZone) };
    default:
      return { ...done, line };
  }
}
