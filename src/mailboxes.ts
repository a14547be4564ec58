/**
 * Watches the mailbox folders whose lease this process has, and stands by for those that another process watches
 * (register/lease.ts). Enters: the accounts. Leaves: letters in the letterbox. A lease that cannot be asked for now (the
 * register is locked) leaves everything as it is.
 */
import { type Chore, every } from './chore.ts';
import { letterbox } from './flow/1-receive.ts';
import type { Desk } from './flow/desk.ts';
import type { ImapAccount } from './imap/account.ts';
import type { Letterbox } from './imap/letterbox.ts';
import { type FolderState, type Watch, watchFolder } from './imap/watch.ts';
import { giveUpLeases, takeLease } from './register/lease.ts';

/** A folder that is given up is taken over within this time. */
const LOOK_MS = 1_000;

/** `watch` null: another process watches it, or nobody yet. */
interface Post {
  account: ImapAccount;
  folder: string;
  watch: Watch | null;
}

export interface Mailboxes {
  /** Of the folders watched here. */
  states(): FolderState[];
  /** Folders in all, watched here or elsewhere. */
  folders: number;
  /** Lets letters in hand be stored, then leaves the folders to others at once. */
  stop(): Promise<void>;
}

/** Begins to watch what nobody else watches. */
export async function openMailboxes(accounts: readonly ImapAccount[], desk: Desk): Promise<Mailboxes> {
  const box = letterbox(desk);
  const posts = accounts.flatMap((account) =>
    account.folders.map((folder): Post => ({ account, folder, watch: null })),
  );
  const look = async () => {
    for (const post of posts) await man(post, desk, box);
  };
  await look();
  const chore: Chore = every(LOOK_MS, desk.log, look);
  return {
    folders: posts.length,
    states: () => posts.flatMap(({ watch }) => (watch ? [watch.state()] : [])),
    async stop() {
      await chore.stop();
      await Promise.all(posts.map(({ watch }) => watch?.stop()));
      await giveUpLeases(desk.register, desk.instance);
    },
  };
}

async function man(post: Post, desk: Desk, box: Letterbox): Promise<void> {
  const { account, folder, watch } = post;
  const ours = await takeLease(desk.register, `mailbox ${account.name} ${folder}`, desk.instance);
  if (ours === (watch !== null)) return;
  const about = { account: account.name, folder };
  if (ours) {
    desk.log.info(about, 'this process watches the folder');
    post.watch = watchFolder(account, folder, box, desk.log, desk.random);
  } else {
    desk.log.warn(about, 'another process watches the folder: this one had stood still');
    post.watch = null;
    await watch?.stop();
  }
}
