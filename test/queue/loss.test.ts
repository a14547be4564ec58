/** A Redis that lost a part of itself: whatever it was, every row is worked on, by the third sweep at the latest. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Desk } from '../../src/flow/desk.ts';
import { Sweep } from '../../src/flow/sweep.ts';
import { openQueue } from '../../src/queue/open.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { enterInstance } from '../../src/register/instances.ts';
import { claimLetter, dueLetters, settleLetter } from '../../src/register/letter-work.ts';
import { storeLetters } from '../../src/register/letters.ts';
import type { Register } from '../../src/register/register.ts';
import { letterOf, newRegister } from '../register/fixture.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';
import { needs } from '../services/services.ts';
import { oneTo, readableLog } from './bench.ts';

vi.setConfig({ testTimeout: 60_000 });

const NOW = Date.parse('2026-11-20T10:00:00Z');
const ROWS = 30;

needs('redis')('a broker that lost a part of itself', () => {
  let redis: TestRedis;
  let client: Redis;
  let register: Register;
  let queue: Queue;
  let sweep: Sweep;
  let instance: string;
  let times: Map<number, number>;
  let office = 0;
  const prefix = () => `loss${office}`;
  const key = (name: string) => `${prefix()}:letter:${name}`;
  beforeAll(async () => {
    redis = await startRedis();
    client = new Redis(redis.port, '127.0.0.1');
  });
  afterAll(async () => {
    client.disconnect();
    await redis.stop();
  });
  beforeEach(async () => {
    office += 1;
    times = new Map();
    const { log } = readableLog();
    register = await newRegister();
    instance = await enterInstance(register);
    queue = openQueue(`${redis.url}?prefix=${prefix()}`, log);
    onTestFinished(() => queue.close());
    const desk = { register, queue, log, gate: { open: true }, clock: () => new Date(NOW) };
    sweep = new Sweep(desk as unknown as Desk, ['letter']);
    await storeLetters(
      register,
      oneTo(ROWS).map((uid) => letterOf(uid, `letter ${uid}`)),
      NOW,
    );
  });

  const work = () =>
    queue.work({
      letter: {
        concurrency: 3,
        async handle(id) {
          const letter = await register.transaction((tx) => claimLetter(tx, id, instance, NOW));
          if (!letter) return;
          times.set(id, (times.get(id) ?? 0) + 1);
          await register.transaction((tx) => settleLetter(tx, letter, 'set-aside', {}));
        },
      },
    });
  const isDone = async () => {
    expect(await dueLetters(register.db, NOW)).toEqual([]);
    expect([...times.values()]).toEqual(Array(ROWS).fill(1));
  };
  const sweeps = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      await sweep.run();
      await queue.idle();
    }
  };
  const jobs = async () => (await client.keys(key('letter-*'))).toSorted();

  test.each<[string, () => Promise<unknown>]>([
    ['the list of what waits', () => client.del(key('wait'))],
    ['the marker that wakes the workers', () => client.del(key('marker'))],
    ['what says how the queue is', () => client.del(key('meta'), key('events'), key('id'))],
    ['the hashes of all jobs', async () => client.del(...(await jobs()))],
    ['the hash of one job', async () => client.del((await jobs())[4]!)],
    ['every third hash', async () => client.del(...(await jobs()).filter((_, index) => index % 3 === 0))],
    ['one of the list', () => client.lrem(key('wait'), 0, 'letter-7')],
    [
      'the list, which is something else now',
      async () => {
        await client.del(key('wait'));
        await client.set(key('wait'), 'of somebody else');
      },
    ],
    ['everything', () => client.flushall()],
  ])('%s: every row is done, once', async (_, lose) => {
    await sweep.run();
    await lose();
    work();
    await sweeps(3);
    await isDone();
  });

  test('a row that was lost can be offered again afterwards', async () => {
    await sweep.run();
    await client.del(key('wait'));
    work();
    await sweeps(3);
    await isDone();
    await register.db.updateTable('letters').set({ state: 'stored' }).where('id', '=', 3).execute();
    await queue.offer('letter', 3);
    await vi.waitFor(async () => expect(times.get(3)).toBe(2), { timeout: 10_000 });
  });

  test('a row in hand whose job is deleted is not done beside itself', async () => {
    work();
    await sweep.run();
    await client.del(key('active'));
    await sweeps(3);
    await isDone();
  });

  test.each(['allkeys-lru', 'allkeys-random'])('a full memory under %s', async (policy) => {
    await sweep.run();
    const used = Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
    await client.config('SET', 'maxmemory-policy', policy);
    await client.config('SET', 'maxmemory', String(used - 4096));
    await client.get('anything'); // room is made before a command
    await client.set(`${prefix()}:ballast`, 'x').catch(() => {});
    await client.config('SET', 'maxmemory', '0');
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    work();
    await sweeps(3);
    await isDone();
  });

  test('a full memory under noeviction: offers are refused, and taken here', async () => {
    await client.config('SET', 'maxmemory', '1');
    await sweep.run();
    work();
    await sweeps(2);
    await client.config('SET', 'maxmemory', '0');
    await isDone();
  });

  test('`run --once` comes to its end', async () => {
    await sweep.run();
    await client.del(key('wait'));
    work();
    let rounds = 0;
    do {
      await queue.idle();
      rounds += 1;
    } while ((await sweep.run()) > 0);
    expect(rounds).toBeLessThanOrEqual(3);
    await isDone();
  });

  test('a backlog that waits for its turn is left to the broker, and to whoever takes from it', async () => {
    await sweep.run();
    expect(await queue.lost('letter', oneTo(ROWS))).toEqual([]);
    await sweep.run();
    const other = openQueue(`${redis.url}?prefix=${prefix()}`, readableLog().log);
    onTestFinished(() => other.close());
    expect(await other.lost('letter', oneTo(ROWS))).toEqual([]);
    expect(await client.llen(key('wait'))).toBe(ROWS);
  });
});
