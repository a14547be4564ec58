/**
 * Tables for a terminal: columns that keep within the given width, words wrapped, no lines but a thin rule between rows
 * (80 columns have none to give away). Cells may hold several lines and colours. Text out; nothing is printed here.
 */
import { styleText } from 'node:util';
import Table from 'cli-table3';
import wrapAnsi from 'wrap-ansi';

/** How the place looks that the text is drawn for. */
export interface Look {
  /** Columns of the terminal. */
  width: number;
  /** Colours only where a person looks: not in pipes and files. */
  colour: boolean;
}

/** Either a fixed width, or a share of what the fixed ones leave. */
export type Column = { title: string } & ({ width: number } | { share: number });

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

const GAP = 2;
const NARROWEST = 60;
const WIDEST = 160;
const BARE = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '' },
  ...{ 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
  middle: ' '.repeat(GAP),
};
const RULED = { ...BARE, mid: '─', 'mid-mid': '─'.repeat(GAP) };

/**
 * Draws a table.
 * @param style `wrapped`: cells grow downwards, a rule between rows; `lines`: one line a row, what does not fit ends in `…`
 */
export function grid(columns: Column[], rows: string[][], look: Look, style: 'wrapped' | 'lines'): string {
  const colWidths = widths(columns, look.width);
  const table = new Table({
    chars: style === 'wrapped' ? RULED : BARE,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths,
  });
  const paint = painter(look);
  const head = columns.map(({ title }) => paint('bold', title));
  for (const row of [head, ...rows]) {
    table.push(style === 'lines' ? row : row.map((cell, i) => wrap(cell, colWidths[i] ?? 1)));
  }
  return table.toString().replace(/ +$/gm, '');
}

/** Wraps text at words, and within a word that is longer than a line. Lines stay lines, and keep their indent below too. */
export function wrap(text: string, width: number): string {
  const lines = text.split('\n').map((line) => {
    const words = line.trimStart();
    const indent = ' '.repeat(Math.min(line.length - words.length, Math.floor(width / 2)));
    return wrapAnsi(words, width - indent.length, { hard: true }).replace(/^(?=.)/gm, indent);
  });
  return lines.join('\n');
}

/** Colours text, or leaves it as it is where there are no colours. */
export function painter(look: Look): Paint {
  return (style, text) => (look.colour ? styleText(style, text, { validateStream: false }) : text);
}

/** Several facts in one cell, those that are absent left out. */
export function stack(...lines: (string | null)[]): string {
  return lines.filter((line) => line).join('\n');
}

function widths(columns: Column[], width: number): number[] {
  const room = Math.min(Math.max(width, NARROWEST), WIDEST) - GAP * (columns.length - 1);
  const fixed = columns.reduce((sum, column) => sum + ('width' in column ? column.width : 0), 0);
  const shares = columns.reduce((sum, column) => sum + ('share' in column ? column.share : 0), 0);
  return columns.map((column) =>
    'width' in column ? column.width : Math.max(4, Math.floor(((room - fixed) * column.share) / shares)),
  );
}
