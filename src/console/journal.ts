/**
 * The journal of a ticket in words. Enters: an event as the register keeps it. Leaves: what happened, and a line for each
 * thing that was changed, said or given as a reason. What only programs need (Message-IDs, row ids) is left out.
 */
import type { Fio } from '../identity/identity.ts';
import type { TicketDetails } from '../register/views.ts';
import { STATUS_TITLES } from '../ticket/status.ts';
import { moment } from './amounts.ts';
import {
  CLASS_TITLES,
  DENIED_TITLES,
  EVENT_TITLES,
  fullName,
  HELD_TITLES,
  MATCH_TITLES,
  MISSING_TITLES,
  PURPOSE_TITLES,
  titleOf,
  WHO_TITLES,
} from './titles.ts';

export type Event = TicketDetails['events'][number];

type Facts = Record<string, unknown>;
/** A fact in words; null when it is not worth a line. */
type Say = (value: unknown, timeZone: string) => string | null;

/** `служба: зарегистрировано`. */
export function eventTitle({ who, what }: Event): string {
  return `${titleOf(WHO_TITLES, who)}: ${titleOf(EVENT_TITLES, what)}`;
}

/** What was changed, `Принято → В работе`, and what else was noted, `причина: …`; a line each. @param timeZone the office's */
export function eventLines({ before, after }: Event, timeZone: string): string[] {
  const [was, is] = [factsOf(before), factsOf(after)];
  const changes = Object.entries(CHANGES).flatMap(([name, say]) => {
    if (!(name in was) && !(name in is)) return [];
    const steps = [was, is].filter((facts) => name in facts).map((facts) => say(facts[name], timeZone) ?? 'не указано');
    return [steps.join(' → ')];
  });
  const noted = Object.entries(is).flatMap(([name, value]) => {
    if (name in CHANGES) return [];
    const said = Object.hasOwn(NOTES, name) ? NOTES[name]!(value, timeZone) : plain(name, value);
    return said === null ? [] : [said];
  });
  const former = Object.entries(FORMER).flatMap(([name, say]) => (name in was ? (say(was[name], timeZone) ?? []) : []));
  return [...changes, ...noted, ...former];
}

/** A status may stand by itself, without its name. */
function factsOf(value: unknown): Facts {
  if (typeof value === 'string') return { status: value };
  return typeof value === 'object' && value !== null ? (value as Facts) : {};
}

/** What an event changes: the value before, then the value after. */
const CHANGES: Record<string, Say> = {
  status: (value) => titleOf(STATUS_TITLES, String(value)),
  operator: (value) => (value === null ? 'без специалиста' : String(value)),
  department: (value) => (value === null ? 'без отдела' : String(value)),
  dueAt: (value, timeZone) => moment(String(value), timeZone),
};

/** What stood there before, where the new value is to be seen in the ticket. */
const FORMER: Record<string, Say> = {
  fio: (value) => (hasName(value) ? `прежнее имя: ${fullName(value)}` : null),
  snils: (value) => (typeof value === 'string' ? `прежний СНИЛС: ${value}` : null),
};

function hasName(value: unknown): value is Fio {
  return typeof value === 'object' && value !== null && fullName(value as Fio) !== '';
}

/** What an event only tells. */
const NOTES: Record<string, Say> = {
  reason: (value) => (value === null ? null : `причина: ${titleOf(HELD_TITLES, String(value))}`),
  text: (value) => String(value),
  flood: (value) => (value === 'domain' ? 'от одной организации' : 'с одного адреса'),
  heldFor: (value) => titleOf(DENIED_TITLES, String(value)),
  senderDenied: (value) => titleOf(DENIED_TITLES, String(value)),
  missing: (value) => listed('не хватает', value, MISSING_TITLES),
  filled: (value) => listed('дополнено', value, MISSING_TITLES),
  corrected: (value) => listed('исправлено', value, MISSING_TITLES),
  defects: (value) => listed('недостатки письма', value),
  lines: (value) => listed('строки', value),
  linked: (value) => listed('связанные обращения того же заявителя', value),
  fio: (value) => (value === null ? null : fullName(value as Fio)),
  matchedBy: (value) => titleOf(MATCH_TITLES, String(value)),
  doubtful: (value) => (value === true ? 'похоже на автоответ' : null),
  repeated: (value) => (value === true ? 'повторное' : null),
  purpose: (value) => titleOf(PURPOSE_TITLES, String(value)),
  class: (value) => titleOf(CLASS_TITLES, String(value)),
  recipient: (value) => `кому: ${String(value)}`,
  from: (value) => `от кого: ${String(value)}`,
  response: (value) => `ответ сервера: ${String(value)}`,
  error: (value) => `ошибка: ${String(value)}`,
  file: (value) => (value === null ? 'в самом письме, вне его файлов' : `файл: ${String(value)}`),
  signature: (value) => `найдено: ${String(value)}`,
  letter: (value) => `письмо ${String(value)}`,
  messageId: () => null,
};

function listed(title: string, value: unknown, titles: Record<string, string> = {}): string | null {
  const items = Array.isArray(value) ? value : [];
  return items.length === 0 ? null : `${title}: ${items.map((item) => titleOf(titles, String(item))).join(', ')}`;
}

/** A fact that has no words here yet is shown by its name, not lost. */
function plain(name: string, value: unknown): string | null {
  if (value === null) return null;
  return `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
}
