/** The chaos run (scripts/chaos) in short: two services on one mailbox, register and Redis; every promise kept at the end. */
import { expect, test } from 'vitest';
import { storm } from '../../scripts/chaos/storm.ts';
import { needs } from '../services/services.ts';

needs('dovecot', 'redis')('a storm', () => {
  test.each([
    [2, 'redis'],
    [1, 'local:'],
  ] as const)('%i services, queue %s: nothing lost, nothing doubled', { timeout: 900_000 }, async (services, queue) => {
    const report = await storm({ letters: 50, kills: 8, services, queue, seed: 1 });
    expect(report).toMatchObject({ faults: [], evidence: null, lost: 0, doubled: 0, letters: 50, kills: 8 });
  });
});
