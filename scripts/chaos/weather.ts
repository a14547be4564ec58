/**
 * What befalls the servers around the service, one misfortune after the other: chosen by the seed, counted by name.
 * Each of them passes: afterwards the servers are as before.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { TestDovecot } from '../../test/services/dovecot.ts';
import type { TestRedis } from '../../test/services/redis.ts';
import type { SmtpSink } from '../../test/services/smtp-sink.ts';
import type { Random } from '../bench/letters/random.ts';
import type { Disk } from './disk.ts';

export interface Place {
  dovecot: TestDovecot;
  sink: SmtpSink;
  /** Null when the queue is `local:`. */
  redis: TestRedis | null;
  /** Null where the disk cannot be filled. */
  disk: Disk | null;
  /** The file with the shift of the services' clock. */
  clock: string;
}

/** Further, and letters would rightly count as too old to be answered (`autoReply.ignoreOlderThanHours`). */
const FURTHEST_JUMP_MS = 36 * 3_600_000;

type Misfortune = (place: Place, random: Random) => Promise<unknown>;

const MISFORTUNES: Record<string, Misfortune> = {
  async 'mail server says 4xx for a while'({ sink }, random) {
    sink.misbehave({ how: 'refuse', code: 451, at: random.pick(['rcpt', 'data'] as const) });
    await wait(random.whole(300, 2_000));
    sink.behave();
  },
  async 'mail server drops the connection after DATA'({ sink }, random) {
    sink.misbehave({ how: 'drop', times: random.whole(1, 3) });
  },
  async 'mail server stalls after DATA'({ sink }) {
    sink.misbehave({ how: 'stall', times: 1 });
  },
  async 'mail server away'({ sink }, random) {
    await sink.halt();
    await wait(random.whole(100, 1_500));
    await sink.start();
  },
  'Dovecot restarted': ({ dovecot }) => dovecot.restart(),
  async 'Redis flushed'({ redis }) {
    await redis?.flush();
  },
  async 'Redis restarted'({ redis }) {
    await redis?.restart();
  },
  async 'Redis away'({ redis }, random) {
    await redis?.halt();
    await wait(random.whole(200, 2_000));
    await redis?.start();
  },
  async 'clock jumps'({ clock }, random) {
    writeFileSync(clock, String(random.whole(-FURTHEST_JUMP_MS, FURTHEST_JUMP_MS)));
  },
  async 'clock set right'({ clock }) {
    writeFileSync(clock, '0');
  },
  async 'disk full'({ disk }, random) {
    disk?.fill();
    await wait(random.whole(300, 3_000));
    disk?.empty();
  },
};

/** Those that can happen here. */
function possible({ redis, disk }: Place): string[] {
  return Object.keys(MISFORTUNES).filter((name) => {
    return (redis !== null || !name.startsWith('Redis')) && (disk !== null || !name.startsWith('disk'));
  });
}

/** Lets misfortunes befall the place until told to end. @returns how often each happened */
export async function weather(place: Place, random: Random, until: AbortSignal): Promise<Map<string, number>> {
  const names = possible(place);
  const happened = new Map(names.map((name) => [name, 0]));
  let order: string[] = [];
  while (!until.aborted) {
    // In turns, so that a short run sees them all.
    if (order.length === 0) order = random.shuffle(names);
    const name = order.pop()!;
    await MISFORTUNES[name]!(place, random);
    happened.set(name, happened.get(name)! + 1);
    await wait(random.whole(200, 2_000), undefined, { signal: until }).catch(() => undefined);
  }
  return happened;
}
