/** Whether a Redis is fit to bring jobs, told by the queue itself, against a real one. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openQueue } from '../../src/queue/open.ts';
import type { Fitness } from '../../src/queue/queue.ts';
import { Vigil } from '../../src/queue/vigil.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';
import { needs } from '../services/services.ts';
import { readableLog } from './bench.ts';

test('the queue in this process is always fit', async () => {
  const queue = openQueue('local:', readableLog().log);
  expect(await queue.fitness('office')).toEqual({ trouble: null, warnings: [] });
  await queue.close();
});

needs('redis')('the fitness of a broker', () => {
  let redis: TestRedis;
  let client: Redis;
  beforeAll(async () => {
    redis = await startRedis();
    client = new Redis(redis.port, '127.0.0.1');
  });
  afterAll(async () => {
    client.disconnect();
    await redis.stop();
  });
  beforeEach(() => client.flushall());

  const open = (user = '', query = '') => {
    const queue = openQueue(`redis://${user}127.0.0.1:${redis.port}/0${query}`, readableLog().log);
    onTestFinished(() => queue.close());
    return queue;
  };
  const fitness = (office = 'office', query = ''): Promise<Fitness> => open('', query).fitness(office);

  test('all is well, however often it is asked, and nothing is left behind', async () => {
    expect(await fitness()).toEqual({ trouble: null, warnings: [] });
    expect(await fitness()).toEqual({ trouble: null, warnings: [] });
    expect(await client.keys('*')).toEqual(['priemnaya:office']);
  });

  test('jobs that wait are ours', async () => {
    const queue = open();
    await queue.offer('letter', 1);
    await queue.offer('delivery', 1);
    expect(await queue.fitness('office')).toEqual({ trouble: null, warnings: [] });
  });

  test.each(['allkeys-lru', 'volatile-ttl', 'allkeys-random'])('maxmemory-policy %s', async (policy) => {
    await client.config('SET', 'maxmemory-policy', policy);
    const { trouble, warnings } = await fitness();
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    expect(trouble).toBeNull();
    expect(warnings).toEqual([expect.stringContaining(`maxmemory-policy is ${policy}`)]);
  });

  test.each([
    ['EVALSHA and EVAL', '-eval -evalsha', 'eval'],
    ['XADD, within a script', '-xadd', ''],
    ['BZPOPMIN, by which workers wait', '-bzpopmin', 'bzpopmin'],
    ['LPUSH, within a script', '-lpush', ''],
  ])('may not %s', async (_, rules, named) => {
    await client.call('ACL', 'SETUSER', 'office', 'reset', 'on', '>secret', '~*', '&*', '+@all', ...rules.split(' '));
    const { trouble } = await open('office:secret@').fitness('office');
    expect(trouble).toMatch(/^it refuses what the queue needs: /);
    expect(trouble?.toLowerCase()).toContain(named);
  });

  test('may not look at the settings, nor at keys of others', async () => {
    await client.call(
      'ACL',
      'SETUSER',
      'office',
      'reset',
      'on',
      '>secret',
      '~priemnaya:*',
      '&*',
      '+@all',
      '-info',
      '-config',
      '-scan',
    );
    const { trouble, warnings } = await open('office:secret@').fitness('office');
    expect(trouble).toBeNull();
    expect(warnings).toEqual([expect.stringContaining('maxmemory-policy cannot be read')]);
  });

  test('two offices under one prefix', async () => {
    await fitness('one');
    expect((await fitness('two')).warnings).toEqual([
      expect.stringContaining('another office works under the prefix «priemnaya»'),
    ]);
    expect((await fitness('one')).warnings).toEqual([]);
    expect((await fitness('two', '?prefix=two')).warnings).toEqual([]);
  });

  test('whoever has gone leaves the prefix to others', async () => {
    await fitness('one');
    expect(await client.ttl('priemnaya:office')).toBeGreaterThan(60);
    await client.expire('priemnaya:office', 0);
    expect((await fitness('two')).warnings).toEqual([]);
  });

  test('keys of others, under our prefix and beside it', async () => {
    await client.mset('priemnaya:carts:1', 'x', 'session:2', 'y', 'session:3', 'z');
    expect((await fitness()).warnings).toEqual([
      expect.stringContaining('keys of others under the prefix «priemnaya»: 1'),
      expect.stringContaining('keys of other programs in this database: 2'),
    ]);
  });

  test('a key of the queue that is something else', async () => {
    await client.set('priemnaya:letter:wait', 'of somebody else');
    expect((await fitness()).warnings).toEqual([
      'the key priemnaya:letter:wait is a string, must be a list: delete it',
    ]);
  });

  test('the vigil says a thing once, and once that it is over', async () => {
    const { log, records } = readableLog();
    const vigil = new Vigil(open(), 'office', log);
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    for (let n = 0; n < 3; n += 1) await vigil.look();
    expect((await vigil.found()).warnings).toHaveLength(1);
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    await vigil.look();
    expect((await vigil.found()).warnings).toEqual([]);
    expect(records.map(({ msg }) => msg).filter((msg) => /fit/.test(`${msg}`))).toEqual([
      'the queue broker is not fit',
      'the queue broker is fit again',
    ]);
  });

  test('one that is away is unreachable, at once', async () => {
    const queue = open();
    await redis.halt();
    await vi.waitFor(
      async () => expect(await queue.fitness('office')).toEqual({ trouble: 'unreachable', warnings: [] }),
      5_000,
    );
    await redis.start();
  });
});
