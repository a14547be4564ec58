import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Later } from '../../src/queue/later.ts';

describe('delayed offers', () => {
  let calls: string[];
  let later: Later;
  const set = (key: string, ms: number, what: string) => later.set(key, ms, () => calls.push(what));
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    calls = [];
    later = new Later();
  });
  afterEach(() => vi.useRealTimers());

  test('come when they are due, not before', () => {
    set('a', 1000, 'a');
    vi.advanceTimersByTime(999);
    expect(calls).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(calls).toEqual(['a']);
  });

  test('the sooner of two for one key holds, whichever came first', () => {
    set('a', 1000, 'late');
    set('a', 10, 'soon');
    set('b', 10, 'soon');
    set('b', 1000, 'late');
    vi.advanceTimersByTime(5000);
    expect(calls).toEqual(['soon', 'soon']);
  });

  test('a dropped key never comes', () => {
    set('a', 1000, 'a');
    set('b', 1000, 'b');
    later.drop('a');
    vi.advanceTimersByTime(5000);
    expect(calls).toEqual(['b']);
  });

  test('a delay beyond what a timer can hold does not come at once', () => {
    set('a', 2 ** 40, 'a');
    vi.advanceTimersByTime(24 * 86_400_000);
    expect(calls).toEqual([]);
  });
});
