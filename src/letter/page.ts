/**
 * Lines of visible text under construction: white space as a browser joins it, quotes marked `> `, cells of a row
 * kept together. In: pieces of text and breaks, in order. Out: the text. Never fails.
 */

interface Line {
  text: string;
  /** How many quotes it stands in. */
  depth: number;
}

interface Row {
  cells: Line[][];
  /** Lines and unfinished line of the page around the row. */
  outer: Line[];
  outerLine: string;
}

/** A row is read across when its cells are short; a layout table's cells are read one below the other. */
const ROW_LINES = 3;
const ROW_CHARS = 400;

/** Quotes nested deeper are shown as this deep: nobody counts further, and `> ` for each would swell the text. */
const MAX_QUOTES = 8;

/** Rows nested deeper than this are layout only and are not kept apart. */
const MAX_ROWS = 50;

/**
 * More than any person writes. A line of one letter takes many times its size while the page is under way, and each
 * character twelve bytes and more until the letter is read.
 */
const MAX_LINES = 200_000;
const MAX_CHARS = 3_000_000;

export class Page {
  /** How many quotes the text now stands in. */
  depth = 0;
  #lines: Line[] = [];
  #line = '';
  #rows: Row[] = [];
  #count = 0;
  #chars = 0;

  /** Has it all the text that it may have? */
  get full(): boolean {
    return this.#count >= MAX_LINES || this.#chars >= MAX_CHARS;
  }

  /** Adds text; outside of `<pre>` every run of white space is one space. */
  text(piece: string, preformatted: boolean): void {
    this.#chars += piece.length;
    if (preformatted) {
      const parts = piece.split('\n');
      for (const [index, part] of parts.entries()) {
        this.#line += part;
        if (index < parts.length - 1) this.break();
      }
      return;
    }
    const joined = piece.replace(/[ \t\r\n\f]+/g, ' ');
    this.#line += joined.startsWith(' ') && (this.#line === '' || this.#line.endsWith(' ')) ? joined.slice(1) : joined;
  }

  /** Ends the line, also an empty one (`<br>`). */
  break(): void {
    this.#count++;
    this.#lines.push({ text: this.#line.trimEnd(), depth: this.depth });
    this.#line = '';
  }

  /** A block begins or ends here: what follows stands on a line of its own. */
  edge(): void {
    // A line of one non-breaking space is how Outlook writes an empty line.
    if (this.#line !== '' && this.#line !== ' ') this.break();
    else this.#line = '';
  }

  /** A paragraph begins or ends here: an empty line, unless there is one. */
  gap(): void {
    this.edge();
    const last = this.#lines.at(-1);
    if (last !== undefined && last.text !== '') this.#lines.push({ text: '', depth: this.depth });
  }

  openRow(): void {
    this.edge();
    if (this.#rows.length >= MAX_ROWS) return;
    this.#rows.push({ cells: [], outer: this.#lines, outerLine: this.#line });
    this.#lines = [];
  }

  openCell(): void {
    this.#closeCell();
  }

  closeRow(): void {
    this.#closeCell();
    const row = this.#rows.pop();
    if (row === undefined) return;
    this.#lines = row.outer;
    this.#line = row.outerLine;
    const cells = row.cells.filter((cell) => cell.some((line) => line.text !== ''));
    const across = cells.map((cell) => cell.map((line) => line.text).filter((text) => text !== ''));
    const chars = across.flat().reduce((sum, text) => sum + text.length, 0);
    if (across.length > 1 && chars <= ROW_CHARS && across.every((cell) => cell.length <= ROW_LINES)) {
      // As innerText does: a tab between cells keeps a label and its value on one line.
      const text = across.map((cell) => cell.join(' ')).join('\t');
      this.#lines.push({ text, depth: cells[0]?.[0]?.depth ?? this.depth });
      return;
    }
    for (const cell of cells) for (const line of cell) this.#lines.push(line);
  }

  #closeCell(): void {
    this.edge();
    const row = this.#rows.at(-1);
    if (row === undefined || this.#lines.length === 0) return;
    row.cells.push(this.#lines);
    this.#lines = [];
  }

  /** The finished text; at most one empty line in a row. */
  finish(): string {
    while (this.#rows.length > 0) this.closeRow();
    this.edge();
    const out: string[] = [];
    for (const { text, depth } of this.#lines) {
      const mark = '> '.repeat(Math.min(depth, MAX_QUOTES));
      const line = text === '' ? mark.trimEnd() : mark + text;
      if (line.trim() !== '' || out.at(-1) !== '') out.push(line);
    }
    return out.join('\n').trim();
  }
}
