/**
 * The place on the terminal where the live table stands.
 * Enters: lines, as often as they change. Leaves: on a terminal, the same place redrawn by cursor moves, only the lines
 * that differ; elsewhere (a pipe, a log, a terminal too small) nothing until the end, for `drawFull` says it all there.
 */

/** What is needed of `process.stdout`. */
export interface Terminal {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  write(text: string): unknown;
}

export interface Screen {
  /** Columns, as wide as it is now. */
  readonly width: number;
  /** Shows these lines in place of the ones before. */
  show(lines: string[]): void;
  /** Takes the live lines away: what is printed next begins where they began. */
  clear(): void;
}

/** Begin and end of a synchronized update: terminals that know it show the change at once, others ignore it. */
const HOLD = '\x1b[?2026h';
const RELEASE = '\x1b[?2026l';

/** Opens a place for live lines at the cursor. */
export function openScreen(terminal: Terminal): Screen {
  let shown: string[] = [];
  return {
    get width() {
      return terminal.columns ?? 80;
    },
    show(lines) {
      if (!terminal.isTTY || lines.length >= (terminal.rows ?? 24)) return;
      const body = lines.map((line, i) => (line === shown[i] ? '\n' : `${line}\x1b[K\n`)).join('');
      terminal.write(`${HOLD}${up(shown.length)}${body}\x1b[J${RELEASE}`);
      shown = lines;
    },
    clear() {
      if (shown.length > 0) terminal.write(`${up(shown.length)}\x1b[J`);
      shown = [];
    },
  };
}

function up(lines: number): string {
  return lines > 0 ? `\x1b[${lines}A\r` : '';
}
