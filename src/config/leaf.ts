/**
 * The kinds of values that stand in a configuration: each knows what it should be in plain words, and how to read it.
 * A value may be given as text wherever it stands, because environment variables are text; text must be text, though, or an
 * unquoted password of digits would lose its leading zeros.
 */
import { z } from 'zod';
import { readScannerAddress } from '../antivirus/address.ts';

export interface LeafMeta {
  /** Completes «must be …». */
  expected: string;
  /** Never shown; `KEYFile` may name a file that holds it. */
  secret?: boolean;
  /** Shows a secret in part. */
  mask?: (value: string) => string;
  /** Relative to the file that the value stands in. `contents`: the file is read. */
  path?: 'path' | 'contents' | 'sqlite';
  /** Takes several values: JSON in an environment variable. */
  list?: boolean;
}

/** What is known of each leaf besides how it is read. */
export const leafMeta = z.registry<LeafMeta>();

/** Marks a value that could not be read; the message names neither key nor value, problems.ts adds them. */
const WRONG = 'wrong';

/** A leaf: `read` gives undefined for what is not such a value. An absent value or null is a missing one. */
export function leaf<T>(meta: LeafMeta, read: (value: unknown) => T | undefined) {
  const schema = z.unknown().transform((value, context): T => {
    const result = value === undefined || value === null ? undefined : read(value);
    if (result === undefined) context.issues.push({ code: 'custom', message: WRONG, input: value, continue: false });
    return result as T;
  });
  leafMeta.add(schema, meta);
  return schema;
}

/** The same, but null (or an empty environment variable) is allowed and means none. */
export function optional<T>(inner: ReturnType<typeof leaf<T>>) {
  const meta = leafMeta.get(inner) as LeafMeta;
  const schema = z
    .unknown()
    .transform((value, context): T | null => {
      if (value === null || value === '') return null;
      const result = inner.safeParse(value);
      if (!result.success) context.issues.push({ code: 'custom', message: WRONG, input: value, continue: false });
      return result.success ? result.data : null;
    })
    .prefault(null);
  leafMeta.add(schema, { ...meta, expected: `${meta.expected}, or null` });
  return schema;
}

/** Text that is not empty. */
export function text(expected: string, more: Partial<LeafMeta> = {}, pattern = /./s) {
  return leaf({ expected, ...more }, (value) => (typeof value === 'string' && pattern.test(value) ? value : undefined));
}

/** A password and its like. */
export function secret(expected: string) {
  return text(`${expected} (as text, in quotes)`, { secret: true });
}

/** One of a few words. */
export function oneOf<const T extends string>(...words: T[]) {
  return leaf({ expected: words.join(' | ') }, (value) => words.find((word) => word === value));
}

/** A whole number within bounds. */
export function whole(min: number, max: number) {
  return leaf({ expected: `a whole number from ${min} to ${max}` }, (value) => {
    const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
    return Number.isInteger(number) && Number(number) >= min && Number(number) <= max ? Number(number) : undefined;
  });
}

/** Yes or no. */
export function flag() {
  return leaf({ expected: 'true or false' }, (value) => {
    if (value === true || value === 'true') return true;
    return value === false || value === 'false' ? false : undefined;
  });
}

/** Several texts, as a list; or one, as text. */
export function texts(expected: string, pattern = /./s) {
  return leaf({ expected, list: true }, (value) => {
    const list: unknown[] = Array.isArray(value) ? value : [value];
    return list.every((item) => typeof item === 'string' && pattern.test(item)) ? (list as string[]) : undefined;
  });
}

/** Some of a few words, as a list; or one, as text. An empty list: none of them. */
export function items<const T extends string>(...words: T[]) {
  return leaf({ expected: `a list of these: ${words.join(', ')}; or []`, list: true }, (value) => {
    const list: unknown[] = Array.isArray(value) ? value : [value];
    const known = words.filter((word) => list.includes(word));
    return known.length === new Set(list).size ? known : undefined;
  });
}

const BYTES: Record<string, number> = { B: 1, kB: 1e3, KiB: 2 ** 10, MB: 1e6, MiB: 2 ** 20, GB: 1e9, GiB: 2 ** 30 };

