/**
 * Opens the office's register with the office's keys. Keys are made for a new register only: beside one that exists they
 * could open nothing, and would be taken for the right ones by whoever looks for those.
 */
import { existsSync } from 'node:fs';
import type { Config } from './config.ts';
import { Fault } from './fault.ts';
import { openKeys } from './register/key-file.ts';
import type { Keyring } from './register/keys.ts';
import { openRegister, openRegisterToRead, type Register, registerExists } from './register/register.ts';
import { witnessBeside } from './register/witness.ts';

type Places = Pick<Config, 'register' | 'keys'>;

/** @throws Fault KEYS_MISSING, and those of the key file and of the register */
export async function openOfficeRegister(places: Places): Promise<Register> {
  return openRegister(places.register.url, keysOf(places), witnessBeside(places.keys.file));
}

/** The same for a register that exists, and that nothing is to be written to. */
export async function openOfficeRegisterToRead(places: Places): Promise<Register> {
  return openRegisterToRead(places.register.url, keysOf(places), witnessBeside(places.keys.file));
}

function keysOf({ register, keys }: Places): Keyring {
  if (registerExists(register.url) && !existsSync(keys.file)) {
    const message = `the register exists, but not its key file ${keys.file}; put the key file back, without it no letter can be opened`;
    throw new Fault('KEYS_MISSING', message, { permanent: true });
  }
  return openKeys(keys.file);
}
