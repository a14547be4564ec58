/** Tells a full disk from everything else that may go wrong with a file. */
import { Fault } from '../fault.ts';

/** No room, or no more than this account's share of it. */
const FULL = ['ENOSPC', 'EDQUOT'];

/** @param what was to be written; null when the error is another */
export function diskFault(error: unknown, what: string): Fault | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return FULL.includes(code) ? new Fault('DISK_FULL', `the disk of ${what} is full`, { cause: error }) : null;
}
