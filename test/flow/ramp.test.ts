/** Letters with files go a few at a time, each once, in the order in which they came. */
import { expect, test } from 'vitest';
import { Ramp } from '../../src/flow/ramp.ts';

test('so many have a place, the others wait outside and are named one by one', () => {
  const ramp = new Ramp(2);
  expect([1, 2, 3, 4].map((id) => ramp.enter(id))).toEqual([true, true, false, false]);
  expect(ramp.leave(2)).toBe(3);
  expect(ramp.enter(3)).toBe(true);
  expect(ramp.leave(1)).toBe(4);
  expect(ramp.enter(4)).toBe(true);
  expect([ramp.leave(3), ramp.leave(4)]).toEqual([null, null]);
});

test('one that is offered again while it waits waits once; one in hand is left alone', () => {
  const ramp = new Ramp(1);
  expect([ramp.enter(1), ramp.enter(2), ramp.enter(2), ramp.enter(1)]).toEqual([true, false, false, false]);
  expect(ramp.leave(1)).toBe(2);
  expect(ramp.enter(2)).toBe(true);
  expect(ramp.leave(2)).toBe(null);
});

test('one that was named and finds the place taken waits again', () => {
  const ramp = new Ramp(1);
  ramp.enter(1);
  ramp.enter(2);
  expect(ramp.leave(1)).toBe(2);
  expect(ramp.enter(3)).toBe(true);
  expect(ramp.enter(2)).toBe(false);
  expect(ramp.leave(3)).toBe(2);
});
