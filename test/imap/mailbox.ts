/** What the tests of this room share: an account on a test server, letters, a mail client of a colleague, a log to read. */
import { ImapFlow } from 'imapflow';
import { pino } from 'pino';
import type { ImapAccount } from '../../src/imap/account.ts';
import type { Log } from '../../src/log.ts';

export interface Server {
  host: string;
  port: number;
  user: string;
  password: string;
}

/** Waits are short, and a poll never comes unless a test wants it. */
export function accountOn(server: Server, changes: Partial<ImapAccount> = {}): ImapAccount {
  const { host, port, user, password } = server;
  const folders = { folders: ['INBOX'], done: 'Processed', failed: 'Failed' };
  const pace = { retryMs: 20, retryMaxMs: 100, loginRetryMs: 20, loginRetryMaxMs: 50, stopMs: 2_000 };
  const limits = { pollMs: 3_600_000, maxLetterBytes: 30 * 1024 * 1024 };
  return { name: 'support', host, port, tls: 'none', user, password, ...folders, ...limits, pace, ...changes };
}

export function letter(subject: string, text = 'Добрый день!'): string {
  return [
    'From: Мария <maria@example.ru>',
    'To: support@example.org',
    `Subject: ${subject}`,
    `Message-ID: <${subject.replaceAll(' ', '.')}@example.ru>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\r\n');
}

/** A colleague's mail client, looking into the same mailbox. */
export async function colleague(server: Server, act: (client: ImapFlow) => Promise<unknown>): Promise<void> {
  const { host, port, user, password: pass } = server;
  const auth = { user, pass };
  const client = new ImapFlow({ host, port, secure: false, doSTARTTLS: false, auth, logger: false });
  await client.connect();
  try {
    await client.mailboxOpen('INBOX');
    await act(client);
  } finally {
    await client.logout();
  }
}

export interface Line {
  level: number;
  msg: string;
  code?: string;
  means?: string;
}

/** A log whose lines a test can read; from `info` up, as an administrator sees it. */
export function readableLog(): { log: Log; lines: Line[] } {
  const lines: Line[] = [];
  const log = pino({ level: 'info', base: undefined }, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { log, lines };
}

export const silent: Log = pino({ level: 'silent' });
