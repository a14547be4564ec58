/** Numbers, sizes, dates and lists as people read them in Russian. Pure; the time zone is the office's. */

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * A size as the citizen's computer shows it («1,2 МБ» is 1.2 × 2^20 bytes). Rounded up, so that a file over the limit never
 * looks as if it were within it.
 */
export function sizeText(bytes: number): string {
  if (bytes === 0) return '0 КБ';
  if (bytes < MIB) return `${Math.min(Math.ceil(bytes / KIB), 1023)} КБ`;
  return `${String(Math.ceil((bytes * 10) / MIB) / 10).replace('.', ',')} МБ`;
}

const RULES = new Intl.PluralRules('ru');

/** A number with its noun: `countText(2, ['файл', 'файла', 'файлов'])` is «2 файла». */
export function countText(count: number, [one, few, many]: readonly [string, string, string]): string {
  const forms: Partial<Record<Intl.LDMLPluralRule, string>> = { one, few };
  return `${count} ${forms[RULES.select(count)] ?? many}`;
}

const LISTS = new Intl.ListFormat('ru', { type: 'conjunction' });

/** «PDF, JPG и PNG». */
export function listText(items: readonly string[]): string {
  return LISTS.format(items);
}

/** «27 ноября 2026 г.» */
export function dayText(date: Date, timeZone: string): string {
  return plainSpaces(clockOf(timeZone).day.format(date));
}

/** «22 ноября 2026 г., 14:05 (время московское)» */
export function momentText(date: Date, timeZone: string): string {
  return `${dayText(date, timeZone)}, ${clockOf(timeZone).time.format(date)} (${zoneText(date, timeZone)})`;
}

/** «22.11.2026, 14:05», for those who work by the office's clock. */
export function stampText(date: Date, timeZone: string): string {
  return plainSpaces(clockOf(timeZone).stamp.format(date));
}

/** «время московское» has its own custom; other zones are named by their city. */
function zoneText(date: Date, timeZone: string): string {
  if (timeZone === 'Europe/Moscow') return 'время московское';
  const zone = clockOf(timeZone)
    .zone.formatToParts(date)
    .find(({ type }) => type === 'timeZoneName');
  // «Екатеринбург, стандартное время»: the city says it all.
  return plainSpaces(`время: ${zone?.value.split(',')[0] ?? timeZone}`);
}

/** Formats are kept: making them takes longer than writing the rest of a letter's facts. An office has one zone. */
const clocks = new Map<string, ReturnType<typeof makeClock>>();

function clockOf(timeZone: string) {
  const clock = clocks.get(timeZone) ?? makeClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
}

function makeClock(timeZone: string) {
  const make = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('ru-RU', { ...options, timeZone });
  return {
    day: make({ day: 'numeric', month: 'long', year: 'numeric' }),
    stamp: make({ dateStyle: 'short', timeStyle: 'short' }),
    time: make({ hour: '2-digit', minute: '2-digit' }),
    zone: make({ timeZoneName: 'longGeneric' }),
  };
}

/** Some versions of the language data put no-break spaces, by which text cannot be searched. */
function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}
