/** Structured logs (pino): JSON lines, readable on a terminal, always to stderr. Ids and codes only, never personal data. */
import { createRequire } from 'node:module';
import { type Logger, pino } from 'pino';

export type Log = Logger;

/** What only a terminal needs is loaded only there: it takes ten megabytes. */
const load = createRequire(import.meta.url);

/**
 * Opens the log.
 * @param level pino level name, `silent` turns it off
 * @param readable one coloured line a record for people instead of JSON
 */
export function openLog(level: string, readable: boolean): Log {
  const stream = readable
    ? (load('pino-pretty') as typeof import('pino-pretty'))({
        destination: 2,
        sync: true,
        ignore: 'pid,hostname',
        translateTime: 'SYS:HH:MM:ss',
      })
    : pino.destination({ dest: 2, sync: true });
  return pino({ level, base: undefined }, stream);
}
