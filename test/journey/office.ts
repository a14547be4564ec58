/**
 * An office for a test: a real mailbox (Dovecot), a real SMTP listener, a register in a folder of its own, and the service
 * between them, in this process or as one of its own that can be killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Config, loadConfig } from '../../src/config.ts';
import type { Border } from '../../src/flow/desk.ts';
import type { Resolver } from '../../src/letter/authentic.ts';
import { openLog } from '../../src/log.ts';
import { openKeys } from '../../src/register/key-file.ts';
import { listLetters } from '../../src/register/letter-views.ts';
import { openRegister, type Register } from '../../src/register/register.ts';
import { listTickets, showTicket, type TicketDetails } from '../../src/register/views.ts';
import type { Roles } from '../../src/roles.ts';
import { type Service, startService } from '../../src/service.ts';
import { cli, type Ended, environment, type Running, startCli } from '../commands/cli.ts';
import { temporaryFolder } from '../register/fixture.ts';
import { startDovecot, type TestDovecot } from '../services/dovecot.ts';
import { type SinkOptions, type SmtpSink, startSmtpSink } from '../services/smtp-sink.ts';

export const ADDRESS = 'support@example.org';

export interface Office {
  dovecot: TestDovecot;
  sink: SmtpSink;
  /** Environment variables that configure the service. */
  env: Record<string, string>;
  config: Config;
  /** Starts the service in this process; stopped with the test. */
  start(roles?: Roles): Promise<RunningService>;
  /** Starts the service as a process of its own that falls asleep (SIGSTOP) at the n-th crossing; killed with the test. */
  startSleepy(sleepAt: string): ChildProcess;
  /** Runs the service as a process of its own until it ends. @param dieAt kills itself with SIGKILL at the n-th crossing */
  run(dieAt: string): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Runs a command of the CLI. */
  cli(...args: string[]): Promise<Ended>;
  /** Starts a command of the CLI; killed with the test. */
  startCli(...args: string[]): Running;
  /** The register, opened beside the service. */
  register(): Promise<Register>;
  tickets(): Promise<TicketDetails[]>;
}

export interface RunningService extends Service {
  /** Resolves when a border was crossed so many times since the start. */
  crossed(border: Border, times: number): Promise<void>;
  /** So many times since the start, until now. */
  count(border: Border): number;
}

export interface OfficeOptions {
  dovecot?: Parameters<typeof startDovecot>[0];
  sink?: SinkOptions;
  /** Takes what closes the office; it is closed with the test, unless told otherwise. */
  whenDone?: (close: () => unknown) => void;
  /** Another DNS than the world's. */
  resolver?: Resolver;
}

/** Opens an office. @param settings more configuration, `QUEUE__URL` and the like */
export async function openOffice(settings: Record<string, string> = {}, options: OfficeOptions = {}): Promise<Office> {
  const whenDone = options.whenDone ?? ((close: () => unknown) => onTestFinished(async () => void (await close())));
  const [dovecot, sink] = await Promise.all([startDovecot(options.dovecot), startSmtpSink(options.sink)]);
  const folder = temporaryFolder(whenDone);
  whenDone(async () => {
    await Promise.all([dovecot.stop(), sink.stop()]);
  });
  const env = environment({
    OFFICE__ADDRESS: ADDRESS,
    IMAP__NAME: 'office',
    IMAP__HOST: dovecot.host,
    IMAP__PORT: String(dovecot.port),
    IMAP__TLS: 'none',
    IMAP__USER: dovecot.user,
    IMAP__PASSWORD: dovecot.password,
    SMTP__HOST: sink.host,
    SMTP__PORT: String(sink.port),
    SMTP__TLS: 'none',
    REGISTER__URL: `sqlite:${join(folder, 'register.db')}`,
    KEYS__FILE: join(folder, 'keys.json'),
    LOG__LEVEL: 'error',
    ...settings,
  });
  const config = loadConfig({ env, cwd: folder });
  const office: Office = {
    dovecot,
    sink,
    env,
    config,
    start: (roles) => start(config, options.resolver, whenDone, roles),
    startSleepy: (sleepAt) => startMortal({ ...env, DIE_AT: sleepAt, DIE_BY: 'SIGSTOP' }),
    run: (dieAt) => run(env, dieAt),
    cli: (...args) => cli(env, args),
    startCli: (...args) => {
      const running = startCli(env, args);
      onTestFinished(() => running.kill('SIGKILL'));
      return running;
    },
    async register() {
      const register = await openRegister(config.register.url, openKeys(config.keys.file));
      whenDone(() => register.close());
      return register;
    },
    async tickets() {
      const register = await office.register();
      const numbers = (await Array.fromAsync(listTickets(register))).map(({ number }) => number);
      return Promise.all(numbers.map(async (number) => (await showTicket(register, number))!));
    },
  };
  return office;
}

/** The states of all letters, in the order in which they came. */
export async function letterStates(register: Register): Promise<string[]> {
  return (await Array.fromAsync(listLetters(register, null))).map(({ state }) => state);
}

/** A plain letter of a citizen, complete unless told otherwise. */
export function letter(name: string, more: { headers?: string[]; text?: string; subject?: string } = {}): string {
  const text = more.text ?? `Здравствуйте! Меня зовут Ларионова Вера Павловна, СНИЛС 112-233-445 95. Вопрос ${name}.`;
  return [
    `From: Vera <${name}@example.ru>`,
    `To: ${ADDRESS}`,
    `Subject: ${encoded(more.subject ?? `Вопрос ${name}`)}`,
    'Date: Fri, 20 Nov 2026 12:00:00 +0300',
    `Message-ID: <${name}@example.ru>`,
    ...(more.headers ?? []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    text,
    '',
  ].join('\r\n');
}

function encoded(text: string): string {
  return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

async function start(
  config: Config,
  resolver: Resolver | undefined,
  whenDone: (close: () => unknown) => void,
  roles: Roles | undefined,
): Promise<RunningService> {
  const counts = new Map<Border, number>();
  const waiting = new Set<() => void>();
  const crossed = (border: Border) => {
    counts.set(border, (counts.get(border) ?? 0) + 1);
    for (const look of waiting) look();
  };
  const log = openLog(config.log.level, false);
  const service = await startService(config, log, { crossed, ...(resolver && { resolver }) }, roles);
  let stopped = false;
  const stop = async () => {
    if (!stopped) await service.stop();
    stopped = true;
  };
  whenDone(stop);
  return {
    ...service,
    stop,
    count: (border) => counts.get(border) ?? 0,
    crossed: (border, times) =>
      new Promise((resolve) => {
        const look = () => {
          if ((counts.get(border) ?? 0) < times) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

async function run(env: Record<string, string>, dieAt: string): ReturnType<Office['run']> {
  const [code, signal] = await once(startMortal({ ...env, DIE_AT: dieAt }), 'exit');
  return { code, signal };
}

function startMortal(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'mortal-service.ts')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
