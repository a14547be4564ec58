/**
 * Wires the house: opens the edges by the configuration, starts the walk of letters, and stops it in order.
 * Enters: a configuration. Leaves: a running service, or one finished round (`run --once`). Fails with a Fault when the
 * register, its keys or the templates do not serve; what can heal by itself (a server that is away) is waited for instead.
 */
import type { Config } from './config.ts';
import { tellOf } from './fault.ts';
import { letterbox } from './flow/1-receive.ts';
import { examine } from './flow/2-examine.ts';
import { send } from './flow/4-send.ts';
import type { Desk } from './flow/desk.ts';
import { retain } from './flow/retention.ts';
import { sweep } from './flow/sweep.ts';
import { openMetrics } from './http/metrics.ts';
import { openHttp } from './http/server.ts';
import { takeAll } from './imap/sweep.ts';
import { type Watch, watchFolder } from './imap/watch.ts';
import type { Log } from './log.ts';
import { closeDesk, type Observers, type OpenDesk, openDesk } from './open-desk.ts';
import { openReadiness } from './readiness.ts';
import { anchorJournal } from './register/anchor.ts';
import { standing } from './register/counts.ts';
import { destroyKeys } from './register/erase.ts';
import { beat } from './register/instances.ts';

const SWEEP_MS = 60_000;
const BEAT_MS = 5_000;
const KEEP_MS = 60_000;
const PROBE_MS = 5_000;

export interface Service {
  desk: Desk;
  /** Where health and metrics are served; null when they are not. */
  httpPort: number | null;
  /** Takes no new letter, finishes what is in hand, frees everything. */
  stop(): Promise<void>;
}

/** Starts the service: it watches its mailboxes until it is stopped. */
export async function startService(
  config: Config,
  log: Log,
  observers: Omit<Observers, 'meter'> = {},
): Promise<Service> {
  let watches: Watch[] = [];
  const metrics = openMetrics(async () => ({
    ...(await standing(desk.register.db)),
    mailboxes: watches
      .map((watch) => watch.state())
      .map(({ account, folder, trouble }) => ({ account, folder, connected: trouble === null })),
    queueReachable: await desk.queue.reachable(),
    antivirusReachable: desk.scanner && desk.gate.open,
  }));
  const desk = await openDesk(config, log, { ...observers, meter: metrics.meter });
  const { host, port } = config.http;
  const ready = openReadiness(desk, () => watches);
  const http = await begin(desk, async () => {
    const server = port === null ? null : await openHttp({ host, port }, { ready, metrics });
    await desk.gate.ask();
    desk.gate.whenItOpens(() => sweep(desk));
    startWork(desk, config);
    await sweep(desk);
    watches = watchAll(desk, config);
    return server;
  });
  const timers = [
    every(SWEEP_MS, desk, () => sweep(desk)),
    every(BEAT_MS, desk, () => beatOf(desk)),
    every(KEEP_MS, desk, () => keep(desk)),
    every(PROBE_MS, desk, () => desk.gate.ask()),
  ];
  log.info({ folders: watches.length, instance: desk.instance }, 'service started');
  return {
    desk,
    httpPort: http?.port ?? null,
    async stop() {
      log.info('service stops: finishing what is in hand');
      for (const timer of timers) clearInterval(timer);
      await closeDesk(desk, Promise.all([...watches.map((watch) => watch.stop()), http?.close()]));
      log.info('service stopped');
    },
  };
}

/** A service that cannot begin leaves nothing open behind it. */
async function begin<T>(desk: OpenDesk, steps: () => Promise<T>): Promise<T> {
  try {
    return await steps();
  } catch (error) {
    await closeDesk(desk);
    throw error;
  }
}

/**
 * One round, as cron wants it: takes what is in the mailboxes, finishes all work that is due now, sends all mail that is due.
 * @param stop ends the round early: what is in hand is finished, the rest is left to the next run
 * @returns false when a mailbox, the queue or the antivirus scanner could not be reached; the rest of the work was done all the same
 */
export async function runOnce(config: Config, log: Log, stop: AbortSignal): Promise<boolean> {
  const desk = await openDesk(config, log);
  const round = roundOf(desk, config, stop);
  const stopped = new Promise<true>((resolve) => stop.addEventListener('abort', () => resolve(true)));
  try {
    return await Promise.race([round, stopped]);
  } finally {
    await closeDesk(
      desk,
      round.catch(() => {}),
    );
  }
}

async function roundOf(desk: Desk, config: Config, stop: AbortSignal): Promise<boolean> {
  startWork(desk, config);
  let reached = await desk.queue.reachable();
  if (!reached) desk.log.error({ code: 'QUEUE_UNREACHABLE' }, 'the queue cannot be reached: working without it');
  await desk.gate.ask();
  for (const account of config.imap) {
    for (const folder of account.folders) reached = (await takeFolder(desk, account, folder, stop)) && reached;
  }
  do await desk.queue.idle();
  while (!stop.aborted && (await sweep(desk)) > 0);
  if (!stop.aborted) await keep(desk);
  return reached && desk.gate.open;
}

async function takeFolder(
  desk: Desk,
  account: Parameters<typeof takeAll>[0],
  folder: string,
  stop: AbortSignal,
): Promise<boolean> {
  if (stop.aborted) return true;
  try {
    await takeAll(account, folder, letterbox(desk), desk.log, stop);
    return true;
  } catch (error) {
    desk.log.error({ account: account.name, folder, ...tellOf(error) }, 'the mailbox could not be read');
    return false;
  }
}

/** One letter more than there are threads is being stored or registered while they parse. */
function startWork(desk: Desk, config: Config): void {
  desk.queue.work({
    letter: { concurrency: config.workers.threads + 6, handle: (id) => examine(desk, id) },
    delivery: { concurrency: config.smtp.connections * 2, handle: (id) => send(desk, id) },
  });
}

function watchAll(desk: Desk, config: Config): Watch[] {
  const box = letterbox(desk);
  return config.imap.flatMap((account) =>
    account.folders.map((folder) => watchFolder(account, folder, box, desk.log, desk.random)),
  );
}

async function beatOf(desk: Desk): Promise<void> {
  await beat(desk.register, desk.instance, desk.clock().getTime());
}

/** Keeps the record: with the keys as they are now, its journal anchored, what is old enough put away. */
async function keep(desk: Desk): Promise<void> {
  desk.register.keys.refresh();
  await desk.register.transaction((tx) => anchorJournal(tx, desk.register.keys));
  await destroyKeys(desk.register, desk.keyFile);
  await retain(desk);
}

/** Repeats a chore; one that fails is logged and comes round again, one that is still going on is not begun twice. */
function every(ms: number, desk: Desk, chore: () => Promise<unknown>): NodeJS.Timeout {
  let going = false;
  return setInterval(async () => {
    if (going) return;
    going = true;
    try {
      await chore();
    } catch (error) {
      desk.log.error(tellOf(error), 'a chore failed');
    }
    going = false;
  }, ms);
}
