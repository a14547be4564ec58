/** Opens the register for a command that reads it. A register that does not exist yet has nothing to tell, and is not made. */
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { openOfficeRegister } from '../open-register.ts';
import { type Register, registerExists } from '../register/register.ts';
import { registerConfigOf } from './setup.ts';

/** Runs `read` on the configured register, unless there is none. */
export async function readRegister(
  command: Command,
  read: (register: Register, office: Config['office']) => Promise<void>,
): Promise<void> {
  const config = registerConfigOf(command);
  if (!registerExists(config.register.url)) return;
  const register = await openOfficeRegister(config);
  try {
    await read(register, config.office);
  } finally {
    await register.close();
  }
}
