/** The slice of hoodiecrow-imap 2 that the embedded post office uses; the package brings no types of its own. */
declare module 'hoodiecrow-imap' {
  import type { Server, Socket } from 'node:net';

  export interface HoodiecrowFolder {
    uidvalidity: number;
    messages: { uid: number; flags: string[]; internaldate: string; raw: string }[];
  }

  export interface HoodiecrowConnection {
    socket: Socket | null;
  }

  export interface Hoodiecrow {
    /** The socket server underneath: `listen`, `address`, `close`, `error`. */
    server: Server;
    connectionHandlers: ((connection: HoodiecrowConnection) => void)[];
    getMailbox(path: string): HoodiecrowFolder | undefined;
    /** `raw` is a binary string: one character a byte. */
    appendMessage(folder: string, flags: string[], internaldate: string, raw: string): void;
  }

  export default function hoodiecrow(options: {
    plugins: string[];
    users: Record<string, { password: string }>;
    storage: Record<string, { separator?: string; folders?: Record<string, object>; uidvalidity?: number }>;
    id?: Record<string, string>;
  }): Hoodiecrow;
}
