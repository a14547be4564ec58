/**
 * The mark of the office's own spam filter. In: header fields, the names of those that the filter writes. Out: the mark that
 * says yes, `name: value`; null without one. Never fails.
 */
import type { Header } from './letter.ts';

/** `YES`, `Yes, score=7.1 required=5.0`, `true`, `1`, `SPAM`. */
const YES = /^(?:yes|true|spam|1|да)(?![\p{L}\d.])/iu;

/** The first mark that says so. */
export function spamMark(headers: readonly Header[], names: readonly string[]): string | null {
  const fields = names.map((name) => name.trim().toLowerCase());
  const mark = headers.find(({ name, value }) => fields.includes(name) && YES.test(value.trim()));
  return mark ? `${mark.name}: ${mark.value.slice(0, 80)}` : null;
}
