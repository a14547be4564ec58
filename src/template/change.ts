/** A change of status as letters tell of it: when, from what to what, why (domain.md §6). Pure. */
import { STATUS_TITLES, type Status } from '../ticket/status.ts';
import { lineOf } from './prose.ts';
import { momentText } from './wording.ts';

export interface Change {
  at: Date;
  before: Status;
  after: Status;
  /** Short, in the words of staff; null when none was given: the service then gives its own (domain.md §6). */
  reason: string | null;
}

const REASONS: Record<Status, string> = {
  registered: 'обращение получено',
  in_progress: 'обращением занялся специалист',
  awaiting_info: 'нужны сведения от вас',
  resolved: 'работа закончена, ответ отправлен вам',
  rejected: 'выполнить просьбу нельзя',
  closed: 'работа завершена',
};

/** Variables of a change; null when the status stayed. */
export function changeOf(change: Change | null, timeZone: string) {
  if (change === null || change.before === change.after) return null;
  const { at, before, after, reason } = change;
  const reopened = after === 'in_progress' && (before === 'resolved' || before === 'rejected' || before === 'closed');
  return {
    at: momentText(at, timeZone),
    before: STATUS_TITLES[before],
    after: STATUS_TITLES[after],
    reason: lineOf(reason ?? '') || (reopened ? 'вопрос требует продолжения' : REASONS[after]),
    reopened,
  };
}
