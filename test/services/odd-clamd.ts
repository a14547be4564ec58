/** Something that listens where a clamd should be and behaves badly, as programs and networks do. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/**
 * `silent`: takes everything, says nothing. Text: says that, at once or when all has come (four NULs, which a file shown to it
 * must not hold). `hang up`: ends the connection.
 */
export type Manners = 'silent' | 'hang up' | { says: string; when: 'at once' | 'at the end' };

export interface OddClamd {
  url: string;
  /** Connections so far. */
  asked(): number;
  /** From the next connection on. */
  behave(manners: Manners): void;
  stop(): Promise<void>;
}

export async function startOddClamd(first: Manners): Promise<OddClamd> {
  let manners = first;
  let asked = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    asked += 1;
    sockets.add(socket);
    serve(socket, manners);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `clamd://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    behave: (next) => {
      manners = next;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function serve(socket: Socket, manners: Manners): void {
  const say = (text: string) => socket.end(text);
  if (manners === 'hang up') return void socket.once('data', () => socket.destroy());
  if (manners === 'silent') return void socket.resume();
  if (manners.when === 'at once') {
    say(manners.says);
    return void socket.resume();
  }
  let tail = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    tail = Buffer.concat([tail, bytes]).subarray(-4);
    if (tail.equals(Buffer.alloc(4))) say(manners.says);
  });
}
