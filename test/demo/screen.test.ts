/** The live lines: redrawn in place on a terminal, only what changed; nothing where nobody looks. */
import { describe, expect, test } from 'vitest';
import { openScreen } from '../../src/demo/screen.ts';

/** A terminal of a few columns that understands what the screen writes. */
function terminal(options: { isTTY: boolean; rows?: number }) {
  let output = '';
  return {
    ...options,
    columns: 80,
    write: (text: string) => {
      output += text;
    },
    output: () => output,
    /** What a person sees in the end. */
    seen() {
      const lines: string[] = [''];
      let row = 0;
      for (const [token, count] of output.matchAll(
        /\x1b\[(\d*)A|\x1b\[K|\x1b\[J|\x1b\[\?2026[hl]|\r|\n|[^\x1b\r\n]+/g,
      )) {
        if (token.endsWith('A') && count) row -= Number(count);
        else if (token === '\n') lines[++row] ??= '';
        else if (token === '\x1b[J') lines.splice(row, Infinity, '');
        else if (!token.startsWith('\x1b') && token !== '\r') lines[row] = token;
      }
      return lines;
    },
  };
}

describe('on a terminal', () => {
  test('new lines take the place of the old ones', () => {
    const screen = terminal({ isTTY: true });
    const live = openScreen(screen);
    live.show(['head', 'a …', 'b …']);
    live.show(['head', 'a ✓', 'b …']);
    live.show(['head', 'a ✓', 'b ✓', 'c …']);
    expect(screen.seen()).toEqual(['head', 'a ✓', 'b ✓', 'c …', '']);
  });
  test('a line that did not change is not written again', () => {
    const screen = terminal({ isTTY: true });
    const live = openScreen(screen);
    live.show(['head', 'a …']);
    live.show(['head', 'a ✓']);
    expect(screen.output().match(/head/g)).toHaveLength(1);
  });
  test('cleared, it leaves an empty place', () => {
    const screen = terminal({ isTTY: true });
    const live = openScreen(screen);
    live.show(['head', 'a …']);
    live.clear();
    expect(screen.seen()).toEqual(['']);
  });
  test('more lines than the terminal has would scroll: nothing is shown', () => {
    const screen = terminal({ isTTY: true, rows: 3 });
    openScreen(screen).show(['head', 'a', 'b']);
    expect(screen.output()).toBe('');
  });
});

test('in a pipe nothing is written', () => {
  const screen = terminal({ isTTY: false });
  const live = openScreen(screen);
  live.show(['head', 'a …']);
  live.clear();
  expect(screen.output()).toBe('');
});
