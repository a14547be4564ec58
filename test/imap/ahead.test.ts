import { expect, test } from 'vitest';
import { ahead } from '../../src/imap/ahead.ts';

async function* source(log: string[], items: number, failAt = Number.POSITIVE_INFINITY) {
  try {
    for (let n = 1; n <= items; n++) {
      log.push(`fetch ${n}`);
      if (n === failAt) throw new Error(`no ${n}`);
      yield n;
    }
  } finally {
    log.push('closed');
  }
}

async function work(log: string[], items: AsyncIterable<number>, stopAfter = Number.POSITIVE_INFINITY) {
  for await (const item of items) {
    log.push(`store ${item}`);
    if (item === stopAfter) break;
  }
}

test('the next item is under way while the present one is worked on, never more than one', async () => {
  const log: string[] = [];
  await work(log, ahead(source(log, 3)));
  expect(log).toEqual(['fetch 1', 'fetch 2', 'store 1', 'fetch 3', 'store 2', 'closed', 'store 3']);
});

test('leaving early closes the source', async () => {
  const log: string[] = [];
  await work(log, ahead(source(log, 9)), 2);
  expect(log).toEqual(['fetch 1', 'fetch 2', 'store 1', 'fetch 3', 'store 2', 'closed']);
});

test('a failure appears after the items before it', async () => {
  const log: string[] = [];
  await expect(work(log, ahead(source(log, 3, 2)))).rejects.toThrow('no 2');
  expect(log).toEqual(['fetch 1', 'fetch 2', 'closed', 'store 1']);
});
