/**
 * A private server for tests: started in the foreground, in a directory of its own, on free loopback ports, and taken down
 * with everything it started. Enters: program and arguments. Leaves: a handle to stop, kill or wait for it.
 * Fails when the program ends before it is ready or is not ready in time; the end of its log is in the message.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Daemon {
  pid: number;
  /** Ends it politely (SIGTERM) and waits for its end. */
  stop(): Promise<void>;
  /** Ends it at once (SIGKILL) and waits for its end. */
  kill(): Promise<void>;
}

export interface Readiness {
  port: number;
  /** Sent after connecting, for servers that do not speak first. */
  say?: string;
  /** What the server answers when it is ready. */
  expect: RegExp;
}

const READY_WITHIN = 20_000;

const children = new Set<ChildProcess>();
const directories = new Set<string>();
/** A test that ends without stopping its servers leaves nothing behind either. */
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  for (const directory of directories) removeDirectory(directory);
});

/** Thrown when another program took the port between finding and using it; the caller tries again with other ports. */
export class PortTaken extends Error {}

/** Makes a directory that the servers' own users can enter. Removed by `removeDirectory`. */
export function makeDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `priemnaya-${name}-`));
  chmodSync(directory, 0o755);
  directories.add(directory);
  return directory;
}

/** Removes what `makeDirectory` made, with all that the server wrote into it. */
export function removeDirectory(directory: string): void {
  directories.delete(directory);
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
}

/** Finds free loopback ports. Held together while searching, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listenAnywhere()));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/**
 * Starts a program in the foreground and waits until it answers.
 * @param logFile where the program logs, quoted when the start fails; null: its stdout and stderr
 */
export async function startDaemon(
  program: string,
  args: string[],
  ready: Readiness,
  logFile: string | null = null,
): Promise<Daemon> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const ended = new Promise<void>((done) => child.once('close', () => done()).once('error', () => done()));
  const gone = new Promise<void>((done) => child.once('exit', () => done()).once('error', () => done()));
  children.add(child);
  ended.then(() => children.delete(child));

  const end = async (signal: NodeJS.Signals) => {
    const workers = workersOf(child);
    child.kill(signal);
    await gone;
    workers.forEach(killIfThere);
    await ended;
  };
  try {
    await answers(child, ready);
  } catch (cause) {
    await end('SIGKILL');
    const log = output + readLog(logFile);
    const message = `${program} did not start: ${(cause as Error).message}\n${log.slice(-2000)}`;
    throw /address already in use/i.test(log) ? new PortTaken(message) : new Error(message);
  }
  return { pid: child.pid as number, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** Starts with fresh ports until no other program snatches one of them away. */
export async function onFreePorts<T>(count: number, start: (ports: number[]) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePorts(count));
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === 5) throw error;
    }
  }
}

/** What the program started. Dovecot's workers outlive it by up to half a minute when a client is connected. */
function workersOf({ pid }: ChildProcess): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
  } catch {
    return []; // it has ended already, or this system does not tell
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it went with the program
  }
}

async function answers(child: ChildProcess, ready: Readiness): Promise<void> {
  const until = performance.now() + READY_WITHIN;
  while (!(await talk(ready))) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) throw new Error('it ended');
    if (performance.now() > until) throw new Error(`not ready within ${READY_WITHIN} ms`);
    await pause(10);
  }
}

function talk({ port, say, expect }: Readiness): Promise<boolean> {
  return new Promise((done) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1');
    const finish = (ok: boolean) => {
      socket.destroy();
      done(ok);
    };
    socket.setTimeout(1000, () => finish(false));
    socket.once('connect', () => say && socket.write(say));
    socket.on('data', (chunk) => {
      heard += chunk;
      if (expect.test(heard)) finish(true);
    });
    socket.once('error', () => finish(false)).once('close', () => finish(false));
  });
}

function listenAnywhere() {
  return new Promise<ReturnType<typeof createServer>>((done, fail) => {
    const server = createServer();
    server.once('error', fail).listen(0, '127.0.0.1', () => done(server));
  });
}

function readLog(file: string | null): string {
  try {
    return file === null ? '' : readFileSync(file, 'utf8');
  } catch {
    return ''; // it never came to write one
  }
}
