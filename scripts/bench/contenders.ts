/**
 * Who is measured. The raw limit is a script of its own; the service is started as its users start it, with a configuration
 * file beside its empty register. Enters: addresses of the servers, a directory for the run. Leaves: how to start each.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { ListedTicket } from './correct.ts';
import type { Contender } from './launch.ts';
import { OFFICE } from './letters/letter.ts';
import type { RawTask } from './raw-process.ts';
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

interface Manner {
  /** As cron starts it: one round, then it ends by itself. */
  once?: boolean;
  /** Directory for CPU profiles of its threads. */
  profile?: string | null;
  /** Where it serves health and metrics. */
  httpPort?: number;
}

/** Our service with a fresh register. */
export function service(servers: Servers, directory: string, manner: Manner = {}): Contender {
  const { once = false, profile = null, httpPort = null } = manner;
  const config = {
    office: { name: 'Служба поддержки', address: OFFICE },
    imap: { ...servers.imap, tls: 'none' },
    smtp: { ...servers.smtp, tls: 'none' },
    // All of them from seven domains within minutes.
    flood: { perSenderPerHour: null, perDomainPerHour: null },
    register: { url: `sqlite:${REGISTER}` },
    queue: { url: servers.queueUrl },
    keys: { file: 'keys.json' },
    http: { port: httpPort },
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

/** The run's tickets, as the command line tells them. */
export function listTickets(directory: string): ListedTicket[] {
  const args = [CLI, 'ticket', 'list', '--json', '--config', join(directory, CONFIG)];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  return output.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ListedTicket]));
}

/** What the register takes on the disk, with its journal, bytes. */
export function registerBytes(directory: string): number {
  const files = readdirSync(directory).filter((name) => name.startsWith(REGISTER));
  return files.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
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
