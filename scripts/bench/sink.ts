/** The parent's side of the SMTP sink: starts its process, tells it what to expect, hears what came. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, FromSink, ToSink } from './sink-process.ts';

export interface Sink {
  port: number;
  /** Forgets what came and expects so many answers. `complete` then resolves with the time when the last one was taken. */
  expect(count: number): Promise<{ complete: Promise<number> }>;
  /** How many came since `expect`. */
  count(): Promise<number>;
  /** All that came since `expect`. */
  answers(): Promise<Answer[]>;
  stop(): Promise<void>;
}

/** Starts the sink on a free loopback port. */
export async function startSink(): Promise<Sink> {
  const child = fork(fileURLToPath(new URL('sink-process.ts', import.meta.url)), { execArgv: [] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const hear = <T extends FromSink['tell']>(wanted: T) =>
    new Promise<Extract<FromSink, { tell: T }>>((resolve) => {
      const listen = (message: FromSink) => {
        if (message.tell !== wanted) return;
        child.off('message', listen);
        resolve(message as Extract<FromSink, { tell: T }>);
      };
      child.on('message', listen);
    });
  const ask = <T extends FromSink['tell']>(message: ToSink, answer: T) => {
    const heard = hear(answer);
    child.send(message);
    return heard;
  };
  const { port } = await hear('listening');
  return {
    port,
    async expect(count) {
      const complete = hear('complete').then(({ at }) => at);
      await ask({ ask: 'expect', count }, 'ready');
      return { complete };
    },
    count: async () => (await ask({ ask: 'count' }, 'count')).count,
    answers: async () => (await ask({ ask: 'report' }, 'report')).answers,
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
