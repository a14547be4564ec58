/** `priemnaya ticket note N TEXT`: a note in the ticket's journal that never leaves the office. */
import type { Command } from 'commander';
import { orderedBy } from './ordered-by.ts';
import { typedText } from './typed-text.ts';

interface Options {
  as: string;
  json?: boolean;
}

/** Adds `note` to the commands of `ticket`. */
export function defineNote(ticket: Command): void {
  orderedBy(ticket.command('note'))
    .description('write a note into the journal; nothing goes to the citizen')
    .argument('<number>', 'as people write it')
    .argument('<text>', 'the note; `-` reads it from stdin')
    .action(async (number: string, typed: string, options: Options, command: Command) => {
      const text = await typedText(typed, command);
      const { changeTicket } = await import('./ticket-change.ts');
      const order = { do: 'note' as const, text };
      await changeTicket(command, { number, as: options.as, order, text: '', files: [] }, options.json === true);
    });
}
