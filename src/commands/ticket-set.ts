/** `priemnaya ticket set N STATUS`: a new status by the rules of mail commands, told to the citizen with its reason. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Order } from '../ticket/command.ts';
import { readStatus, STATUS_TITLES, type Status } from '../ticket/status.ts';
import { orderedBy } from './ordered-by.ts';

/** A ticket is registered by its first letter and by nothing else. */
type Target = Exclude<Status, 'registered'>;

interface Options {
  as: string;
  reason?: string;
  json?: boolean;
}

/** Adds `set` to the commands of `ticket`. */
export function defineSet(ticket: Command): void {
  orderedBy(ticket.command('set'))
    .description('change the status; the citizen is told by mail')
    .argument('<number>', 'as people write it')
    .argument('<status>', 'code or Russian name: in_progress, awaiting_info, resolved, rejected, closed', targetOf)
    .option('--reason <text>', 'told to the citizen; needed to refuse, and to ask: it is then what he is asked for')
    .action(async (number: string, target: Target, options: Options, command: Command) => {
      const reason = options.reason?.trim() || null;
      if (reason === null && (target === 'rejected' || target === 'awaiting_info')) {
        command.error(`error: «${STATUS_TITLES[target]}» needs --reason`, { exitCode: 2 });
      }
      const { changeTicket } = await import('./ticket-change.ts');
      const order = orderFor(target, reason);
      await changeTicket(command, { number, as: options.as, order, text: '', files: [] }, options.json === true);
    });
}

function orderFor(target: Target, reason: string | null): Order {
  switch (target) {
    case 'in_progress':
      return { do: 'resume', reason };
    case 'awaiting_info':
      return { do: 'ask', text: reason ?? '' };
    case 'resolved':
      return { do: 'resolve', reason };
    case 'rejected':
      return { do: 'reject', reason: reason ?? '' };
    case 'closed':
      return { do: 'close', reason };
  }
}

function targetOf(typed: string): Target {
  const status = readStatus(typed);
  if (status !== null && status !== 'registered') return status;
  const ways = Object.entries(STATUS_TITLES).filter(([code]) => code !== 'registered');
  throw new InvalidArgumentError(`it can be ${ways.map(([code, title]) => `${code} («${title}»)`).join(', ')}`);
}
