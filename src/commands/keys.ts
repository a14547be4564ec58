/** `priemnaya keys rotate`: a new office key for what comes from now on; the old ones still open what they sealed. */
import type { Command } from 'commander';
import { rotate } from '../register/key-file.ts';
import { registerConfigOf } from './setup.ts';

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('the office’s keys');
  keys
    .command('rotate')
    .description('add a new current key to the key file')
    .action((_options: object, command: Command) => {
      const keyring = rotate(registerConfigOf(command).keys.file);
      process.stderr.write(
        `a running service seals new letters within a minute with key ${keyring.current('office').id}; keep the file safe\n`,
      );
    });
}
