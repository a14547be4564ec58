/**
 * `priemnaya register verify`: is the record whole, the journal unbroken, does every letter open?
 * `priemnaya register accept`: a person has looked, and takes the journal as it is.
 */
import type { Command } from 'commander';
import { openOfficeRegister } from '../open-register.ts';
import { acceptJournal } from '../register/accept.ts';
import { TROUBLES } from '../register/anchored.ts';
import { registerExists } from '../register/register.ts';
import { type Looked, verifyRegister } from '../register/verify.ts';
import { readRegister } from './read-register.ts';
import { registerConfigOf } from './setup.ts';
import { whoOrders } from './who-orders.ts';

export function addRegister(program: Command): void {
  const register = program.command('register').description('the record as a whole');
  defineVerify(register);
  defineAccept(register);
}

function defineVerify(register: Command): void {
  register
    .command('verify')
    .description('look at the structure, the chain of the journal, the numbers, and open every sealed letter')
    .action(async (_options: object, command: Command) => {
      await readRegister(command, async (opened) => {
        const looked: Looked = { events: 0, tickets: 0, letters: 0, deliveries: 0 };
        let problems = 0;
        for await (const problem of verifyRegister(opened, looked)) {
          problems++;
          process.stdout.write(`${problem}\n`);
        }
        const { events, tickets, letters, deliveries } = looked;
        const seen = `${tickets} tickets, ${letters} letters, ${deliveries} outgoing letters, ${events} lines of the journal`;
        process.stderr.write(problems === 0 ? `${seen}: all whole\n` : `${seen}: ${problems} problems\n`);
        if (problems > 0) process.exitCode = 1;
      });
    });
}

function defineAccept(register: Command): void {
  register
    .command('accept')
    .description(
      'take a journal whose anchor is in doubt as it is, after having looked; it is signed again from here on',
    )
    .requiredOption('--reason <text>', 'needed; stays in the journal')
    .option('--as <name>', 'who takes it: one of the staff; else the account of this machine')
    .action(async (options: { reason: string; as?: string }, command: Command) => {
      const reason = options.reason.trim();
      if (reason === '') command.error('error: --reason must not be empty', { exitCode: 2 });
      const config = registerConfigOf(command);
      const who = whoOrders(options.as, config, command);
      if (!registerExists(config.register.url)) return;
      const opened = await openOfficeRegister(config);
      try {
        const trouble = await acceptJournal(opened, { who, reason, at: Date.now() });
        process.stderr.write(
          trouble === null ? 'there is nothing to accept\n' : `accepted, though ${TROUBLES[trouble]}\n`,
        );
      } finally {
        await opened.close();
      }
    });
}
