/** `priemnaya check`: signs in and looks whether letters can be taken and put away. Makes `done` and `failed` when missing. */
import { Fault } from '../fault.ts';
import type { Log } from '../log.ts';
import type { ImapAccount } from './account.ts';
import { Acknowledger, folderExists, type Means } from './acknowledge.ts';
import { openFolder } from './open-folder.ts';

export interface FolderCheck {
  ok: boolean;
  /** One line for people. */
  line: string;
}

const WHAT_HAPPENS: Record<Means, string> = {
  move: 'registered letters move to',
  keyword: 'registered letters stay and are marked $Registered; cannot move them to',
  seen: 'registered letters stay and are marked as read; cannot move them to',
  none: 'registered letters stay without a mark, the folder is read-only; cannot move them to',
};

/** Never throws for what a server may answer: that is the result. Letters are neither read nor changed. */
export async function checkFolder(account: ImapAccount, folder: string, log: Log): Promise<FolderCheck> {
  const where = `imap ${account.name} ${account.host}:${account.port} «${folder}»`;
  try {
    const open = await openFolder(account, folder);
    try {
      const { means } = await Acknowledger.open(open, account.done, log);
      const letters = open.client.mailbox ? open.client.mailbox.exists : 0;
      const aside = (await folderExists(open, account.failed)) ? '' : `; «${account.failed}» cannot be made`;
      const bare = account.tls === 'none' ? '; without encryption' : '';
      return {
        ok: true,
        line: `${where}: letters waiting: ${letters}; ${WHAT_HAPPENS[means]} «${account.done}»${aside}${bare}`,
      };
    } finally {
      await open.close();
    }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, line: `${where}: ${error.code}: ${error.message}` };
    throw error;
  }
}
