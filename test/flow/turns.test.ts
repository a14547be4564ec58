import { expect, test } from 'vitest';
import { Turns } from '../../src/flow/turns.ts';

test('letters that are ready out of order take their turns in order', async () => {
  const turns = new Turns(async () => false);
  const order: number[] = [];
  for (const id of [1, 2, 3]) turns.enter(id);
  const register = async (id: number) => {
    await turns.turnOf(id);
    order.push(id);
    turns.leave(id);
  };
  await Promise.all([register(3), register(2), register(1)]);
  expect(order).toEqual([1, 2, 3]);
});

test('a letter that is let go holds up nobody', async () => {
  const turns = new Turns(async () => false);
  turns.enter(1);
  turns.enter(2);
  const second = turns.turnOf(2);
  turns.leave(1);
  await second;
});
