/** The chaos run (scripts/chaos) in short: every promise is kept at the end. */
import { expect, test } from 'vitest';
import { storm } from '../../scripts/chaos/storm.ts';
import { needs } from '../services/services.ts';

needs('dovecot', 'redis')('a storm', () => {
  test.each([
    { services: 2, queue: 'redis', letters: 40, kills: 8 },
    { services: 1, queue: 'local:', letters: 20, kills: 4 },
  ] as const)('$kills kills, services: $services, queue $queue', { timeout: 900_000 }, async (plan) => {
    const report = await storm({ ...plan, seed: 1 });
    const { letters, kills } = plan;
    expect(report).toMatchObject({ faults: [], evidence: null, lost: 0, doubled: 0, letters, kills });
  });
});
