/**
 * text/enriched and text/richtext (RFC 1896, RFC 1341 §7.1.3) → their text. In: text with `\n`. Out: the same without its
 * commands. Never fails.
 */

/** One line end is a blank, more are one less; `<<` is a `<`. What stands between <param> is for programs. */
export function enrichedText(text: string): string {
  return text
    .replace(/<param>[^<]{0,1000}<\/param>/gi, '')
    .replace(/<nl>/gi, '\n\n')
    .replace(/<<|<\/?[a-z][a-z0-9-]{0,60}>/gi, (command) => (command === '<<' ? '<' : ''))
    .replace(/\n+/g, (ends) => (ends.length === 1 ? ' ' : ends.slice(1)))
    .trim();
}
