/** The options of every command by which a person changes a ticket. */
import type { Command } from 'commander';

/** Adds them. */
export function orderedBy(command: Command): Command {
  return command
    .requiredOption('--as <name>', 'needed; who orders it: surname, ФИО or address of one of the staff')
    .option('--json', 'the ticket as it is afterwards, as `ticket show --json`');
}
