/** The six statuses of a ticket, their Russian names and who may follow whom (domain.md §6). */

export type Status = 'registered' | 'in_progress' | 'awaiting_info' | 'resolved' | 'rejected' | 'closed';

/** What citizens and staff read. */
export const STATUS_TITLES: Record<Status, string> = {
  registered: 'Принято',
  in_progress: 'В работе',
  awaiting_info: 'Ожидает уточнения',
  resolved: 'Решено',
  rejected: 'Отказано',
  closed: 'Закрыто',
};

const LEAVES_TO: Record<Status, readonly Status[]> = {
  registered: ['in_progress', 'awaiting_info', 'rejected', 'resolved'],
  in_progress: ['awaiting_info', 'resolved', 'rejected'],
  awaiting_info: ['in_progress', 'rejected', 'closed'],
  resolved: ['closed', 'in_progress'],
  rejected: ['closed', 'in_progress'],
  closed: ['in_progress'],
};

/** The status meant by its code or its Russian name, in any letter case; null when it is none. */
export function readStatus(text: string): Status | null {
  const said = keyOf(text);
  const statuses = Object.keys(STATUS_TITLES) as Status[];
  return statuses.find((status) => said === status || said === keyOf(STATUS_TITLES[status])) ?? null;
}

function keyOf(text: string): string {
  return text
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s_-]+/g, '_');
}

/** May a ticket pass from one status straight to the other? Staying where it is is no passage. */
export function mayPass(from: Status, to: Status): boolean {
  return LEAVES_TO[from].includes(to);
}
