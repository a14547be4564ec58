/**
 * Wall-clock time of the office's time zone: which day it is there at an instant, and when a day's hour comes.
 * Pure; the rules of the zones are those of ICU inside Node.
 */

/** A calendar day, `2026-11-22`. Days compare as strings. */
export type Day = string;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day and the minutes since its midnight, in the zone. */
export function localTime(at: Date, timeZone: string): { day: Day; minutes: number } {
  const shifted = new Date(at.getTime() + offset(at.getTime(), timeZone));
  return { day: shifted.toISOString().slice(0, 10), minutes: (shifted.getTime() % DAY_MS) / MINUTE_MS };
}

/** The instant at which the clocks of the zone show that many minutes since the day's midnight. */
export function instantOf(day: Day, minutes: number, timeZone: string): Date {
  const shown = Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE_MS;
  // The offset is that of the instant sought, which lies one offset away; a second look settles days of a clock change.
  const guess = shown - offset(shown, timeZone);
  return new Date(shown - offset(guess, timeZone));
}

/** The day so many days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 1 Monday … 7 Sunday (ISO 8601). */
export function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
function offset(at: number, timeZone: string): number {
  const format = formats.get(timeZone) ?? makeFormat(timeZone);
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day, hour, minute, second } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat {
  const numeric = 'numeric';
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone,
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  formats.set(timeZone, format);
  return format;
}
