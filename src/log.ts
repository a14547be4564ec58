/** Structured logs (pino): JSON lines, readable on a terminal, always to stderr. Ids and codes only, never personal data. */
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;

/**
 * Opens the log.
 * @param level pino level name, `silent` turns it off
 * @param readable one coloured line a record for people instead of JSON
 */
export function openLog(level: string, readable: boolean): Log {
  const stream = readable
    ? pretty({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' })
    : pino.destination({ dest: 2, sync: true });
  return pino({ level, base: undefined }, stream);
}
