/**
 * `priemnaya keys rotate`: a new key of each purpose for what comes from now on; the old ones still open what they sealed. A key
 * file that does not belong to the register is left as it is.
 */
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { openOfficeRegister } from '../open-register.ts';
import { rotate } from '../register/key-file.ts';
import type { Keyring } from '../register/keys.ts';
import { bindKeys } from '../register/keys-fit.ts';
import { registerExists } from '../register/register.ts';
import { registerConfigOf } from './setup.ts';

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('the office’s keys');
  keys
    .command('rotate')
    .description('add new current keys to the key file, one of each purpose')
    .action(async (_options: object, command: Command) => {
      const keyring = await rotated(registerConfigOf(command));
      process.stderr.write(
        `a running service seals new letters within a minute with key ${keyring.current('office').id}; keep the file safe\n`,
      );
    });
}

/** The register remembers at once which keys it needs: an older copy of the file is refused from now on. */
async function rotated(config: Pick<Config, 'register' | 'keys'>): Promise<Keyring> {
  if (!registerExists(config.register.url)) return rotate(config.keys.file);
  const register = await openOfficeRegister(config);
  try {
    const keyring = rotate(config.keys.file);
    register.keys.refresh();
    await register.transaction((tx) => bindKeys(tx, register.keys));
    return keyring;
  } finally {
    await register.close();
  }
}
