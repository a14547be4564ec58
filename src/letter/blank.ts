/**
 * White space of ASCII at the ends of a text that holds one byte a character. `trim()` also takes U+00A0, and in such a text
 * that is a byte of a letter: «Р» is D0 A0 in UTF-8, «а» is A0 in cp866. In: a text. Out: the text between. Never fails.
 */

/** Tab, line feed, vertical tab, form feed, carriage return, blank. */
const isBlank = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** Without blanks before it. */
export function trimmedStart(bytes: string): string {
  let start = 0;
  while (start < bytes.length && isBlank(bytes.charCodeAt(start))) start++;
  return bytes.slice(start);
}

/** Without blanks behind it. */
export function trimmedEnd(bytes: string): string {
  let end = bytes.length;
  while (end > 0 && isBlank(bytes.charCodeAt(end - 1))) end--;
  return bytes.slice(0, end);
}

/** Without blanks around it. */
export function trimmed(bytes: string): string {
  return trimmedStart(trimmedEnd(bytes));
}
