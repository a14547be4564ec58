/** A sheet about one thing: names at the left, what they stand for at the right; absent things are left out. */
import { type Look, painter, wrap } from './grid.ts';

const NAME_WIDTH = 18;
const WIDEST = 100;

/** Width that running text is set in: longer lines read badly. */
export function measure(look: Look): number {
  return Math.min(look.width, WIDEST);
}

/** Draws the sheet. A fact may have several lines. */
export function sheet(facts: [name: string, fact: string | null | false][], look: Look): string {
  const paint = painter(look);
  const lines: string[] = [];
  for (const [name, fact] of facts) {
    if (!fact) continue;
    const [first = '', ...more] = wrap(fact, measure(look) - NAME_WIDTH).split('\n');
    lines.push(paint('gray', name.padEnd(NAME_WIDTH)) + first, ...more.map((line) => ' '.repeat(NAME_WIDTH) + line));
  }
  return lines.join('\n');
}

/** The title of a part of the sheet. */
export function section(title: string, look: Look): string {
  return `\n${painter(look)('bold', title)}`;
}
