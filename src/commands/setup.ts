/** What every command begins with: the configuration that the person means, and a log. */
import type { Command } from 'commander';
import { type Config, loadConfig } from '../config.ts';
import type { Look } from '../console/grid.ts';
import { type Log, openLog } from '../log.ts';

/** Loads the configuration named by `--config`, the environment, or neither. @throws ConfigFault */
export function configOf(command: Command): Config {
  const { config } = command.optsWithGlobals<{ config?: string }>();
  return loadConfig({ argvConfig: config, env: process.env, cwd: process.cwd() });
}

/** The same for a command that reads letters or the register and signs in nowhere: servers and passwords may be missing. */
export function registerConfigOf(command: Command): Config {
  const { config } = command.optsWithGlobals<{ config?: string }>();
  return loadConfig({ argvConfig: config, env: process.env, cwd: process.cwd(), signsIn: false });
}

/** The same for a command that leaves letters for the service to send. */
export function writingConfigOf(command: Command): Config {
  const { config } = command.optsWithGlobals<{ config?: string }>();
  return loadConfig({ argvConfig: config, env: process.env, cwd: process.cwd(), signsIn: false, writes: true });
}

/** The log as configured: text on a terminal, JSON elsewhere, unless the configuration says. */
export function logOf(config: Config): Log {
  const { level, format } = config.log;
  return openLog(level, format === 'text' || (format === 'auto' && process.stderr.isTTY === true));
}

/** How text is to be drawn for whoever reads this stream. */
export function lookOf(stream: NodeJS.WriteStream): Look {
  return { width: stream.columns ?? 100, colour: stream.isTTY === true && !process.env.NO_COLOR };
}

/** One JSON object a line, as programs read it. The line end apart: joined, the largest object would be there twice. */
export function printLine(value: unknown): void {
  process.stdout.write(JSON.stringify(value));
  process.stdout.write('\n');
}

/** A table for people, drawn row by row; nothing at all when there is no row. */
export async function printTable<T>(
  table: { head: string; row(item: T): string },
  items: AsyncIterable<T>,
): Promise<void> {
  let empty = true;
  for await (const item of items) {
    if (empty) process.stdout.write(`${table.head}\n`);
    empty = false;
    process.stdout.write(`${table.row(item)}\n`);
  }
}
