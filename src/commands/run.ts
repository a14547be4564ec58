/** `priemnaya run`: the service, until it is told to stop; with `--once` one round, as cron wants it. */
import { type Command, InvalidArgumentError } from 'commander';
import { ConfigFault } from '../config.ts';
import { tellOf } from '../fault.ts';
import type { Log } from '../log.ts';
import { ALL_ROLES, type Roles, readRoles } from '../roles.ts';
import { runOnce, startService } from '../service.ts';
import { configOf, logOf } from './setup.ts';

export function addRun(program: Command): void {
  program
    .command('run')
    .description('watch the mailboxes, register and answer letters, until stopped')
    .option('--once', 'take what is there, finish all due work, send all due mail, end')
    .option('--roles <roles>', 'what this process does of receive,examine,register,send,http; all by default', rolesOf)
    .action(async (options: { once?: boolean; roles?: Roles }, command: Command) => {
      const { roles = ALL_ROLES } = options;
      const config = configOf(command);
      if (roles.size === 1 && roles.has('http') && config.http.port === null) {
        const message = 'missing; the role http has nothing to do without it';
        throw new ConfigFault([{ key: 'http.port', message }], config.settings);
      }
      const log = logOf(config);
      endQuietly(log);
      const stop = stopSignal();
      if (options.once) {
        const signal = new AbortController();
        void stop.then(() => signal.abort());
        if (!(await runOnce(config, log, signal.signal, roles))) process.exitCode = 1;
        return;
      }
      const service = await startService(config, log, {}, roles);
      await stop;
      await service.stop();
    });
}

function rolesOf(typed: string): Roles {
  const roles = readRoles(typed);
  if (typeof roles === 'string') throw new InvalidArgumentError(roles);
  return roles;
}

/** An error that nobody caught ends the process, as with every command, but it stands in the log. */
function endQuietly(log: Log): void {
  process.removeAllListeners('uncaughtException').on('uncaughtException', (error) => {
    log.fatal(tellOf(error), 'an error that nobody caught: the process ends, and nothing is lost by it');
    process.exit(1);
  });
}

/** Resolves at the first SIGTERM or SIGINT. A second one ends the process at once. */
export function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let asked = false;
  const stop = () => {
    if (asked) process.exit(1);
    asked = true;
    resolve();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  return promise;
}
