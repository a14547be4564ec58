/** `priemnaya ticket erase N`: what a ticket tells of people is erased, here and in every backup (152-FZ art. 14, 20, 21). */
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { safeLine } from '../console/safe.ts';
import { openOfficeRegister } from '../open-register.ts';
import { eraseTicket, type MailboxCopy } from '../register/erase.ts';
import { registerExists } from '../register/register.ts';
import { parseNumber } from '../ticket/number.ts';
import { registerConfigOf } from './setup.ts';
import { whoOrders } from './who-orders.ts';

interface Options {
  reason: string;
  as?: string;
}

/** Adds `erase` to the commands of `ticket`. */
export function defineErase(ticket: Command): void {
  ticket
    .command('erase')
    .description('erase for good what the ticket tells of people, in backups too; number, dates and journal stay')
    .argument('<number>', 'as people write it')
    .requiredOption('--reason <text>', 'needed; stays in the journal: name the legal ground, not the person')
    .option('--as <name>', 'who erases: one of the staff; else the account of this machine')
    .action(async (typed: string, options: Options, command: Command) => {
      const reason = options.reason.trim();
      if (reason === '') command.error('error: --reason must not be empty', { exitCode: 2 });
      const config = registerConfigOf(command);
      const who = whoOrders(options.as, config, command);
      const number = parseNumber(typed, config.office.ticketPrefix, config.office.ticketDigits);
      const copies = number === null ? null : await erase(config, number, { who, reason, at: Date.now() });
      if (copies === null) {
        process.stderr.write(`there is no ticket ${safeLine(typed)}\n`);
        process.exitCode = 1;
        return;
      }
      process.stderr.write(`${[`${number} is erased.`, ...reminders(copies, config.keys.file)].join('\n')}\n`);
    });
}

async function erase(
  config: Config,
  number: string,
  erasure: Parameters<typeof eraseTicket>[3],
): Promise<MailboxCopy[] | null> {
  if (!registerExists(config.register.url)) return null;
  const register = await openOfficeRegister(config);
  try {
    const ticket = await register.db.selectFrom('tickets').select('id').where('number', '=', number).executeTakeFirst();
    return ticket ? await eraseTicket(register, config.keys.file, ticket, erasure) : null;
  } finally {
    await register.close();
  }
}

/** What no program of ours can reach. */
function reminders(copies: readonly MailboxCopy[], keyFile: string): string[] {
  const folders = [...new Set(copies.map(({ account }) => account))].join(', ');
  return [
    `Replace the copies of ${keyFile} that are kept elsewhere: an older one still opens older backups.`,
    ...(copies.length > 0
      ? [`Delete in the mailbox too (${folders}) what was received ${copies.map(dayOf).join(', ')} (UTC).`]
      : []),
  ];
}

function dayOf({ receivedAt }: MailboxCopy): string {
  return receivedAt.toISOString().slice(0, 16).replace('T', ' ');
}
