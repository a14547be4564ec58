import { expect, test } from 'vitest';
import { remembered } from '../../src/http/remembered.ts';

test('a good answer holds longer than a bad one, and then the question is put again', async () => {
  let [now, well, asked] = [0, true, 0];
  const ask = remembered(
    async () => {
      asked += 1;
      return well;
    },
    (good) => (good ? 30 : 5),
    () => now,
  );
  const at = async (time: number) => {
    now = time;
    return [await ask(), asked];
  };
  expect(await at(0)).toEqual([true, 1]);
  well = false;
  expect(await at(29)).toEqual([true, 1]);
  expect(await at(30)).toEqual([false, 2]);
  well = true;
  expect(await at(34)).toEqual([false, 2]);
  expect(await at(35)).toEqual([true, 3]);
});

test('many who ask at once get one answer', async () => {
  let asked = 0;
  const ask = remembered(
    async () => {
      asked += 1;
      return asked;
    },
    () => 0,
    () => 0,
  );
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  expect(await ask()).toBe(2);
});

test('a question that fails is put again', async () => {
  const answers = [Promise.reject(new Error('no')), Promise.resolve('yes')];
  const ask = remembered(
    () => answers.shift()!,
    () => 1,
    () => 0,
  );
  await expect(ask()).rejects.toThrow('no');
  expect(await ask()).toBe('yes');
});
