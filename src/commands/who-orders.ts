/** Who orders something at the console: one of the staff by `--as`, else the account of this machine. */
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { safeLine } from '../console/safe.ts';
import { findStaff } from '../ticket/staff.ts';

/** Ends the command when nobody, or not one person, is meant. */
export function whoOrders(typed: string | undefined, { staff }: Config, command: Command): string {
  if (typed === undefined) return `console: ${userInfo().username}`;
  const found = findStaff(typed, staff);
  if (found.length === 1) return found[0]!.name;
  return command.error(`error: ${safeLine(typed)} is ${found.length === 0 ? 'nobody' : 'not one'} of the staff`, {
    exitCode: 1,
  });
}
