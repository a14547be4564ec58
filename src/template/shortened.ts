/**
 * A letter's words made fewer, for a mail server that takes only small letters. Enters: what a template is filled with, and how
 * many characters of people's words may stay. Leaves: the same with every text cut that goes beyond; what is cut says so. Pure.
 */
import type { Filled } from './letterhead.ts';

/** The first texts keep theirs. @param signs characters of all texts together */
export function shortened({ template, variables }: Filled, signs: number): Filled {
  let left = signs;
  const cut = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(cut);
    if (typeof value !== 'object' || value === null) return value;
    const parts = Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, name === 'lines' ? part : cut(part)]),
    );
    if (!('lines' in value) || !isText(value.lines)) return parts;
    const { lines, used, whole } = within(value.lines, left);
    left -= used;
    return whole ? { ...parts, lines } : { ...parts, lines: lines.length > 0 ? lines : ['…'], cut: true };
  };
  return { template, variables: cut(variables) as object };
}

function isText(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((line) => typeof line === 'string');
}

/** A line counts with its end; one that goes beyond is cut itself. */
function within(lines: readonly string[], signs: number): { lines: string[]; used: number; whole: boolean } {
  const kept: string[] = [];
  let left = signs;
  for (const line of lines) {
    if (line.length > left || left <= 0) {
      if (left > 0) kept.push(`${line.slice(0, left)}…`);
      return { lines: kept, used: signs, whole: false };
    }
    kept.push(line);
    left -= line.length + 1;
  }
  return { lines: kept, used: signs - left, whole: true };
}
