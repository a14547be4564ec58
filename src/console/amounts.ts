/** Times and sizes as operators read them. */

/** `2026-11-22T10:00:00.000Z` → `22.11.2026 13:00` in the office's time zone. */
export function moment(iso: string, timeZone: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return at.toLocaleString('ru-RU', { dateStyle: 'short', timeStyle: 'short', timeZone }).replace(',', '');
}

/** `2026-11-22T10:00:00.000Z` → `22.11.2026` in the office's time zone. */
export function day(iso: string, timeZone: string): string {
  return moment(iso, timeZone).slice(0, 10);
}

/** 1 234 567 → `1,2 МБ`, with the sizes that a citizen's computer shows (1 КБ = 1024 bytes). */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} Б`;
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'КБ'] : [bytes / 1024 ** 2, 'МБ'];
  return `${value.toLocaleString('ru-RU', { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}

/** The word that goes with a number: `plural(3, 'письмо', 'письма', 'писем')` → `3 письма`. */
export function plural(count: number, one: string, few: string, many: string): string {
  const forms = { one, few, many, other: many, zero: many, two: few };
  return `${count} ${forms[RULES.select(count)]}`;
}

const RULES = new Intl.PluralRules('ru');
