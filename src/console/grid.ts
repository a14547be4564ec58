/**
 * Tables for a terminal: columns that keep within the given width, words wrapped, no lines but a thin rule between rows
 * (80 columns have none to give away). Cells may hold several lines and colours. A table is drawn row by row, so that a
 * register of any size streams through. Text out; nothing is printed here.
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

/** `wrapped`: cells grow downwards, a rule above each row. `lines`: one line a row, what does not fit ends in `…`. */
export type RowStyle = 'wrapped' | 'lines';

export interface Grid {
  head: string;
  row(cells: string[]): string;
}

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

const GAP = 2;
const NARROWEST = 60;
const WIDEST = 160;
const LONGEST_WRAPPED = 50_000;
const BARE = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '' },
  ...{ 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
  middle: ' '.repeat(GAP),
};

/** Opens a table: its head, and how each row is drawn. */
export function openGrid(columns: Column[], look: Look, style: RowStyle): Grid {
  const colWidths = widths(columns, look.width);
  const paint = painter(look);
  const rule = paint('gray', '─'.repeat(colWidths.reduce((sum, width) => sum + width + GAP, -GAP)));
  const draw = (cells: string[]) => {
    const lines = cells.map((cell, i) => wrap(cell, colWidths[i] ?? 1).split('\n'));
    return style === 'lines' ? drawLines(lines.map(firstLine), colWidths) : drawLines(lines, colWidths);
  };
  return {
    head: draw(columns.map(({ title }) => paint('bold', title))),
    row: (cells) => (style === 'lines' ? draw(cells) : `${rule}\n${draw(cells)}`),
  };
}

/** A whole table at once. */
export function grid(columns: Column[], rows: string[][], look: Look, style: RowStyle): string {
  const { head, row } = openGrid(columns, look, style);
  return [head, ...rows.map(row)].join('\n');
}

/**
 * Cells side by side, line by line. Each line is a row of its own to cli-table3, because it takes cubic time over a cell
 * of many lines, and how long a subject is its sender decides.
 */
function drawLines(cells: string[][], colWidths: number[]): string {
  const table = new Table({
    chars: BARE,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths,
  });
  const height = Math.max(...cells.map((lines) => lines.length));
  for (let i = 0; i < height; i++) table.push(cells.map((lines) => lines[i] ?? ''));
  return table.toString().replace(/ +$/gm, '');
}

/** The first line of a wrapped cell, marked when more follows; cli-table3 cuts it to the column and puts its `…`. */
function firstLine([first = '', ...more]: string[]): string[] {
  return [more.length > 0 ? `${first} …` : first];
}

/**
 * Wraps text at words, and within a word longer than a line. Lines stay lines, and keep their indent below too. A text of
 * a megabyte is left to the terminal to wrap: it would take seconds.
 */
export function wrap(text: string, width: number): string {
  if (text.length > LONGEST_WRAPPED) return text;
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
export function stack(...lines: (string | null | false)[]): string {
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
