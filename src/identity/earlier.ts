/**
 * The sender's own earlier letter in the quoted tail: what stands under an attribution with his address. In: the tail and
 * the address. Out: the text without quote marks, or ''. Never fails; one pass over the lines.
 */

import type { Address } from '../letter/letter.ts';

const MOST_LINES = 400;
const ATTRIBUTION =
  /(?:^|[^а-яёa-z])(?:от|from|отправитель|wrote|писал[аи]?|написал[аи]?|пишет)(?![а-яёa-z])|[:>]\s*$/iu;
const HEADER = /^\s*(?:от|from|отправлено|sent|кому|to|дата|date|тема|subject|копия|cc)\s*:/iu;
const ANOTHER = /^\s*(?:от|from)\s*:|^-{3,}|^_{5,}/iu;

/** How deep a line is quoted: the number of «>» before it. */
function depthOf(line: string): number {
  const marks = /^(?:\s{0,3}>){1,20}/.exec(line)?.[0] ?? '';
  return marks.split('>').length - 1;
}

function unquoted(line: string): string {
  return line.replace(/^(?:\s{0,3}>){1,20} ?/, '');
}

/** What the sender wrote before, as far as the tail says that it is his: by his address, else by his whole display name. */
export function earlierLetter(quoted: string, from: Address | null): string {
  if (!from?.address || quoted === '') return '';
  const name = from.name.trim().toLowerCase();
  const lines = quoted.split('\n', MOST_LINES);
  const heads = (line: string, whose: string) => line.toLowerCase().includes(whose) && ATTRIBUTION.test(line);
  const byAddress = lines.findIndex((line) => heads(line, from.address.toLowerCase()));
  const byName = byAddress < 0 && name.length > 3 ? lines.findIndex((line) => heads(line, `${name}:`)) : -1;
  const at = Math.max(byAddress, byName);
  if (at < 0) return '';
  let start = at + 1;
  while (start < lines.length && (unquoted(lines[start]!).trim() === '' || HEADER.test(unquoted(lines[start]!))))
    start++;
  const depth = depthOf(lines[start] ?? '');
  const own: string[] = [];
  for (const line of lines.slice(start)) {
    const bare = unquoted(line);
    if (bare.trim() !== '' && (depthOf(line) !== depth || ANOTHER.test(bare))) break;
    own.push(bare);
  }
  return own.join('\n');
}
