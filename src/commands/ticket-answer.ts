/** `priemnaya ticket answer N TEXT|-`: an answer to the citizen in the office's template, with files if there are any. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { FilePart } from '../letter/letter.ts';
import { readCommands } from '../ticket/command.ts';
import { orderedBy } from './ordered-by.ts';
import { typedText } from './typed-text.ts';

interface Options {
  as: string;
  file: string[];
  resolve?: boolean;
  json?: boolean;
}

/** Adds `answer` to the commands of `ticket`. */
export function defineAnswer(ticket: Command): void {
  orderedBy(ticket.command('answer'))
    .description('answer the citizen by mail')
    .argument('<number>', 'as people write it')
    .argument('<text>', 'the answer; `-` reads it from stdin')
    .option('--file <file...>', 'goes along, by the rules of `staffAttachments`', [])
    .option('--resolve', 'the answer is final: status «Решено»')
    .action(async (number: string, typed: string, options: Options, command: Command) => {
      const text = await typedText(typed, command, options.file.length > 0);
      withoutCommands(text, command);
      const files = await Promise.all(options.file.map(filePart));
      const { changeTicket } = await import('./ticket-change.ts');
      const order = options.resolve ? { do: 'resolve' as const } : null;
      await changeTicket(command, { number, as: options.as, order, text, files }, options.json === true);
    });
}

/** What would be a command in a letter must not go to a citizen as text. */
function withoutCommands(text: string, command: Command): void {
  const { commands, errors, strays } = readCommands(text);
  const [first] = [...[...commands, ...errors].map(({ line }) => line), ...strays];
  if (first !== undefined)
    command.error(
      `error: «${first}» is a command of letters; here it is \`ticket set\`, \`ticket note\` or --resolve`,
      { exitCode: 2 },
    );
}

/** @throws ENOENT and its kin when the file cannot be read */
async function filePart(path: string): Promise<FilePart> {
  return {
    name: basename(path),
    declared: null,
    disposition: 'attachment',
    contentId: null,
    place: null,
    bytes: await readFile(path),
  };
}
