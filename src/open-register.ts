/**
 * Opens the office's register with the office's keys. Keys are made for a new register only: beside one that exists they
 * could open nothing, and would be taken for the right ones by whoever looks for those.
 */
import { existsSync } from 'node:fs';
import type { Config } from './config.ts';
import { Fault } from './fault.ts';
import { openKeys } from './register/key-file.ts';
import { openRegister, type Register, registerExists } from './register/register.ts';
import { witnessBeside } from './register/witness.ts';

/** @throws Fault KEYS_MISSING, and those of the key file and of the register */
export function openOfficeRegister({ register, keys }: Pick<Config, 'register' | 'keys'>): Promise<Register> {
  if (registerExists(register.url) && !existsSync(keys.file)) {
    const message = `the register exists, but not its key file ${keys.file}; put the key file back, without it no letter can be opened`;
    throw new Fault('KEYS_MISSING', message, { permanent: true });
  }
  return openRegister(register.url, openKeys(keys.file), witnessBeside(keys.file));
}