/** `5MiB` (2^20 bytes) or `5MB` (10^6) → bytes. @param least in bytes */
export function size(least = 0) {
  const expected = least > 0 ? `a size of at least ${least / 2 ** 20}MiB` : 'a size such as 5MiB or 5MB';
  return leaf({ expected }, (value) => {
    const found = /^(\d{1,9}(?:\.\d{1,3})?) ?([kKMG]?i?B)$/.exec(String(value));
    const unit = BYTES[found?.[2] ?? ''];
    const bytes = unit && Math.round(Number(found?.[1]) * unit);
    return bytes !== undefined && bytes >= least ? bytes : undefined;
  });
}

const MILLISECONDS: Record<string, number> = { ms: 1, s: 1e3, m: 60e3, h: 3_600e3, d: 86_400e3, y: 365.25 * 86_400e3 };

/** `72h`, `30s` → milliseconds. */
export function duration() {
  return leaf({ expected: 'a duration such as 30s, 15m, 72h, 14d or 5y' }, readDuration);
}

function readDuration(value: unknown): number | undefined {
  const found = /^(\d{1,9}) ?(ms|s|m|h|d|y)$/.exec(String(value));
  return found ? Number(found[1]) * (MILLISECONDS[found[2] as string] as number) : undefined;
}

/** `5 working days`, `12 working hours`, `24h` → a term of deadline.ts. */
export function term() {
  return leaf({ expected: 'a term such as "5 working days", "12 working hours" or 24h' }, (value) => {
    const found = /^([1-9]\d{0,3}) working (day|hour)s?$/.exec(String(value));
    const count = Number(found?.[1]);
    if (found) return found[2] === 'day' ? { workingDays: count } : { workingHours: count };
    const ms = readDuration(value);
    return ms ? { hours: ms / MILLISECONDS.h! } : undefined;
  });
}

/** `09:00-18:00` → minutes since midnight. */
export function hours() {
  return leaf({ expected: 'working hours such as 09:00-18:00' }, (value) => {
    const found = /^(\d\d):([0-5]\d) ?[-–] ?(\d\d):([0-5]\d)$/.exec(String(value));
    const [opens, closes] = found ? [minutes(found, 1), minutes(found, 3)] : [0, 0];
    return opens < closes && closes <= 1440 ? { opens, closes } : undefined;
  });
}

function minutes(found: RegExpExecArray, at: number): number {
  return Number(found[at]) * 60 + Number(found[at + 1]);
}

/** Calendar days, `2026-12-31`. */
export function calendarDays() {
  return leaf({ expected: 'a list of days such as ["2026-12-31"]', list: true }, (value) => {
    const days: unknown[] = Array.isArray(value) ? value : [value];
    const good = days.every((day) => /^\d{4}-\d\d-\d\d$/.test(String(day)) && !Number.isNaN(Date.parse(String(day))));
    return good ? (days as string[]) : undefined;
  });
}

/** `support@example.ru`. */
export function address() {
  return text('an e-mail address', {}, /^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/);
}

/** `Name <a@b>` or `a@b` → both parts. */
export function mailbox() {
  return leaf({ expected: 'an address such as "Приёмная <support@example.ru>"' }, (value) => {
    const found = /^(?:([^<>]{0,200})<)?([^\s@<>]{1,64}@[^\s@<>]{1,255})>?$/.exec(String(value));
    return found ? { name: found[1]?.trim().replace(/^"|"$/g, '') ?? '', address: found[2] as string } : undefined;
  });
}

/** A name of the time zone database. */
export function timeZone() {
  return leaf({ expected: 'a time zone such as Europe/Moscow' }, (value) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: String(value) }) && String(value);
    } catch {
      return undefined;
    }
  });
}

/** `clamd://127.0.0.1:3310`, `clamd:///run/clamav/clamd.ctl`. */
export function scanner() {
  return leaf({ expected: 'clamd://host:port or clamd:///path/of/its/socket' }, (value) =>
    typeof value === 'string' && readScannerAddress(value) ? value : undefined,
  );
}

/** A path; relative ones are relative to the file that they stand in. */
export function path(expected: string) {
  return text(expected, { path: 'path' });
}

/** A path of a PEM file → its contents. */
export function pem() {
  return text('a file with a certificate in PEM form', { path: 'contents' }, /-----BEGIN CERTIFICATE-----/);
}
