/** A change of status as letters tell of it: when, from what to what, why (domain.md §6). Pure. */
import { STATUS_TITLES, type Status } from '../ticket/status.ts';
import { lineOf } from './prose.ts';
import { momentText } from './wording.ts';

export interface Change {
  at: Date;
  before: Status;
  after: Status;
  /** Short, in the words of staff or of the service; null when none was given. */
  reason: string | null;
}

/** Variables of a change; null when the status stayed. */
export function changeOf(change: Change | null, timeZone: string) {
  if (change === null || change.before === change.after) return null;
  const { at, before, after, reason } = change;
  return {
    at: momentText(at, timeZone),
    before: STATUS_TITLES[before],
    after: STATUS_TITLES[after],
    reason: reason === null || lineOf(reason) === '' ? null : lineOf(reason),
    reopened: after === 'in_progress' && (before === 'resolved' || before === 'rejected' || before === 'closed'),
  };
}
