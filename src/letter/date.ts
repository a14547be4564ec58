/**
 * The Date header → an instant. In: its value. Out: the instant, or null when it cannot be one. Never fails.
 */

/** Zones that senders in Russia write by name (RFC 5322 §4.3 knows only American ones). */
// biome-ignore format: a table
const ZONES: Record<string, string> = {
  MSK: '+0300', МСК: '+0300', MSD: '+0400', EET: '+0200', SAMT: '+0400', YEKT: '+0500', OMST: '+0600', KRAT: '+0700',
  IRKT: '+0800', YAKT: '+0900', VLAT: '+1000', MAGT: '+1100', PETT: '+1200', UTC: '+0000', CET: '+0100',
  MET: '+0100', CEST: '+0200', EEST: '+0300', BST: '+0100',
};
// biome-ignore format: a table
const MONTHS: Record<string, string> = {
  янв: 'Jan', фев: 'Feb', мар: 'Mar', апр: 'Apr', май: 'May', мая: 'May', июн: 'Jun', июл: 'Jul', авг: 'Aug',
  сен: 'Sep', окт: 'Oct', ноя: 'Nov', дек: 'Dec',
};
const EARLIEST = Date.UTC(1980, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** Reads an RFC 5322 §3.3 date, with the zones and month names that senders in Russia write. No zone means UTC. */
export function readDate(value: string): Date | null {
  const plain = value
    .slice(0, 200)
    .replace(/\([^)]*\)|"/g, ' ')
    .replace(/^\s*[a-zа-я]{2,12}\.?,\s*/i, '')
    // Day first, as Russia writes it; points in the time.
    .replace(/(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/, (_all, day, month, year) => `${year}-${month}-${day}`)
    .replace(
      /(\s\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?=\s|$)/,
      (_all, hour, minute, second) => `${hour}:${minute}:${second ?? '00'}`,
    )
    .replace(/(\d{4})\s?г(?:ода|\.)?(?=[\s,]|$)(?:,? в)?/i, '$1')
    .replace(/[а-яё]{3,8}\.?/gi, (word) => MONTHS[word.slice(0, 3).toLowerCase()] ?? ZONES[word.toUpperCase()] ?? word)
    .replace(/\b[A-Z]{3,4}\b(?![+-]\d)/g, (word) => ZONES[word] ?? word)
    .replace(
      /\b(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?\b/,
      (_all, sign, hours, minutes) => `${sign}${hours.padStart(2, '0')}${minutes ?? '00'}`,
    )
    .replace(/ ([+-])(\d{3})$/, ' $10$2')
    // ctime with a zone: the year stands behind it.
    .replace(/ ([+-]\d{4}|[A-Z]{1,4}) (\d{4})$/, ' $2 $1')
    .replace(/\s*:\s*/g, ':')
    .replace(/\s+/g, ' ')
    .trim();
  if (!/\d/.test(plain)) return null;
  const zoned = /(?:[+-]\d{2}:?\d{2}|[A-Z]{1,4})$/.test(plain) ? plain : `${plain} +0000`;
  const time = Date.parse(zoned);
  // A zone that nobody knows counts as none.
  const instant = Number.isNaN(time) ? Date.parse(plain.replace(/ [A-Za-z/_]{1,40}$/, ' +0000')) : time;
  return instant >= EARLIEST && instant < LATEST ? new Date(instant) : null;
}
