/**
 * Who is measured. The raw limit is a script of its own; the service is started as its users start it, with a configuration
 * file beside its empty register. Enters: addresses of the servers, a directory for the run. Leaves: how to start each.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { OFFICE } from './letters/letter.ts';
import type { RawTask } from './raw-process.ts';
import type { Contender } from './run.ts';
import type { Servers } from './servers.ts';

/** The command, as `bin` of package.json names it. */
export const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

const CONFIG = 'bench.yaml';
const REGISTER = 'register.db';

/** The raw limit of one thread. */
export function rawLimit({ imap, smtp }: Servers): Contender {
  const task: RawTask = { imap, smtp };
  return {
    name: 'raw limit',
    args: [fileURLToPath(new URL('raw-process.ts', import.meta.url)), JSON.stringify(task)],
    lasting: false,
    firstLetterAt: (output) => JSON.parse(output).firstLetterAt,
  };
}

/**
 * Our service with a fresh register.
 * @param once as cron starts it: one round, then it ends by itself
 * @param profile directory for CPU profiles of its threads; null for none
 */
export function service(servers: Servers, directory: string, once: boolean, profile: string | null): Contender {
  const config = {
    office: { name: 'Служба поддержки', address: OFFICE },
    imap: { ...servers.imap, tls: 'none' },
    smtp: { ...servers.smtp, tls: 'none' },
    // All of them from seven domains within minutes.
    flood: { perSenderPerHour: null, perDomainPerHour: null },
    register: { url: `sqlite:${REGISTER}` },
    queue: { url: servers.queueUrl },
    keys: { file: 'keys.json' },
  };
  writeFileSync(join(directory, CONFIG), JSON.stringify(config)); // JSON is YAML
  const profiling = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  return {
    name: 'service',
    args: [...profiling, CLI, 'run', ...(once ? ['--once'] : []), '--config', join(directory, CONFIG)],
    lasting: !once,
    firstLetterAt: () => firstStored(join(directory, REGISTER)),
  };
}

/** Arguments of node that print the run's tickets, one JSON object a line. */
export function ticketList(directory: string): string[] {
  return [CLI, 'ticket', 'list', '--json', '--config', join(directory, CONFIG)];
}

/** The service tells nobody when it fetched a letter; its register knows when the first one was stored, right after. */
function firstStored(file: string): number {
  const register = new Database(file, { readonly: true });
  try {
    return register.prepare('select min(stored_at) from letters').pluck().get() as number;
  } finally {
    register.close();
  }
}
