/**
 * Where the broker is: `redis://user:password@host:6379/0`, `rediss://` with TLS (certificate verified).
 * `?prefix=office` keeps two offices apart that share one Redis database.
 * Enters: the URL. Fails with QUEUE_URL; the message never shows the URL, which may hold a password.
 */
import type { RedisOptions } from 'ioredis';
import { Fault } from '../fault.ts';

export interface Address {
  redis: RedisOptions;
  prefix: string;
}

/** ioredis waits this long for the end of a connection, even of one that never came about, and holds up the process. */
const FAREWELL = 250;

/** Reads a `redis:` or `rediss:` URL. */
export function readAddress(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : null;
  const secure = url?.protocol === 'rediss:';
  const db = url?.pathname.replace(/^\//, '') || '0';
  if (!url?.hostname || !(secure || url.protocol === 'redis:') || !/^\d{1,5}$/.test(db)) throw badUrl();
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    redis: {
      host,
      port: Number(url.port || 6379),
      db: Number(db),
      disconnectTimeout: FAREWELL,
      ...(url.username && { username: decodeURIComponent(url.username) }),
      ...(url.password && { password: decodeURIComponent(url.password) }),
      ...(secure && { tls: { servername: host } }),
    },
    prefix: url.searchParams.get('prefix') ?? 'priemnaya',
  };
}

/** The fault for a queue URL that nobody understands. */
export function badUrl(): Fault {
  return new Fault('QUEUE_URL', 'queue.url must be local: or redis://host:port/number or rediss://host:port/number', {
    permanent: true,
  });
}
