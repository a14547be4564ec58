/** `priemnaya letter list|replay|register`: letters as received, trying again one that failed, a ticket of one set aside. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { letterTable } from '../console/letter-table.ts';
import { listLetters } from '../register/letter-views.ts';
import { replayLetter } from '../register/letter-work.ts';
import type { LetterState } from '../register/schema.ts';
import { askAgain } from '../register/withheld.ts';
import { changeRegister, readRegister } from './read-register.ts';
import { lookOf, printLine, printTable } from './setup.ts';

const STATES: LetterState[] = ['stored', 'registered', 'set-aside', 'quarantined'];

export function addLetter(program: Command): void {
  const letter = program.command('letter').description('letters as received');
  letter
    .command('list')
    .description('letters, oldest first')
    .addOption(new Option('--state <state>', 'only these').choices(STATES))
    .option('--json', 'one JSON object a line')
    .action(async (options: { state?: LetterState; json?: boolean }, command: Command) => {
      await readRegister(command, async (register, { timeZone }) => {
        const letters = listLetters(register, options.state ?? null);
        if (options.json) for await (const one of letters) printLine(one);
        else await printTable(letterTable(lookOf(process.stdout), timeZone), letters);
      });
    });
  letter
    .command('replay')
    .description('try a quarantined letter again')
    .argument('<id>', 'id as `letter list` shows it', idOf)
    .action(async (id: number, _options: object, command: Command) => {
      await changeRegister(command, async (register) => {
        if (await replayLetter(register.db, id, Date.now())) {
          process.stderr.write(`letter ${id} will be examined again by the running service, or by \`run --once\`\n`);
          return;
        }
        if (await askAgain(register.db, id, Date.now())) {
          process.stderr.write(
            `letter ${id} will be asked of the mailbox again by the running service, or by \`run --once\`\n`,
          );
          return;
        }
        process.stderr.write(`there is no letter ${id} in quarantine\n`);
        process.exitCode = 1;
      });
    });
  letter
    .command('register')
    .description('a ticket of a letter that was set aside: a person wrote it')
    .argument('<id>', 'id as `letter list` shows it', idOf)
    .requiredOption('--as <name>', 'who says so: a surname, a name or an address of the staff')
    .action(async (id: number, { as }: { as: string }, command: Command) => {
      await (await import('./letter-register.ts')).registerByHand(command, id, as);
    });
}

function idOf(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('an id is a number');
  return Number(value);
}
