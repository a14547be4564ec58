/** `priemnaya ticket erase N`: what a ticket tells of people is erased, here and in every backup (152-FZ art. 14, 20, 21). */
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { safeLine } from '../console/safe.ts';
import { openOfficeRegister } from '../open-register.ts';
import { type Erasure, eraseTicket, linkedAtErasure, type MailboxCopy } from '../register/erase.ts';
import type { LinkedTicket } from '../register/linked.ts';
import { type Register, registerExists } from '../register/register.ts';
import { parseNumber } from '../ticket/number.ts';
import { registerConfigOf } from './setup.ts';
import { whoOrders } from './who-orders.ts';

interface Options {
  reason: string;
  withLinked?: boolean;
  as?: string;
}

/** What was done, and what is left. */
interface Erased {
  numbers: string[];
  linked: LinkedTicket[];
  copies: MailboxCopy[];
}

/** Adds `erase` to the commands of `ticket`. */
export function defineErase(ticket: Command): void {
  ticket
    .command('erase')
    .description('erase for good what the ticket tells of people, in backups too; number, dates and journal stay')
    .argument('<number>', 'as people write it')
    .requiredOption('--reason <text>', 'needed; stays in the journal: name the legal ground, not the person')
    .option('--with-linked', 'the tickets of the same person that are linked with it too')
    .option('--as <name>', 'who erases: one of the staff; else the account of this machine')
    .action(async (typed: string, options: Options, command: Command) => {
      const reason = options.reason.trim();
      if (reason === '') command.error('error: --reason must not be empty', { exitCode: 2 });
      const config = registerConfigOf(command);
      const erasure = { who: whoOrders(options.as, config, command), reason, at: Date.now() };
      const number = parseNumber(typed, config.office.ticketPrefix, config.office.ticketDigits);
      const erased = number === null ? null : await erase(config, number, erasure, options.withLinked === true);
      if (erased === null) {
        process.stderr.write(`there is no ticket ${safeLine(typed)}\n`);
        process.exitCode = 1;
        return;
      }
      process.stderr.write(`${[...told(erased), ...reminders(erased.copies, config.keys.file)].join('\n')}\n`);
    });
}

async function erase(config: Config, number: string, erasure: Erasure, withLinked: boolean): Promise<Erased | null> {
  if (!registerExists(config.register.url)) return null;
  const register = await openOfficeRegister(config);
  try {
    const ticket = await register.db
      .selectFrom('tickets')
      .select(['id', 'number'])
      .where('number', '=', number)
      .executeTakeFirst();
    return ticket ? await eraseWith(register, config.keys.file, ticket, erasure, withLinked) : null;
  } finally {
    await register.close();
  }
}

async function eraseWith(
  register: Register,
  keyFile: string,
  ticket: Pick<LinkedTicket, 'id' | 'number'>,
  erasure: Erasure,
  withLinked: boolean,
): Promise<Erased> {
  const linked = await linkedAtErasure(register, ticket.id);
  const along = withLinked ? linked.filter(({ samePerson }) => samePerson) : [];
  const copies: MailboxCopy[] = [];
  for (const { id } of [ticket, ...along]) copies.push(...(await eraseTicket(register, keyFile, { id }, erasure)));
  return {
    numbers: [ticket, ...along].map(({ number }) => number),
    linked: linked.filter((one) => !along.includes(one)),
    copies,
  };
}

function told({ numbers, linked }: Erased): string[] {
  const own = linked.filter(({ samePerson }) => samePerson).map(({ number }) => number);
  const others = linked.filter(({ samePerson }) => !samePerson).map(({ number }) => number);
  return [
    ...numbers.map((number) => `${number} is erased.`),
    ...(own.length > 0
      ? [
          `Of the same person, linked with it, and not erased: ${own.join(', ')}. Their letters may tell the same again: ` +
            'once more with --with-linked erases them too.',
        ]
      : []),
    ...(others.length > 0
      ? [`Linked with it, by all that is known somebody else's, and not erased: ${others.join(', ')}. Look at them.`]
      : []),
  ];
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
