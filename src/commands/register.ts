/** `priemnaya register verify`: is the record whole, the journal unbroken, does every letter open? */
import type { Command } from 'commander';
import { type Looked, verifyRegister } from '../register/verify.ts';
import { readRegister } from './read-register.ts';

export function addRegister(program: Command): void {
  const register = program.command('register').description('the record as a whole');
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
