import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openQueue } from '../../src/queue/open.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { startRedis, type TestRedis } from '../services/redis.ts';
import { needs } from '../services/services.ts';
import { Bench, offerLetters, oneTo, readableLog } from './bench.ts';
import { keepsTheContract, lifeOf } from './contract.ts';
import { startProxy } from './proxy.ts';

vi.setConfig({ testTimeout: 60_000 });

/** For what the broker's clients notice by themselves after a while; the wait ends as soon as it holds. */
const SOON = { timeout: 20_000, interval: 20 };

needs('redis')('the queue on Redis', () => {
  let redis: TestRedis;
  let office = 0;
  /** Every test works under a prefix of its own. */
  const url = (port = redis.port) => `redis://127.0.0.1:${port}/0?prefix=office${office}`;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  beforeEach(() => {
    office += 1;
  });

  keepsTheContract('on Redis', url);

  describe('beyond the contract', () => {
    let open: Queue[];
    let records: Record<string, unknown>[];
    const another = (address = url()) => {
      const made = readableLog();
      records = made.records;
      const queue = openQueue(address, made.log);
      open.push(queue);
      return queue;
    };
    const warnings = () => records.filter((record) => Number(record.level) >= 30).map((record) => record.msg);
    const reachable = (queue: Queue, is: boolean) =>
      vi.waitFor(async () => expect(await queue.reachable()).toBe(is), SOON);
    beforeEach(() => {
      open = [];
    });
    afterEach(async () => {
      await redis.start();
      await Promise.all(open.map((queue) => queue.close()));
    });

    test('processes share the work, and no row is done by two', async () => {
      const [one, two] = [another(), another()];
      const bench = new Bench();
      await offerLetters(one, oneTo(50));
      await offerLetters(two, oneTo(50));
      one.work(bench.workers(2));
      two.work(bench.workers(2));
      await Promise.all([one.idle(), two.idle()]);
      expect(bench.done).toHaveLength(50);
      expect(new Set(bench.done).size).toBe(50);
    });

    test('a row in hand in one process is not started in another', async () => {
      const [one, two] = [another(), another()];
      const [here, there] = [new Bench(), new Bench()];
      here.hold('letter 1');
      one.work(here.workers(1));
      await one.offer('letter', 1);
      await here.until(() => here.inHand === 1);
      two.work(there.workers(1));
      await two.offer('letter', 1);
      await two.offer('letter', 2);
      await there.until(() => there.done.includes('letter 2'));
      here.letGo('letter 1');
      await Promise.all([one.idle(), two.idle()]);
      expect([...here.done, ...there.done].toSorted()).toEqual(['letter 1', 'letter 2']);
    });

    test('what a process left behind when it closed is done by the next', async () => {
      const first = another();
      await offerLetters(first, oneTo(5));
      await first.close();
      const bench = new Bench();
      const next = another();
      next.work(bench.workers(2));
      await next.idle();
      expect(bench.done).toHaveLength(5);
    });

    test('works without the broker from the start, and with it when it comes', async () => {
      await redis.halt();
      const queue = another();
      const bench = new Bench();
      queue.work(bench.workers(2));
      expect(await queue.reachable()).toBe(false);
      await offerLetters(queue, oneTo(20));
      await queue.idle();
      expect(bench.done).toHaveLength(20);
      await redis.start();
      await reachable(queue, true);
      await another().offer('letter', 21); // only the broker can bring it over
      await vi.waitFor(() => expect(bench.done).toContain('letter 21'), SOON);
    });

    test('goes on when the broker is stopped and comes back empty', async () => {
      const queue = another();
      const bench = new Bench();
      bench.hold('letter 1', 'letter 2');
      queue.work(bench.workers(2));
      await offerLetters(queue, oneTo(10));
      await bench.until(() => bench.inHand === 2);
      await redis.halt();
      await reachable(queue, false);
      await offerLetters(queue, oneTo(20));
      bench.letGo('letter 1', 'letter 2');
      await queue.idle();
      expect(new Set(bench.done).size).toBe(20);
      await redis.start();
      await reachable(queue, true);
      await offerLetters(queue, oneTo(30)); // the sweep
      await queue.idle();
      expect(new Set(bench.done).size).toBe(30);
      expect(bench.doubled).toBe(false);
      await another().offer('letter', 31);
      await vi.waitFor(() => expect(bench.done).toContain('letter 31'), SOON);
    });

    test('says once that the broker is away and once that it is back, whatever the number of offers', async () => {
      const queue = another();
      const bench = new Bench();
      queue.work(bench.workers(2));
      await reachable(queue, true);
      await redis.halt();
      await reachable(queue, false);
      for (const id of oneTo(50)) await queue.offer('letter', id);
      await queue.idle();
      await redis.start();
      await reachable(queue, true);
      await queue.offer('letter', 51);
      await queue.idle();
      expect(warnings()).toEqual(['queue broker unreachable, working without it', 'queue broker reachable again']);
    });

    test('a FLUSHALL with rows waiting and in hand wedges nothing', async () => {
      const queue = another();
      const bench = new Bench();
      const held = oneTo(3).map((id) => `letter ${id}`);
      bench.hold(...held);
      queue.work(bench.workers(3));
      await offerLetters(queue, oneTo(30));
      await bench.until(() => bench.inHand === 3);
      await redis.flush();
      await offerLetters(queue, oneTo(40)); // the sweep
      bench.letGo(...held);
      await queue.idle();
      expect(new Set(bench.done).size).toBe(40);
      expect(bench.doubled).toBe(false);
      await offerLetters(queue, oneTo(40));
      await queue.idle();
      expect(bench.done.length).toBeGreaterThanOrEqual(80);
      expect(warnings().length).toBeLessThanOrEqual(1);
      expect(JSON.stringify(records)).not.toContain('    at ');
    });

    test('a FLUSHALL while nothing is going on wedges nothing', async () => {
      const queue = another();
      const bench = new Bench();
      queue.work(bench.workers(2));
      for (const id of oneTo(5)) {
        await queue.offer('letter', id);
        await queue.idle();
        await redis.flush();
      }
      expect(bench.done).toHaveLength(5);
    });

    test('restarts and flushes under load: all rows are done when they are offered until they are', async () => {
      const queue = another();
      const bench = new Bench();
      queue.work(bench.workers(4));
      for (const blow of [redis.flush, redis.restart, redis.flush, redis.restart]) {
        const offered = offerLetters(queue, oneTo(200));
        await blow();
        await offered;
      }
      await reachable(queue, true);
      await offerLetters(queue, oneTo(200));
      await queue.idle();
      expect(new Set(bench.done).size).toBe(200);
      expect(bench.doubled).toBe(false);
    });

    test('a broker that stops answering holds up nobody', async () => {
      const proxy = await startProxy(redis.port);
      const queue = another(url(proxy.port));
      const bench = new Bench();
      queue.work(bench.workers(2));
      await queue.offer('letter', 1);
      await queue.idle();
      proxy.freeze();
      await offerLetters(queue, [2, 3]);
      await bench.until(() => bench.done.length === 3);
      await reachable(queue, false);
      await queue.idle();
      proxy.thaw();
      await reachable(queue, true);
      await another().offer('letter', 4);
      await vi.waitFor(() => expect(bench.done).toContain('letter 4'), SOON);
      await queue.close();
      await proxy.close();
    });

    test('a broker that is frozen from the start holds up nobody', async () => {
      const proxy = await startProxy(redis.port);
      proxy.freeze();
      const queue = another(url(proxy.port));
      const bench = new Bench();
      queue.work(bench.workers(2));
      await offerLetters(queue, oneTo(5));
      await queue.idle();
      expect(bench.done).toHaveLength(5);
      await queue.close();
      await proxy.close();
    });

    test('closes while the broker is away', async () => {
      const queue = another();
      const bench = new Bench();
      bench.hold('letter 1');
      queue.work(bench.workers(1));
      await queue.offer('letter', 1);
      await bench.until(() => bench.inHand === 1);
      await redis.halt();
      const closed = queue.close();
      bench.letGo('letter 1');
      await closed;
      expect(bench.done).toEqual(['letter 1']);
    });

    test('a process without a broker does its work and ends by itself', async () => {
      await redis.halt();
      expect(await lifeOf(url())).toEqual({ code: 0, said: 'did 1 2 3\n' });
    });

    test('a row whose process was killed is done by another, within half a minute', async () => {
      const script = fileURLToPath(new URL('./stuck.ts', import.meta.url));
      const child = spawn(process.execPath, [script, url()], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await once(child, 'close');
      const queue = another();
      const bench = new Bench();
      queue.work(bench.workers(1));
      await queue.offer('letter', 1);
      await queue.idle(); // not before: the row counts as in hand until its lock runs out
      expect(bench.done).toEqual(['letter 1']);
    });
  });
});
