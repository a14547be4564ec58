import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRedis, type TestRedis } from './redis.ts';
import { needs } from './services.ts';

needs('redis')('a private Redis', () => {
  let server: TestRedis;
  const ask = async <T>(question: (client: Redis) => Promise<T>): Promise<T> => {
    const client = new Redis(server.url, { retryStrategy: () => null });
    client.on('error', () => {}); // told by the rejected command
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  };
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  test('keeps what it is given until it is flushed', async () => {
    await ask((client) => client.set('number', '17'));
    expect(await ask((client) => client.get('number'))).toBe('17');
    await server.flush();
    expect(await ask((client) => client.get('number'))).toBeNull();
  });

  test('comes back empty on the same port', async () => {
    await ask((client) => client.set('number', '17'));
    await server.restart();
    expect(await ask((client) => client.get('number'))).toBeNull();
  });

  test('is gone while halted', async () => {
    await server.halt();
    await expect(ask((client) => client.ping())).rejects.toThrow();
    await server.start();
    expect(await ask((client) => client.ping())).toBe('PONG');
  });
});
