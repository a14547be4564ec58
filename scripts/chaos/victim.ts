/**
 * A service that is killed again and again, and started again as a supervisor does. Enters: how to start it. Leaves: how
 * often it was killed and how often it ended by itself. Its log is a file to which every life adds.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const CLOCK = join(import.meta.dirname, 'clock.ts');
const STARTED = 'service started';
/** What a supervisor waits before it starts again what ended by itself, on a full disk say. */
const PAUSE_MS = 500;

export class Victim {
  readonly #name: string;
  readonly #config: string;
  readonly #log: string;
  readonly #clock: string;
  #child: ChildProcess | null = null;
  #started: Promise<unknown> = Promise.resolve();
  #wanted = false;
  #works = false;
  kills = 0;
  /** Of these, in the middle of the start. */
  killsAtStart = 0;
  /** Times that it ended by itself. */
  failures = 0;

  /** @param files the service's configuration, its log, and the file with the shift of its clock */
  constructor(name: string, files: { config: string; log: string; clock: string }) {
    this.#name = name;
    this.#config = files.config;
    this.#log = files.log;
    this.#clock = files.clock;
  }

  start(): void {
    this.#wanted = true;
    this.#works = false;
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PRIEMNAYA')));
    const child = spawn(process.execPath, ['--import', CLOCK, CLI, 'run', '--config', this.#config], {
      env: { ...env, CHAOS_CLOCK: this.#clock },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    this.#started = new Promise((resolve) => {
      child.once('exit', resolve);
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        appendFileSync(this.#log, text);
        if (!text.includes(STARTED)) return;
        this.#works = this.#child === child;
        resolve(undefined);
      });
    });
    child.once('exit', (code, signal) => {
      appendFileSync(this.#log, `--- ${this.#name} ended: ${signal ?? code}\n`);
      if (signal === 'SIGKILL' || !this.#wanted || this.#child !== child) return;
      this.failures += 1;
      setTimeout(() => this.#wanted && this.#child === child && this.start(), PAUSE_MS);
    });
  }

  /** Kills it after a while, counted from its first moment or from when it works, and starts it again. */
  async killAfter(ms: number, countedFrom: 'first moment' | 'work'): Promise<void> {
    if (countedFrom === 'work') await this.#started;
    await wait(ms);
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      this.kills += 1;
      if (!this.#works) this.killsAtStart += 1;
    }
    this.start();
  }

  /** Asks it to end, when it works. @returns how long that took, ms, and its exit code */
  async stop(): Promise<{ ms: number; code: number | null }> {
    await this.#started;
    this.#wanted = false;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return { ms: 0, code: 0 };
    const asked = performance.now();
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const [code] = await ended;
    return { ms: performance.now() - asked, code };
  }

  /** In the end, whatever happened. */
  remove(): void {
    this.#wanted = false;
    this.#child?.kill('SIGKILL');
  }
}
