/** What every queue promises (src/queue/queue.ts), whatever stands behind it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openQueue } from '../../src/queue/open.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { Bench, offerLetters, oneTo, readableLog } from './bench.ts';

/** @param url where the queue is, asked anew for each test so that no test sees another's jobs */
export function keepsTheContract(name: string, url: () => string): void {
  describe(`the queue contract: ${name}`, () => {
    let queue: Queue;
    let bench: Bench;
    let records: Record<string, unknown>[];
    beforeEach(() => {
      const made = readableLog();
      records = made.records;
      queue = openQueue(url(), made.log);
      bench = new Bench();
    });
    afterEach(() => queue.close());

    test('gives each row to the handler of its task, once', async () => {
      queue.work(bench.workers(4));
      await queue.offer('letter', 1);
      await queue.offer('delivery', 1);
      await queue.offer('letter', 2);
      await queue.idle();
      expect(bench.done.toSorted()).toEqual(['delivery 1', 'letter 1', 'letter 2']);
    });

    test('keeps what was offered before the work began', async () => {
      await offerLetters(queue, oneTo(20));
      queue.work(bench.workers(3));
      await queue.idle();
      expect(new Set(bench.done)).toEqual(new Set(oneTo(20).map((id) => `letter ${id}`)));
      expect(bench.done).toHaveLength(20);
    });

    test('takes offers of a waiting row for one job', async () => {
      bench.hold('letter 1');
      queue.work(bench.workers(1));
      await queue.offer('letter', 1);
      await bench.until(() => bench.inHand === 1);
      for (const _ of oneTo(5)) await queue.offer('letter', 2);
      bench.letGo('letter 1');
      await queue.idle();
      expect(bench.done).toEqual(['letter 1', 'letter 2']);
    });

    test('never has a row in hand twice; one offered meanwhile is done once more', async () => {
      bench.hold('letter 1');
      queue.work(bench.workers(5));
      await queue.offer('letter', 1);
      await bench.until(() => bench.inHand === 1);
      for (const _ of oneTo(5)) await queue.offer('letter', 1);
      await queue.offer('letter', 2);
      await bench.until(() => bench.done.includes('letter 2'));
      bench.letGo('letter 1');
      await queue.idle();
      expect(bench.done).toEqual(['letter 2', 'letter 1', 'letter 1']);
      expect(bench.doubled).toBe(false);
    });

    test('can be offered a row again when it is done', async () => {
      queue.work(bench.workers(2));
      for (const _ of oneTo(3)) {
        await queue.offer('letter', 7);
        await queue.idle();
      }
      expect(bench.done).toEqual(['letter 7', 'letter 7', 'letter 7']);
    });

    test('has as many rows in hand as it may, and never more', async () => {
      const rows = oneTo(9).map((id) => `letter ${id}`);
      bench.hold(...rows);
      queue.work(bench.workers(3));
      await offerLetters(queue, oneTo(9));
      await bench.until(() => bench.inHand === 3);
      for (const row of rows) bench.letGo(row);
      await queue.idle();
      expect(bench.mostInHand).toBe(3);
      expect(bench.done).toHaveLength(9);
    });

    test('lets one task go on while the other is stuck', async () => {
      bench.hold('letter 1');
      queue.work(bench.workers(1));
      await queue.offer('letter', 1);
      await bench.until(() => bench.inHand === 1);
      await queue.offer('delivery', 1);
      await bench.until(() => bench.done.includes('delivery 1'));
      bench.letGo('letter 1');
      await queue.idle();
    });

    test('does a delayed row later, and is idle meanwhile', async () => {
      queue.work(bench.workers(1));
      await queue.offer('letter', 1, 60_000);
      await queue.offer('letter', 2, 1);
      await bench.until(() => bench.done.length === 1);
      await queue.idle();
      expect(bench.done).toEqual(['letter 2']);
    });

    test('does a delayed row at once when it is offered without delay, and only once', async () => {
      queue.work(bench.workers(1));
      await queue.offer('letter', 1, 60_000);
      await queue.offer('letter', 1);
      await queue.idle();
      expect(bench.done).toEqual(['letter 1']);
    });

    test('goes on after a handler threw, and says so without its words', async () => {
      const fail = (row: string) => {
        if (row === 'letter 1') throw new Error('cannot read: Иванова Мария, 112-233-445 95');
      };
      queue.work(bench.workers(1, fail));
      await offerLetters(queue, [1, 2]);
      await queue.idle();
      await queue.offer('letter', 1);
      await queue.idle();
      expect(bench.done).toEqual(['letter 1', 'letter 2', 'letter 1']);
      const failures = records.filter((record) => record.msg === 'job failed');
      expect(failures).toHaveLength(2);
      expect(failures[0]).toMatchObject({ task: 'letter', id: 1, error: 'Error' });
      expect(JSON.stringify(records)).not.toMatch(/Иванова|112-233/);
    });

    test('is idle only when what a handler offered is done too', async () => {
      const offerNext = (row: string) => {
        const id = Number(row.split(' ')[1]);
        return row.startsWith('letter') ? queue.offer('delivery', id) : id < 5 && queue.offer('letter', id + 1);
      };
      queue.work(bench.workers(2, offerNext));
      await queue.offer('letter', 1);
      await queue.idle();
      expect(bench.done).toHaveLength(10);
    });

    test('leaves a task without a worker alone, and does not wait for it', async () => {
      await queue.offer('delivery', 1);
      const { letter } = bench.workers(2);
      queue.work({ letter });
      await queue.offer('letter', 1);
      await queue.offer('delivery', 2);
      await queue.idle();
      expect(bench.done).toEqual(['letter 1']);
    });

    test('is idle when nothing was ever offered', async () => {
      queue.work(bench.workers(2));
      await queue.idle();
    });

    test('closes when the rows in hand are done, starts no other, and takes none after', async () => {
      bench.hold('letter 1');
      queue.work(bench.workers(1));
      await offerLetters(queue, [1]);
      await bench.until(() => bench.inHand === 1);
      await offerLetters(queue, [2, 3]);
      const closed = queue.close();
      bench.letGo('letter 1');
      await closed;
      await queue.offer('letter', 4);
      await queue.idle();
      expect(bench.started).toEqual(['letter 1']);
      expect(bench.done).toEqual(['letter 1']);
    });

    test('is reachable', async () => {
      expect(await queue.reachable()).toBe(true);
    });

    test('leaves nothing behind that keeps the process alive', async () => {
      expect(await lifeOf(url())).toEqual({ code: 0, said: 'did 1 2 3\n' });
    });
  });
}

/** Runs a process that opens the queue, works, closes it and must then end by itself. */
export async function lifeOf(url: string): Promise<{ code: number | null; said: string }> {
  const script = fileURLToPath(new URL('./one-life.ts', import.meta.url));
  const child = spawn(process.execPath, [script, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, said };
}
