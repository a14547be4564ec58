/**
 * Wires the house: opens the edges by the configuration, starts the walk of letters, and stops it in order.
 * Enters: a configuration. Leaves: a running service, or one finished round (`run --once`). Fails with a Fault when the
 * register, its keys or the templates do not serve; what can heal by itself (a server that is away) is waited for instead.
 */
import { type Chore, every } from './chore.ts';
import type { Config } from './config.ts';
import { tellOf } from './fault.ts';
import { letterbox } from './flow/1-receive.ts';
import { examine } from './flow/2-examine.ts';
import { send } from './flow/4-send.ts';
import type { Desk } from './flow/desk.ts';
import { keep } from './flow/keep.ts';
import { remind } from './flow/remind.ts';
import { Sweep, sweepFlood } from './flow/sweep.ts';
import { openMetrics } from './http/metrics.ts';
import { openHttp } from './http/server.ts';
import { takeAll } from './imap/sweep.ts';
import type { Log } from './log.ts';
import { type Mailboxes, openMailboxes } from './mailboxes.ts';
import { closeDesk, type Observers, type OpenDesk, openDesk } from './open-desk.ts';
import { Vigil } from './queue/vigil.ts';
import { openReadiness } from './readiness.ts';
import { standing } from './register/counts.ts';
import { officeId } from './register/office-id.ts';
import { ALL_ROLES, type Roles, tasksOf } from './roles.ts';

const SWEEP_MS = 60_000;
const VIGIL_MS = 30_000;
const KEEP_MS = 60_000;
const REMIND_MS = 5_000;
const PROBE_MS = 5_000;
const FLOOD_MS = 5_000;

export interface Service {
  desk: Desk;
  /** Where health and metrics are served; null when they are not. */
  httpPort: number | null;
  /** Takes no new letter, finishes what is in hand, frees everything. */
  stop(): Promise<void>;
}

/**
 * Starts the service: it watches its mailboxes until it is stopped.
 * @param roles what of the work this process does; others do the rest, on the same register
 */
export async function startService(
  config: Config,
  log: Log,
  observers: Omit<Observers, 'meter' | 'freed'> = {},
  roles: Roles = ALL_ROLES,
): Promise<Service> {
  let mailboxes: Mailboxes | null = null;
  let sweeping: Chore | null = null;
  const chores: Chore[] = [];
  const metrics = openMetrics(async () => ({
    ...(await standing(desk.register.db)),
    mailboxes: (mailboxes?.states() ?? []).map(({ account, folder, trouble }) => {
      return { account, folder, connected: trouble === null };
    }),
    queueReachable: await desk.queue.reachable(),
    antivirusReachable: desk.scanner && desk.gate.open,
  }));
  const desk = await openDesk(config, log, { ...observers, meter: metrics.meter, freed: () => sweeping?.now() });
  const { host } = config.http;
  const port = roles.has('http') ? config.http.port : null;
  const sweep = new Sweep(desk, tasksOf(roles));
  const http = await begin(desk, async () => {
    const vigil = new Vigil(desk.queue, await officeId(desk.register), log);
    const ready = openReadiness(desk, roles, vigil, () => mailboxes);
    const server = port === null ? null : await openHttp({ host, port }, { ready, metrics });
    if (roles.has('examine')) await desk.gate.ask();
    desk.gate.whenItOpens(() => sweep.run());
    startWork(desk, config, roles);
    await sweep.run();
    sweeping = every(SWEEP_MS, log, () => sweep.run());
    chores.push(every(VIGIL_MS, log, () => vigil.look()));
    if (roles.has('examine')) chores.push(every(PROBE_MS, log, () => desk.gate.ask()));
    if (roles.has('register')) {
      chores.push(
        every(KEEP_MS, log, () => keep(desk)),
        every(REMIND_MS, log, () => remind(desk)),
        every(FLOOD_MS, log, () => sweepFlood(desk)),
      );
    }
    if (roles.has('receive')) mailboxes = await openMailboxes(config.imap, desk);
    return server;
  });
  log.info({ roles: [...roles], instance: desk.instance }, 'service started');
  return {
    desk,
    httpPort: http?.port ?? null,
    async stop() {
      log.info('service stops: finishing what is in hand');
      await closeDesk(
        desk,
        Promise.all([...[sweeping, ...chores, mailboxes].map((one) => one?.stop()), http?.close()]),
      );
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
export async function runOnce(config: Config, log: Log, stop: AbortSignal, roles: Roles = ALL_ROLES): Promise<boolean> {
  const desk = await openDesk(config, log);
  const round = roundOf(desk, config, stop, roles);
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

async function roundOf(desk: Desk, config: Config, stop: AbortSignal, roles: Roles): Promise<boolean> {
  startWork(desk, config, roles);
  let reached = await desk.queue.reachable();
  if (!reached) desk.log.error({ code: 'QUEUE_UNREACHABLE' }, 'the queue cannot be reached: working without it');
  if (roles.has('examine')) await desk.gate.ask();
  for (const account of roles.has('receive') ? config.imap : []) {
    for (const folder of account.folders) reached = (await takeFolder(desk, account, folder, stop)) && reached;
  }
  await desk.queue.idle();
  if (!stop.aborted && roles.has('register')) await remind(desk);
  const sweep = new Sweep(desk, tasksOf(roles));
  do await desk.queue.idle();
  while (!stop.aborted && (await sweep.run()) > 0);
  if (!stop.aborted && roles.has('register')) await keep(desk);
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
function startWork(desk: Desk, config: Config, roles: Roles): void {
  const letter = { concurrency: config.workers.threads + 6, handle: (id: number) => examine(desk, id) };
  const delivery = { concurrency: config.smtp.connections * 2, handle: (id: number) => send(desk, id) };
  desk.queue.work({ ...(roles.has('register') && { letter }), ...(roles.has('send') && { delivery }) });
}
