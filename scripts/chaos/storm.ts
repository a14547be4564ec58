/**
 * One storm over an office: real Dovecot, Redis and register, an SMTP listener, one service or two; letters keep arriving
 * while services are killed and misfortunes befall their servers. Then it clears up, the services finish their work, and
 * what is there is held against what was promised. Enters: how much of it. Leaves: a report. Fails when servers are missing.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { openKeys } from '../../src/register/key-file.ts';
import { openRegister } from '../../src/register/register.ts';
import { startDovecot } from '../../test/services/dovecot.ts';
import { startRedis } from '../../test/services/redis.ts';
import { type ReceivedLetter, startSmtpSink } from '../../test/services/smtp-sink.ts';
import { type BenchLetter, OFFICE, writeLetter } from '../bench/letters/letter.ts';
import { Random } from '../bench/letters/random.ts';
import { type Disk, mountDisk } from './disk.ts';
import { type Verdict, verdictOn } from './verdict.ts';
import { Victim } from './victim.ts';
import { type Place, weather } from './weather.ts';

export interface StormPlan {
  letters: number;
  kills: number;
  /** Services at once. */
  services: number;
  queue: 'redis' | 'local:';
  seed: number;
  /** Hears how it goes. */
  tell?: (line: string) => void;
}

export interface StormReport extends Verdict {
  letters: number;
  kills: number;
  /** Kills in the middle of a start. */
  killsAtStart: number;
  /** Ends of a service by itself; a full disk at the start, say. */
  failures: number;
  misfortunes: Map<string, number>;
  /** The longest that a service took to end when it was asked to, ms, and exit codes other than 0. */
  longestStop: number;
  badStops: number;
  /** From the first letter until all work was done. */
  seconds: number;
  /** What was left: register, log, what was sent. Null when all promises were kept, then it is removed. */
  evidence: string | null;
}

const SHORTEST_LIFE_MS = 500;
const LONGEST_LIFE_MS = 3_000;
/** Added to the clock so that answers that were put off fall due, and how often that may be needed. */
const ONWARD_MS = 5 * 3_600_000;
const MOST_ROUNDS = 8;
const ROUND_MS = 120_000;
const LOOK_MS = 250;

/** How each stop of a service went. */
type StopTimes = { ms: number; code: number | null }[];

