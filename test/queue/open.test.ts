import { describe, expect, test } from 'vitest';
import { readAddress } from '../../src/queue/address.ts';
import { openQueue } from '../../src/queue/open.ts';
import { readableLog } from './bench.ts';

describe('queue.url', () => {
  test.each([
    ['redis://127.0.0.1:6379/0', { redis: { host: '127.0.0.1', port: 6379, db: 0 }, prefix: 'priemnaya' }],
    ['redis://queue.example', { redis: { host: 'queue.example', port: 6379, db: 0 }, prefix: 'priemnaya' }],
    ['redis://[::1]:6380/3?prefix=office', { redis: { host: '::1', port: 6380, db: 3 }, prefix: 'office' }],
    [
      'rediss://office:p%40ss@queue.example/2',
      {
        redis: {
          host: 'queue.example',
          port: 6379,
          db: 2,
          username: 'office',
          password: 'p@ss',
          tls: { servername: 'queue.example' },
        },
        prefix: 'priemnaya',
      },
    ],
  ])('%s', (url, address) => {
    expect(readAddress(url)).toMatchObject(address);
  });

  test.each(['', 'local', 'memory:', 'http://127.0.0.1', 'redis://', 'redis:', 'redis://u:secret@host/first'])(
    '%j is not understood, and not repeated in the message',
    (url) => {
      const open = () => openQueue(url, readableLog().log);
      expect(open).toThrow(expect.objectContaining({ code: 'QUEUE_URL', permanent: true }));
      expect(open).not.toThrow('secret');
    },
  );
});
