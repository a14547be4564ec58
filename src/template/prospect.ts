/** What a ticket's status means to the citizen: what happens next and what he can do (domain.md §6, §7). Pure. */
import type { FileRules } from '../attachment/verdict.ts';
import { STATUS_TITLES, type Status } from '../ticket/status.ts';
import { countText, dayText, listText, sizeText } from './wording.ts';

export interface Prospect {
  dueAt: Date;
  /** So many days after closing a letter opens the ticket again. */
  reopenDays: number;
  /** What files may come with an answer. */
  limits: FileRules;
}

/** Variables of the part `status-next` and of those who tell of files. */
export function prospectOf(status: Status, { dueAt, reopenDays, limits }: Prospect, timeZone: string) {
  return {
    status,
    statusTitle: STATUS_TITLES[status],
    dueDay: dayText(dueAt, timeZone),
    reopenTerm: countText(reopenDays, ['дня', 'дней', 'дней']),
    limits: limitsOf(limits),
  };
}

/** The office's limits in words. */
export function limitsOf(limits: FileRules) {
  return {
    types: listText(limits.types.map((type) => type.toUpperCase())),
    maxFile: sizeText(limits.maxFile),
    maxTotal: sizeText(limits.maxTotal),
    maxCount: countText(limits.maxCount, ['файла', 'файлов', 'файлов']),
  };
}
