/** A Redis of the test's own: empty, nothing kept on disk, gone after stop(). Stopped, restarted or flushed in mid-work on demand. */
import { Redis } from 'ioredis';
import { type Daemon, makeDirectory, onFreePorts, removeDirectory, startDaemon } from './daemon.ts';
import { requireService } from './services.ts';

export interface TestRedis {
  host: string;
  port: number;
  /** As the configuration takes it: `redis://127.0.0.1:PORT/0`. */
  url: string;
  /** Forgets everything, as FLUSHALL does. */
  flush(): Promise<void>;
  /** Down until `start`; like a machine that lost its memory, it comes back empty. */
  halt(): Promise<void>;
  start(): Promise<void>;
  /** `halt` and `start` on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a private Redis and waits until it answers PING. */
export async function startRedis(): Promise<TestRedis> {
  const program = requireService('redis');
  const directory = makeDirectory('redis');
  const launch = (port: number) => {
    const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'no'];
    return startDaemon(program, args, { port, say: 'PING\r\n', expect: /^\+PONG/ });
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
  const start = async () => {
    daemon ??= await launch(port);
  };
  return {
    host: '127.0.0.1',
    port,
    url: `redis://127.0.0.1:${port}/0`,
    async flush() {
      const client = new Redis(port, '127.0.0.1');
      await client.flushall();
      client.disconnect();
    },
    halt,
    start,
    async restart() {
      await halt();
      await start();
    },
    async stop() {
      await halt();
      removeDirectory(directory);
    },
  };
}
