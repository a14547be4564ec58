/** A disk of its own (tmpfs) for the register, which can be full from one moment to the next. Fails without root. */
import { execFileSync } from 'node:child_process';
import { statfsSync } from 'node:fs';

const ROOMY = '2g';
/** Less than a letter needs. */
const LEFT_BYTES = 8_192;

export interface Disk {
  /** Leaves no room. */
  fill(): void;
  empty(): void;
  remove(): void;
}

/** @returns null where mounting is not permitted: then the disk of the machine is used, and never full */
export function mountDisk(folder: string): Disk | null {
  const mount = (options: string, ...what: string[]) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, ...what, folder], { stdio: 'ignore' });
  try {
    mount(`size=${ROOMY}`, 'tmpfs');
  } catch {
    return null;
  }
  return {
    fill() {
      const { blocks, bfree, bsize } = statfsSync(folder);
      try {
        mount(`remount,size=${(blocks - bfree) * bsize + LEFT_BYTES}`);
      } catch {
        // more was written meanwhile than this leaves room for: the disk stays as it is this time
      }
    },
    empty: () => void mount(`remount,size=${ROOMY}`),
    remove: () => void execFileSync('umount', ['-l', folder], { stdio: 'ignore' }),
  };
}
