/**
 * The IMAP half of the embedded post office: hoodiecrow-imap on loopback, one mailbox for
 * all who sign in: INBOX, and what the office sent in Citizens and Staff.
 * Enters: raw letters by `put`. Leaves: whatever an IMAP client asks for; clients in IDLE hear of each new letter at once.
 * May fail: only at start, when no port can be had.
 *
 * Quirks of hoodiecrow 2.1 that are met here: its internal date is wrong in time zones of half an hour (so the date is
 * given as text, in UTC); its UIDVALIDITY is always 1 (so every start gets its own); `close` leaves clients connected;
 * raw letters are binary strings; it writes into the storage that it is given (so every start gets its own).
 */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';

/** Where letters that the office sent can be read in the same mailbox. */
export type SentFolder = 'Citizens' | 'Staff';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface ImapHost {
  port: number;
  /** Appends a letter to a folder, received now, and tells the clients that have the folder open. */
  put(folder: 'INBOX' | SentFolder, raw: Buffer): void;
  stop(): Promise<void>;
}

/** Starts the IMAP server on a free port of 127.0.0.1. */
export async function startImapHost(users: readonly string[], password: string): Promise<ImapHost> {
  const folders: Record<SentFolder, object> = { Citizens: {}, Staff: {} };
  const host = hoodiecrow({
    plugins: ['ID', 'IDLE', 'NAMESPACE', 'UNSELECT', 'ENABLE', 'LITERALPLUS', 'UIDPLUS', 'MOVE', 'SPECIAL-USE'],
    users: Object.fromEntries(users.map((user) => [user, { password }])),
    storage: {
      INBOX: { uidvalidity: Math.floor(Date.now() / 1000) },
      '': { separator: '/', folders },
    },
    id: { name: 'priemnaya-demo' },
  });
  const sockets = new Set<Socket>();
  host.connectionHandlers.push(({ socket }) => {
    if (!socket) return;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  host.server.listen(0, '127.0.0.1');
  await once(host.server, 'listening');
  return {
    port: (host.server.address() as AddressInfo).port,
    put: (folder, raw) => host.appendMessage(folder, [], imapDate(new Date()), raw.toString('latin1')),
    async stop() {
      const closed = once(host.server, 'close');
      host.server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** RFC 3501 date-time, in UTC: `22-Nov-2026 10:00:00 +0000`. */
export function imapDate(at: Date): string {
  const [date = '', time = ''] = at.toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}-${MONTHS[Number(month) - 1]}-${year} ${time.slice(0, 8)} +0000`;
}
