/** Opens the register for a command. One that does not exist yet has nothing to tell, nothing to change, and is not made. */
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { openOfficeRegister, openOfficeRegisterToRead } from '../open-register.ts';
import { type Register, registerExists } from '../register/register.ts';
import { registerConfigOf } from './setup.ts';

type Steps = (register: Register, office: Config['office']) => Promise<void>;

/** Runs `read` on the configured register, unless there is none. Nothing is written: a full disk does no harm. */
export function readRegister(command: Command, read: Steps): Promise<void> {
  return onRegister(command, openOfficeRegisterToRead, read);
}

/** The same for steps that change it. */
export function changeRegister(command: Command, change: Steps): Promise<void> {
  return onRegister(command, openOfficeRegister, change);
}

async function onRegister(command: Command, open: (config: Config) => Promise<Register>, steps: Steps): Promise<void> {
  const config = registerConfigOf(command);
  if (!registerExists(config.register.url)) return;
  const register = await open(config);
  try {
    await steps(register, config.office);
  } finally {
    await register.close();
  }
}
