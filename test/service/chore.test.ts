import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { every } from '../../src/chore.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const silent = pino({ level: 'silent' });

/** A chore whose turns end when the test says so. */
function slowChore() {
  const turns: (() => void)[] = [];
  const chore = every(1_000, silent, () => new Promise<void>((end) => turns.push(end)));
  return { chore, turns };
}

test('comes round, and a turn that is going on is not begun twice', async () => {
  const { turns } = slowChore();
  expect(turns).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(turns).toHaveLength(1);
  turns[0]!();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(turns).toHaveLength(2);
});

test('asked for now, comes at once, or once more after the turn that is going on', async () => {
  const { chore, turns } = slowChore();
  chore.now();
  expect(turns).toHaveLength(1);
  chore.now();
  chore.now();
  expect(turns).toHaveLength(1);
  turns[0]!();
  await vi.advanceTimersByTimeAsync(0);
  expect(turns).toHaveLength(2);
  turns[1]!();
  await vi.advanceTimersByTimeAsync(0);
  expect(turns).toHaveLength(2);
});

test('stops when the turn that is going on has ended', async () => {
  const { chore, turns } = slowChore();
  chore.now();
  chore.now();
  let stopped = false;
  void chore.stop().then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(stopped).toBe(false);
  turns[0]!();
  await vi.advanceTimersByTimeAsync(5_000);
  expect([stopped, turns.length]).toEqual([true, 1]);
});

test('the same failure is said once, until it has gone well', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  let fails = true;
  every(1_000, log, async () => {
    if (fails) throw Object.assign(new Error('secret'), { code: 'EIO' });
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('EIO');
  expect(lines[0]).not.toContain('secret');
  fails = false;
  await vi.advanceTimersByTimeAsync(1_000);
  fails = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(lines).toHaveLength(2);
});
