/**
 * format=flowed (RFC 3676): lines that a mail program broke → paragraphs as they were written.
 * In: text with `\n`. Out: the text, quotes as `> `. Never fails.
 */

/** Joins what was broken; `delsp`: the blank before a break was added too (§4.1). */
export function unflowed(text: string, delsp: boolean): string {
  const out: string[] = [];
  let paragraph: string[] = [];
  let depth = 0;
  const finish = () => {
    if (paragraph.length === 0) return;
    out.push(
      '> '.repeat(depth).slice(0, paragraph[0] === '' && paragraph.length === 1 ? -1 : undefined) + paragraph.join(''),
    );
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    const quotes = /^>*/.exec(line)?.[0].length ?? 0;
    // §4.4: one blank was put before lines that begin with `>`, `From ` or a blank.
    const content = line[quotes] === ' ' ? line.slice(quotes + 1) : line.slice(quotes);
    // §4.5: another depth ends a paragraph, however its line ends.
    if (quotes !== depth) finish();
    depth = quotes;
    // §4.3: the line above a signature is never joined.
    const flows = content.endsWith(' ') && content !== '-- ';
    if (content === '-- ') finish();
    paragraph.push(flows && delsp ? content.slice(0, -1) : content);
    if (!flows) finish();
  }
  finish();
  return out.join('\n');
}