/** Lets the storm rage and clear up. */
export async function storm(plan: StormPlan): Promise<StormReport> {
  const { tell = () => {} } = plan;
  const folder = mkdtempSync(join(tmpdir(), 'priemnaya-chaos-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const disk = mountDisk(data);
  if (!disk) tell('the disk is not filled: mounting one needs root');
  const [dovecot, sink] = await Promise.all([startDovecot(), startSmtpSink()]);
  const redis = plan.queue === 'redis' ? await startRedis() : null;
  const clock = join(folder, 'clock');
  const place: Place = { dovecot, sink, redis, disk, clock };
  const config = join(folder, 'office.yaml');
  writeFileSync(clock, '0');
  writeFileSync(config, JSON.stringify(settings(place, data))); // JSON is YAML
  const victims = Array.from({ length: plan.services }, (_, n) => {
    return new Victim(`service ${n + 1}`, { config, log: join(folder, `service-${n + 1}.log`), clock });
  });
  let broken = true;
  try {
    const letters = Array.from({ length: plan.letters }, (_, n) => writeLetter(plan.seed, n + 1));
    const began = performance.now();
    const interruptions = watchInterruptions(place);
    const misfortunes = await rage(plan, place, victims, letters, interruptions);
    tell('the storm is over');
    const stops = await clearUp(place, victims, data, plan.letters);
    const seconds = (performance.now() - began) / 1000;
    const register = await openRegister(`sqlite:${join(data, 'register.db')}`, openKeys(join(data, 'keys.json')));
    const [inbox, processed] = await Promise.all(
      ['INBOX', 'Processed'].map(async (name) => (await dovecot.list(dovecot.user, name)).length),
    );
    const scene = { letters, register, sent: sink.letters, inbox: inbox!, processed: processed!, interruptions };
    const verdict = await verdictOn(scene).finally(() => register.close());
    broken = verdict.faults.length > 0;
    const sum = (of: (victim: Victim) => number) => victims.reduce((total, victim) => total + of(victim), 0);
    return {
      ...verdict,
      letters: letters.length,
      kills: sum(({ kills }) => kills),
      killsAtStart: sum(({ killsAtStart }) => killsAtStart),
      failures: sum(({ failures }) => failures),
      misfortunes,
      longestStop: Math.max(...stops.map(({ ms }) => ms)),
      badStops: stops.filter(({ code }) => code !== 0).length,
      seconds,
      evidence: broken ? folder : null,
    };
  } finally {
    for (const victim of victims) victim.remove();
    await Promise.all([dovecot.stop(), sink.stop(), redis?.stop()]);
    if (broken) keep(folder, data, sink.letters, disk);
    else {
      disk?.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function settings({ dovecot, sink, redis }: Place, data: string): object {
  return {
    office: { name: 'Служба поддержки', address: OFFICE },
    imap: {
      host: dovecot.host,
      port: dovecot.port,
      tls: 'none',
      user: dovecot.user,
      password: dovecot.password,
      pollSeconds: 1,
    },
    smtp: { host: sink.host, port: sink.port, tls: 'none' },
    register: { url: `sqlite:${join(data, 'register.db')}` },
    queue: { url: redis?.url ?? 'local:' },
    keys: { file: join(data, 'keys.json') },
    autoReply: { maxPerSenderPerDay: 1000 },
    workers: { threads: 1 },
    log: { level: 'info', format: 'json' },
  };
}

/** Letters arrive, services die, and the weather is bad, until so many have been killed and every letter has been delivered. */
async function rage(
  plan: StormPlan,
  place: Place,
  victims: Victim[],
  letters: BenchLetter[],
  interruptions: number[],
): Promise<Map<string, number>> {
  const over = new AbortController();
  const random = new Random(plan.seed, 0);
  for (const victim of victims) victim.start();
  const falling = weather(place, new Random(plan.seed, 1), over.signal);
  const { deliver } = arrivals(place, letters);
  const dying = victims.map(async (victim, n) => {
    const share = Math.floor(plan.kills / victims.length) + (n < plan.kills % victims.length ? 1 : 0);
    while (victim.kills < share) {
      deliver(Math.ceil(plan.letters / plan.kills));
      const life = random.whole(SHORTEST_LIFE_MS, LONGEST_LIFE_MS);
      await victim.killAfter(life, random.fraction() < 0.25 ? 'first moment' : 'work');
      interruptions.push(performance.now());
      if (victim.kills % 10 === 0) plan.tell?.(`${victim.kills} kills, ${place.sink.letters.length} answers`);
    }
  });
  await Promise.all(dying);
  deliver(letters.length);
  over.abort();
  return falling;
}

function arrivals({ dovecot }: Place, letters: BenchLetter[]): { deliver(count: number): void } {
  const waiting = letters.values();
  return {
    deliver(count) {
      for (const { raw } of waiting.take(count)) dovecot.deliver(dovecot.user, raw);
    },
  };
}

/** Where the mail server ends, connections die too. */
function watchInterruptions({ sink }: Place): number[] {
  const moments: number[] = [];
  const { halt } = sink;
  sink.halt = async () => {
    moments.push(performance.now());
    await halt();
  };
  return moments;
}

/**
 * All servers are well again. Services finish what is due; what was put off for hours falls due as the clock goes on, with
 * a restart each time, as the sweep at the start finds it. Ends with all services stopped.
 */
async function clearUp({ sink, clock }: Place, victims: Victim[], data: string, count: number): Promise<StopTimes> {
  sink.behave();
  const times: StopTimes = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (const victim of victims) times.push(await victim.stop());
    writeFileSync(clock, String(round * ONWARD_MS));
    for (const victim of victims) victim.start();
    if (await finished(join(data, 'register.db'), count, round * ONWARD_MS)) break;
  }
  for (const victim of victims) times.push(await victim.stop());
  return times;
}

/** Waits while something is due. @returns whether everything is done; false: what is left waits for its time, or hangs */
async function finished(file: string, count: number, shift: number): Promise<boolean> {
  for (let until = performance.now() + ROUND_MS; performance.now() < until; await wait(LOOK_MS)) {
    const left = leftIn(file, Date.now() + shift);
    if (left === null || left.registered < count || left.due > 0) continue;
    return left.waiting === 0;
  }
  return false;
}

/** Null while there is no register yet. */
function leftIn(file: string, now: number): { registered: number; waiting: number; due: number } | null {
  try {
    const register = new Database(file, { readonly: true, fileMustExist: true });
    try {
      const count = (sql: string, ...values: unknown[]) =>
        register
          .prepare(sql)
          .pluck()
          .get(...values) as number;
      const open = "select count(*) from outbox where state in ('queued', 'delayed', 'unknown')";
      return {
        registered: count("select count(*) from letters where state = 'registered'"),
        waiting: count(open),
        due: count(`${open} and (claimed_by is not null or next_try_at <= ?)`, now),
      };
    } finally {
      register.close();
    }
  } catch {
    return null;
  }
}

/** The register is copied off its disk, which goes; the sent letters stand beside it. */
function keep(folder: string, data: string, sent: readonly ReceivedLetter[], disk: Disk | null): void {
  cpSync(data, join(folder, 'evidence'), { recursive: true });
  disk?.remove();
  const lines = sent.map(({ raw, ...letter }) => JSON.stringify({ ...letter, raw: raw.toString('latin1') }));
  writeFileSync(join(folder, 'sent.jsonl'), lines.join('\n'));
}
