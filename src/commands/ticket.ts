/** `priemnaya ticket …`: the register, read here; set, note and answer, which change it, have files of their own. */
import type { Command } from 'commander';
import { ticketSheet } from '../console/ticket-sheet.ts';
import { ticketTable } from '../console/ticket-table.ts';
import { listTickets, searchTickets, showTicket, type TicketView } from '../register/views.ts';
import { parseNumber } from '../ticket/number.ts';
import { readRegister } from './read-register.ts';
import { lookOf, printLine, printTable } from './setup.ts';
import { defineAnswer } from './ticket-answer.ts';
import { defineErase } from './ticket-erase.ts';
import { defineNote } from './ticket-note.ts';
import { defineSet } from './ticket-set.ts';

interface Output {
  json?: boolean;
}

export function addTicket(program: Command): void {
  const ticket = program.command('ticket').description('tickets of the register');
  ticket
    .command('list')
    .description('all tickets, oldest first')
    .option('--json', 'one JSON object a line')
    .action((output: Output, command: Command) =>
      readRegister(command, (register, office) => print(listTickets(register), output, office)),
    );
  ticket
    .command('search')
    .description('tickets that hold the words in any form, or have this number, СНИЛС, ИНН, phone or address')
    .argument('<words...>')
    .option('--json', 'one JSON object a line')
    .action((words: string[], output: Output, command: Command) =>
      readRegister(command, (register, office) => {
        const query = words.join(' ');
        const number = parseNumber(query, office.ticketPrefix, office.ticketDigits);
        return print(searchTickets(register, query, number), output, office);
      }),
    );
  ticket
    .command('show')
    .description('one ticket with its thread, journal and deliveries')
    .argument('<number>', 'as people write it: ТП-2026-000123, TP-2026-123, тп 2026 123')
    .option('--json', 'one JSON object')
    .action(async (typed: string, output: Output, command: Command) => {
      let found = false;
      await readRegister(command, async (register, { ticketPrefix, ticketDigits, timeZone }) => {
        const number = parseNumber(typed, ticketPrefix, ticketDigits);
        const details = number === null ? null : await showTicket(register, number);
        if (!details) return;
        found = true;
        if (output.json) printLine(details);
        else process.stdout.write(ticketSheet(details, lookOf(process.stdout), timeZone));
      });
      if (found) return;
      process.stderr.write(`there is no ticket ${typed}\n`);
      process.exitCode = 1;
    });
  defineSet(ticket);
  defineNote(ticket);
  defineAnswer(ticket);
  defineErase(ticket);
}

async function print(
  tickets: AsyncIterable<TicketView>,
  { json }: Output,
  { timeZone }: { timeZone: string },
): Promise<void> {
  if (json) for await (const ticket of tickets) printLine(ticket);
  else await printTable(ticketTable(lookOf(process.stdout), timeZone), tickets);
}
