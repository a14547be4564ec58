/**
 * Commands of an operator's letter (domain.md §8). In: the new text of the letter. Out: the commands, what is wrong with
 * them, and the text that is left for the citizen. Never fails. One error means: nothing of the letter may be applied.
 *
 * Where commands stand: at the top, one a line, in any order, blank lines between them; a greeting may stand above. The
 * first other line ends them. A command of ours further down was meant as one: such lines are named, and the letter is held.
 * A line so near the top that starts with «#» and an unknown word is an error: as text to a citizen a command does harm.
 * Where their text ends: at the end of the line, and of the lines into which a mail client broke it (wrapped.ts).
 * `#запросить`, `#отказать` and `#заметка` alone on their line take the whole text below; `#заметка` takes it always, so
 * that nothing of it goes to the citizen. Run staff-text.ts over whatever of this goes out.
 */
import { isGreeting } from '../letter/greeting.ts';
import {
  type CommandError,
  contradicting,
  crowded,
  misdated,
  missing,
  twice,
  unknown,
  unneeded,
} from './command-error.ts';
import {
  type CommandLine,
  commandWithin,
  readCommandLine,
  speaksOfCommand,
  tidyLine,
  type Verb,
} from './command-word.ts';
import { readDay } from './day.ts';
import { isWrapped } from './wrapped.ts';
import type { Day } from './zone.ts';

/** What an operator orders. */
export type Order =
  | { do: 'resolve'; reason?: string | null }
  | { do: 'ask'; text: string }
  | { do: 'reject'; reason: string }
  | { do: 'close'; reason?: string | null }
  /** Back to work: at the console only, like the reasons of `resolve` and `close`. */
  | { do: 'resume'; reason: string | null }
  /** For the office only. */
  | { do: 'note'; text: string }
  /** Surname or e-mail as typed: see findStaff. */
  | { do: 'assign'; to: string }
  /** Id or title as typed: see findDepartment. */
  | { do: 'department'; to: string }
  | { do: 'due'; day: Day; reason: string }
  | { do: 'senior'; reason: string }
  | { do: 'template'; name: string };

/** An order with the line that gave it, for receipts. */
export type Command = Order & { line: string };

export interface StaffOrders {
  commands: Command[];
  errors: CommandError[];
  /** What is left for the citizen; empty under `#заметка`. */
  text: string;
  /** Lines of the text in which commands of ours stand, and were not taken. */
  strays: string[];
}

/** Reads the commands at the top of an operator's new text. */
export function readCommands(text: string): StaffOrders {
  const { lines, greeting, rest } = atTheTop(text.split(/\r\n|\r|\n/));
  const below = tidy([...greeting, ...rest]);
  const takesText = lines.some(({ verb }) => verb === 'note') ? 'note' : bareTaker(lines);
  const read = lines.map((line) => readOrder(line, line.verb === takesText ? below : ''));
  const errors = [...read.filter((one) => 'why' in one), ...twice(lines), ...contradicting(lines)];
  return {
    commands: read.filter((one) => 'do' in one),
    errors,
    text: takesText === null ? below : '',
    // Words of a note may speak of commands; a line of it that is one may be an order.
    strays: [...greeting, ...rest].filter(takesText === 'note' ? isCommand : speaksOfCommand).map(tidyLine),
  };
}

function isCommand(line: string): boolean {
  return (readCommandLine(line)?.verb ?? null) !== null;
}

/** Takes the command lines off the top, with the lines into which they were broken. */
function atTheTop(all: readonly string[]): { lines: CommandLine[]; greeting: string[]; rest: string[] } {
  const lines: CommandLine[] = [];
  const greeting: string[] = [];
  let at = 0;
  for (; at < all.length; at++) {
    const raw = all[at]!;
    if (tidyLine(raw) === '') continue;
    const line = readCommandLine(raw);
    if (line !== null) {
      while (line.argument !== '' && isWrapped(all[at]!, all[at + 1] ?? '')) {
        line.argument += ` ${tidyLine(all[++at]!)}`;
      }
      lines.push(line);
    } else if (lines.length === 0 && greeting.length === 0 && isGreeting(raw)) greeting.push(raw);
    else break;
  }
  return { lines, greeting, rest: all.slice(at) };
}

/** The command that stands bare and whose text may be what is written below. */
function bareTaker(lines: readonly CommandLine[]): Verb | null {
  const bare = lines.find(({ verb, argument }) => (verb === 'ask' || verb === 'reject') && argument === '');
  return bare?.verb ?? null;
}

/** @param below the text under the commands, when this one takes it */
function readOrder(line: CommandLine, below: string): Command | CommandError {
  const { verb, argument } = line;
  if (verb === null) return unknown(line);
  if (verb !== 'note') {
    const second = commandWithin(argument);
    if (second !== null) return crowded(line, second);
  }
  const said = tidy([argument, below]);
  switch (verb) {
    case 'resolve':
    case 'close':
      return argument === '' ? { do: verb, line: line.line } : unneeded(line);
    case 'due':
      return readDue(line);
    case 'ask':
    case 'note':
      return said === '' ? missing(line) : { do: verb, text: said, line: line.line };
    case 'reject':
    case 'senior':
      return said === '' ? missing(line) : { do: verb, reason: said, line: line.line };
    case 'assign':
    case 'department':
      return said === '' ? missing(line) : { do: verb, to: said, line: line.line };
    case 'template':
      return said === '' ? missing(line) : { do: verb, name: said, line: line.line };
  }
}

function readDue(line: CommandLine): Command | CommandError {
  if (line.argument === '') return missing(line);
  const [written = ''] = line.argument.split(' ', 1);
  const day = readDay(written.replace(/(?<![,;:])[,;:]+$/, ''));
  if (day === null) return misdated(line, written);
  const reason = line.argument
    .slice(written.length)
    .replace(/^\s*(?:г\.|года(?![\p{L}]))?[\s,;:–—-]*/u, '')
    .trim();
  return reason === '' ? missing(line) : { do: 'due', day, reason, line: line.line };
}

/** Without empty lines around. */
function tidy(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/^(?:[ \t\u00a0]*\n)+/, '')
    .trimEnd();
}
