/** `priemnaya backup FILE`: the whole register in one encrypted file, while the service goes on. */
import { type Command, InvalidArgumentError } from 'commander';
import { Fault } from '../fault.ts';
import { openOfficeRegisterToRead } from '../open-register.ts';
import { backUp } from '../register/backup.ts';
import { registerExists } from '../register/register.ts';
import { registerConfigOf } from './setup.ts';

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('the whole register in one encrypted file, read back before it counts; the service may go on')
    .argument('<file>', 'a file that is not there yet', nameOf)
    .action(async (file: string, _options: object, command: Command) => {
      const config = registerConfigOf(command);
      if (!registerExists(config.register.url)) {
        throw new Fault('REGISTER_MISSING', 'there is no register yet, so nothing to back up', { permanent: true });
      }
      const register = await openOfficeRegisterToRead(config);
      try {
        const report = await backUp(register, file, Date.now());
        const { letters, tickets, bytes } = report;
        process.stderr.write(
          `${file}: ${tickets} tickets, ${letters} letters, ${bytes} bytes, read back and found whole.\n` +
            `It opens with the key file only (${config.keys.file}): keep a copy of that one apart from it.\n`,
        );
      } finally {
        await register.close();
      }
    });
}

function nameOf(typed: string): string {
  if (typed.trim() === '') throw new InvalidArgumentError('a file needs a name');
  return typed;
}
