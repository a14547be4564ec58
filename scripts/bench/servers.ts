/**
 * The servers that both contenders meet: a private Dovecot with the letters, the SMTP sink, Redis when the queue is there.
 * Enters: the letters. Leaves: addresses, the same for both, and what the servers cost. Fails when a server is not installed.
 */
import { startDovecot } from '../../test/services/dovecot.ts';
import { startRedis } from '../../test/services/redis.ts';
import { children, cpuOfTrees } from './effort.ts';
import { clearFolder, deliverToMaildir, emptyMaildir } from './mailbox.ts';
import { type Sink, startSink } from './sink.ts';

export interface Servers {
  imap: { host: string; port: number; user: string; password: string };
  smtp: { host: string; port: number };
  sink: Sink;
  /** As `queue.url` takes it. */
  queueUrl: string;
  /** Makes everything as it was before the first letter was read. */
  reset(letters: Iterable<Buffer>): Promise<void>;
  /** Brings more letters, while the servers run. */
  deliver(letters: Iterable<Buffer>): void;
  /** Deletes in the mailbox what is registered. */
  clear(): void;
  /** Seconds of CPU of all servers since the last `reset`. */
  cpu(): number;
  stop(): Promise<void>;
}

/** @param queue `local:` or `redis` */
export async function startServers(queue: 'local:' | 'redis'): Promise<Servers> {
  const others = new Set(children());
  const dovecot = await startDovecot({ users: ['support'] });
  const redis = queue === 'redis' ? await startRedis() : null;
  const sink = await startSink();
  let pids: number[] = [];
  let before = 0;
  return {
    imap: { host: dovecot.host, port: dovecot.port, user: dovecot.user, password: dovecot.password },
    smtp: { host: '127.0.0.1', port: sink.port },
    sink,
    queueUrl: redis?.url ?? 'local:',
    async reset(letters) {
      await dovecot.halt();
      emptyMaildir(dovecot.maildir());
      deliverToMaildir(dovecot.maildir(), letters);
      await redis?.flush();
      await dovecot.start();
      pids = children().filter((pid) => !others.has(pid));
      before = cpuOfTrees(pids);
    },
    deliver: (letters) => deliverToMaildir(dovecot.maildir(), letters),
    clear: () => clearFolder(dovecot.maildir(), 'Processed'),
    cpu: () => cpuOfTrees(pids) - before,
    async stop() {
      await sink.stop();
      await redis?.stop();
      await dovecot.stop();
    },
  };
}
