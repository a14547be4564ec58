/** `priemnaya restore FILE`: a register from a backup, where there is none. */
import type { Command } from 'commander';
import { openOfficeRegister } from '../open-register.ts';
import { restoreBackup } from '../register/restore.ts';
import { type Looked, verifyRegister } from '../register/verify.ts';
import { parseNumber, partsOf } from '../ticket/number.ts';
import { registerConfigOf } from './setup.ts';

interface Options {
  sendWaiting?: boolean;
  after?: string;
}

export function addRestore(program: Command): void {
  program
    .command('restore')
    .description('a register from a backup, with the key file as it is now; what was erased since stays erased')
    .argument('<file>', 'made by `backup`')
    .option('--send-waiting', 'send what waited when the backup was made, even if it may have gone out since')
    .option('--after <number>', 'the last ticket number that anybody was told, when it is later than the backup')
    .action(async (file: string, options: Options, command: Command) => {
      const config = registerConfigOf(command);
      const { ticketPrefix, ticketDigits } = config.office;
      const last = options.after === undefined ? null : parseNumber(options.after, ticketPrefix, ticketDigits);
      if (options.after !== undefined && last === null)
        command.error(`error: ${options.after} is no ticket number`, { exitCode: 2 });
      const report = await restoreBackup(file, config.register.url, config.keys.file, {
        sendWaiting: options.sendWaiting === true,
        lastNumber: last === null ? null : partsOf(last),
        at: Date.now(),
      });
      process.stderr.write(
        `restored as it was at ${report.madeAt.toISOString()}; erased since: ${report.erased} tickets\n`,
      );
      if (report.waiting > 0) process.stderr.write(waitingText(report.waiting, options.sendWaiting === true));
      process.stderr.write(
        'Letters that came after that time lie in the folder of registered letters: move them back to the watched folder,\n' +
          'and give `--after` the last number that went out, or numbers that people hold are given a second time.\n',
      );
      await verify(config);
    });
}

function waitingText(count: number, sent: boolean): string {
  const fate = sent ? 'will be sent' : 'are kept and not sent, for they may have gone out since (see --send-waiting)';
  return `${count} letters that waited when the backup was made ${fate}\n`;
}

async function verify(config: ReturnType<typeof registerConfigOf>): Promise<void> {
  const register = await openOfficeRegister(config);
  try {
    const looked: Looked = { events: 0, tickets: 0, letters: 0, deliveries: 0 };
    for await (const problem of verifyRegister(register, looked)) {
      process.stderr.write(`${problem}\n`);
      process.exitCode = 1;
    }
  } finally {
    await register.close();
  }
}
