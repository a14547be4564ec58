/** Text given on the command line, or by `-` on stdin. */
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';

/** The text without empty space around. An empty one ends the command as wrong usage, unless `mayBeEmpty`. */
export async function typedText(typed: string, command: Command, mayBeEmpty = false): Promise<string> {
  const given = (typed === '-' ? await text(process.stdin) : typed).trim();
  if (given === '' && !mayBeEmpty) command.error('error: the text is empty', { exitCode: 2 });
  return given;
}
