/**
 * A clamd of the test's own, that knows only the test's own signatures; gone after stop(). Stopped and started again in
 * mid-work on demand. `VIRUS` is the test file that the makers of antivirus programs agreed on (eicar.org): harmless, and put
 * together here so that this file itself is none.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, makeDirectory, onFreePorts, removeDirectory, startDaemon } from './daemon.ts';
import { requireService } from './services.ts';

export const VIRUS = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD', 'ANTIVIRUS-TEST', 'FILE!$H+H*']
  .join('-')
  .replace('$-', '$');

/** What clamd calls it: signatures of one's own are «unofficial». */
export const VIRUS_NAME = 'Priemnaya.Test.UNOFFICIAL';

export interface TestClamd {
  /** As the configuration takes it: `clamd://127.0.0.1:PORT`. */
  url: string;
  /** The same clamd by its socket: `clamd:///…`. */
  socketUrl: string;
  halt(): Promise<void>;
  /** @param more lines of clamd.conf in the place of the first ones */
  start(more?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a private clamd and waits until it answers PING. @param settings more lines of clamd.conf */
export async function startClamd(settings: Record<string, string> = {}): Promise<TestClamd> {
  const program = requireService('clamd');
  const directory = makeDirectory('clamd');
  const database = join(directory, 'signatures');
  const socket = join(directory, 'clamd.ctl');
  const config = join(directory, 'clamd.conf');
  mkdirSync(database);
  // Name, any kind of file, anywhere in it, the bytes.
  writeFileSync(join(database, 'test.ndb'), `Priemnaya.Test:0:*:${Buffer.from(VIRUS).toString('hex')}\n`);
  const launch = (port: number, more: Record<string, string> = {}) => {
    const lines = {
      Foreground: 'yes',
      DatabaseDirectory: database,
      TemporaryDirectory: directory,
      LocalSocket: socket,
      FixStaleSocket: 'yes',
      TCPAddr: '127.0.0.1',
      TCPSocket: String(port),
      ...settings,
      ...more,
    };
    writeFileSync(
      config,
      `${Object.entries(lines)
        .map((line) => line.join(' '))
        .join('\n')}\n`,
    );
    return startDaemon(program, ['--config-file', config], { port, say: 'zPING\0', expect: /^PONG/ });
  };
  let port = 0;
  const first = ([free]: number[]) => {
    port = free as number;
    return launch(port);
  };
  let daemon: Daemon | null = await onFreePorts(1, first).catch((error) => {
    removeDirectory(directory);
    throw error;
  });
  const halt = async () => {
    await daemon?.kill();
    daemon = null;
  };
  return {
    url: `clamd://127.0.0.1:${port}`,
    socketUrl: `clamd://${socket}`,
    halt,
    async start(more) {
      daemon ??= await launch(port, more);
    },
    async stop() {
      await halt();
      removeDirectory(directory);
    },
  };
}
