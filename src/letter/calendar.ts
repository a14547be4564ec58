/**
 * An invitation (`text/calendar`, RFC 5545) → what a person reads of it. In: the calendar's text. Out: a few lines; empty where
 * it tells of no event. Never fails.
 */

const MAX_CHARS = 256 * 1024;
const SHOWN: [property: string, label: string][] = [
  ['SUMMARY', 'Приглашение'],
  ['DTSTART', 'Начало'],
  ['LOCATION', 'Место'],
  ['DESCRIPTION', ''],
];

/** RFC 5545 §3.3.11. */
const unescaped = (text: string) => text.replace(/\\([nN,;\\])/g, (_all, char) => (/n/i.test(char) ? '\n' : char));

/** `20260312T101500Z` as people write it; in the zone in which it stands. */
function moment(value: string): string {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d))?/.exec(value);
  if (found === null) return value;
  const [, year, month, day, hour, minute] = found;
  return `${day}.${month}.${year}${hour === undefined ? '' : ` ${hour}:${minute}`}${value.endsWith('Z') ? ' UTC' : ''}`;
}

/** The first event of a calendar. */
export function calendarText(calendar: string): string {
  // §3.1: long lines are folded.
  const text = calendar.slice(0, MAX_CHARS).replace(/\r?\n[ \t]/g, '');
  const start = text.search(/^BEGIN:(?:VEVENT|VTODO)\s*$/im);
  if (start < 0) return '';
  const found = new Map<string, string>();
  for (const line of text.slice(start).split(/\r?\n/, 500)) {
    if (/^END:VEVENT|^BEGIN:VALARM/i.test(line)) break;
    const property = /^([A-Z-]{1,40})(?:;[^:"]*(?:"[^"]*"[^:"]*)*)?:(.*)$/i.exec(line.slice(0, 10_000));
    const name = property?.[1]?.toUpperCase();
    if (name !== undefined && !found.has(name)) found.set(name, property?.[2]?.trim() ?? '');
  }
  return SHOWN.map(([property, label]) => {
    const value = found.get(property) ?? '';
    if (value === '') return '';
    const shown = property === 'DTSTART' ? moment(value) : unescaped(value).trim();
    return label === '' ? shown : `${label}: ${shown}`;
  })
    .filter((line) => line !== '')
    .join('\n');
}
