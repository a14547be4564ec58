/** The README and the pages that it leads to, as the tests see them: sections, rows of tables, blocks of code. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The top folder of the house. */
export const HOUSE = fileURLToPath(new URL('../../', import.meta.url));

const PAGES = ['README.md', 'config/OPERATING.md', 'src/README.md'];
export const README = PAGES.map((page) => readFileSync(`${HOUSE}${page}`, 'utf8')).join('\n');

/** The text under a heading, up to the next one of the same rank. Fails when there is no such heading. */
export function section(title: string): string {
  const [, found] = README.split(`\n## ${title}\n`);
  if (found === undefined) throw new Error(`README has no section «${title}»`);
  return found.split('\n## ', 1)[0] as string;
}

/** The rows of the tables in a text, each as its cells, without the heads. */
export function tableRows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('| ') || line.startsWith('|-'));
  return lines
    .filter((line, at) => !line.startsWith('|-') && !lines[at + 1]?.startsWith('|-'))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll('\\|', '|')));
}

/** The blocks of code of one language. */
export function codeBlocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, code]) => code as string,
  );
}

/** Everything between single backticks, outside blocks of code. */
export function quoted(): string[] {
  const prose = README.replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text as string);
}
