/**
 * `priemnaya letter register`: a letter that was set aside as machine mail becomes a ticket, on the word of one of the staff.
 * Machines are not answered all the same. Loaded when it is typed, for it brings everything that reads letters.
 */
import type { Command } from 'commander';
import { safeLine } from '../console/safe.ts';
import { examine } from '../flow/2-examine.ts';
import { memberCalled } from '../flow/console-order.ts';
import { closeDesk, openDesk } from '../open-desk.ts';
import { takeUpByHand } from '../register/letter-work.ts';
import { registerExists } from '../register/register.ts';
import { logOf, writingConfigOf } from './setup.ts';

/** Says the number of the ticket on stdout, or what stands against it; the exit code is then 1. */
export async function registerByHand(command: Command, id: number, as: string): Promise<void> {
  const config = writingConfigOf(command);
  const none = `there is no letter ${id} that was set aside`;
  if (!registerExists(config.register.url)) return refuse(none);
  const desk = await openDesk(config, logOf(config).child({}, { level: 'warn' }));
  try {
    const member = memberCalled(as, desk.staff);
    if (Array.isArray(member)) return refuse(...member.map(({ why, allowed }) => [why, ...allowed].join(' ')));
    const now = desk.clock().getTime();
    if (!(await desk.register.transaction((tx) => takeUpByHand(tx, id, member.name, now)))) return refuse(none);
    await desk.gate.ask();
    await examine(desk, id);
    const row = await desk.register.db
      .selectFrom('letters')
      .leftJoin('tickets', 'tickets.id', 'letters.ticket_id')
      .select('tickets.number')
      .where('letters.id', '=', id)
      .executeTakeFirst();
    if (row?.number) process.stdout.write(`${row.number}\n`);
    else process.stderr.write(`letter ${id} waits; the running service registers it, or \`run --once\`\n`);
  } finally {
    await closeDesk(desk);
  }
}

function refuse(...why: string[]): void {
  for (const line of why) process.stderr.write(`${safeLine(line)}\n`);
  process.exitCode = 1;
}
