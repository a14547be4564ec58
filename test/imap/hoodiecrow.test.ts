/** The embedded post office of the demo is no real server: what intake needs of it is shown here. */
import { createRequire } from 'node:module';
import type { Server as NetServer } from 'node:net';
import { expect, test } from 'vitest';
import { type Watch, watchFolder } from '../../src/imap/watch.ts';
import { accountOn, letter, silent } from './mailbox.ts';
import { Notebook } from './notebook.ts';

interface Hoodiecrow {
  server: NetServer;
  listen(port: number, host: string, done: () => void): void;
  close(done: () => void): void;
  appendMessage(folder: string, flags: string[], internalDate: Date, raw: string): void;
  getMailbox(folder: string): { messages: unknown[] } | undefined;
}

/** It keeps bytes in strings, one a character. */
const bytes = (text: string) => Buffer.from(text).toString('latin1');

test('letters there and letters to come are taken and moved', async () => {
  const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap') as (options: object) => Hoodiecrow;
  const messages = [{ raw: bytes(letter('early')), internaldate: '12-Mar-2026 07:15:00 +0000' }];
  const storage = { INBOX: { messages }, '': { separator: '/', folders: {} } };
  const office = hoodiecrow({ plugins: ['ID', 'IDLE', 'NAMESPACE', 'UIDPLUS', 'MOVE', 'LITERALPLUS'], storage });
  await new Promise<void>((done) => office.listen(0, '127.0.0.1', done));
  const { port } = office.server.address() as { port: number };
  const account = accountOn({ host: '127.0.0.1', port, user: 'testuser', password: 'testpass' });
  const notebook = new Notebook();
  const watch: Watch = watchFolder(account, 'INBOX', notebook, silent, () => 0.5);
  try {
    await notebook.untilTold(1);
    office.appendMessage('INBOX', [], new Date(), bytes(letter('late')));
    await notebook.untilTold(2);
    expect(notebook.subjects).toEqual(['early', 'late']);
    expect(notebook.letters[0]?.receivedAt).toEqual(new Date('2026-03-12T07:15:00Z'));
    expect(notebook.letters[0]?.raw.toString()).toBe(letter('early'));
    expect(watch.state().means).toBe('move');
    expect(office.getMailbox('Processed')?.messages).toHaveLength(2);
    expect(office.getMailbox('INBOX')?.messages).toHaveLength(0);
  } finally {
    await watch.stop();
    await new Promise<void>((done) => office.close(done));
  }
});
