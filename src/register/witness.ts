/**
 * The journal's anchor outside the database: a file beside the key file, as this machine last knew it. Who puts an older
 * register in the place of the newer, or an empty one, would have to reach here too. It may lag behind by a minute, and each
 * machine has one of its own; it never goes back. Fails with DISK_FULL, WITNESS_UNWRITABLE.
 */
import * as fs from 'node:fs';
import { Fault } from '../fault.ts';
import { type Anchor, readAnchor, signAnchor } from './anchor.ts';
import { diskFault } from './disk-fault.ts';
import type { Keyring } from './keys.ts';

export interface Witness {
  /** Null when there is no file, or one that was not signed with these keys. */
  read(keys: Keyring): Anchor | null;
  /** @throws Fault DISK_FULL, WITNESS_UNWRITABLE */
  write(keys: Keyring, anchor: Anchor): void;
}

/** Where it stands: `keys.json.journal`. */
export function witnessFile(keyFile: string): string {
  return `${keyFile}.journal`;
}

export function witnessBeside(keyFile: string): Witness {
  const file = witnessFile(keyFile);
  return {
    read(keys) {
      try {
        return readAnchor(keys, fs.readFileSync(file, 'utf8'));
      } catch {
        return null;
      }
    },
    write(keys, anchor) {
      const temporary = `${file}.${process.pid}.tmp`;
      try {
        fs.writeFileSync(temporary, `${signAnchor(keys, anchor)}\n`, { mode: 0o600, flush: true });
        fs.renameSync(temporary, file);
      } catch (error) {
        fs.rmSync(temporary, { force: true });
        throw (
          diskFault(error, `the folder of ${file}`) ??
          new Fault('WITNESS_UNWRITABLE', `${file} cannot be written (${(error as NodeJS.ErrnoException).code})`, {
            cause: error,
          })
        );
      }
    },
  };
}
