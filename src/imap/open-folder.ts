/**
 * One folder opened on one connection: the commands intake needs, nothing of what they are for.
 * Enters: account and folder. Leaves: UIDs, what the server tells of letters, their bytes (always by BODY.PEEK).
 * Fails: IMAP_FOLDER on opening, IMAP_REFUSED and IMAP_LOST later. Letters that others moved away are left out silently.
 */
import type { FetchMessageObject, FetchQueryObject, ImapFlow } from 'imapflow';
import type { Fault } from '../fault.ts';
import type { ImapAccount } from './account.ts';
import { signIn } from './connection.ts';
import type { Place } from './letterbox.ts';
import { commandFault, lostFault, openFault, refused } from './trouble.ts';
import { uidSet } from './uid-set.ts';

/** What the server tells of a letter without its body. */
export interface LetterHead {
  uid: number;
  /** 0 when the server does not tell. */
  size: number;
  receivedAt: Date;
  flags: Set<string>;
}

/** Rows of a FETCH by UID. */
export type Rows = Map<number, FetchMessageObject>;

export class OpenFolder {
  readonly place: Place;
  /** The library's connection, for the neighbours in this room. */
  readonly client: ImapFlow;

  #failure: Error | null = null;

  constructor(place: Place, client: ImapFlow) {
    this.place = place;
    this.client = client;
    client.on('error', (error) => {
      this.#failure = error;
    });
  }

  alive(): boolean {
    return this.client.usable && !this.client.isClosed;
  }

  /** Why the connection is no longer alive. */
  lost(): Fault {
    return lostFault(this.#failure ?? { message: this.client.byeReason ?? 'closed by the server' });
  }

  /** Calls back when the folder has got a letter, or the connection ended. */
  onChange(tell: () => void): void {
    this.client.on('exists', ({ count, prevCount }) => {
      if (count > prevCount) tell();
    });
    this.client.on('close', tell);
  }

  /** Lets the server speak up until the next command. Without IDLE the library asks by NOOP every two minutes. */
  listen(): void {
    this.client.idle().catch(() => {}); // a lost connection shows in 'close'
  }

  /**
   * All UIDs, ascending. Everything, not «unseen» and not «undeleted»: what people who look into the mailbox do to
   * flags means nothing to us (contract.md «On the wire»), and a letter marked \Deleted is still a citizen's letter.
   */
  async list(): Promise<number[]> {
    // A search sees what the server has announced; NOOP makes it look and announce (RFC 3501 §6.1.2). Dovecot, asked by
    // SEARCH alone, looks into its Maildir only every five seconds.
    await this.client.noop();
    const found = await this.client.search({ all: true }, { uid: true }).catch((error) => {
      throw commandFault('SEARCH', error);
    });
    if (found) return found;
    throw this.alive() ? commandFault('SEARCH', { responseStatus: 'NO' }) : this.lost();
  }

  async heads(uids: number[]): Promise<LetterHead[]> {
    const { rows, refusal } = await this.fetch(uids, { uid: true, size: true, internalDate: true, flags: true });
    if (refusal && rows.size === 0) throw refusal;
    const heads: LetterHead[] = [];
    for (const [uid, row] of rows) {
      // A row with flags only is news about a letter that was not asked for.
      if (row.internalDate === undefined && row.size === undefined) continue;
      heads.push({ uid, size: row.size ?? 0, receivedAt: dateOf(row.internalDate), flags: row.flags ?? new Set() });
    }
    return heads.sort((a, b) => a.uid - b.uid);
  }

  /**
   * One FETCH. What arrived before the server said NO is kept: RFC 5530 lets it refuse a whole command because one of
   * the letters has been expunged meanwhile (EXPUNGEISSUED), or because it cannot read one of them.
   */
  async fetch(uids: number[], query: FetchQueryObject): Promise<{ rows: Rows; refusal: Error | null }> {
    const asked = new Set(uids);
    const rows: Rows = new Map();
    try {
      for await (const row of this.client.fetch(uidSet(uids), query, { uid: true })) {
        if (asked.has(row.uid)) rows.set(row.uid, { ...rows.get(row.uid), ...row });
      }
    } catch (error) {
      if (!refused(error)) throw lostFault(error);
      return { rows, refusal: commandFault('FETCH', error) };
    }
    return { rows, refusal: null };
  }

  /** Says goodbye, but not for long. */
  async close(patienceMs = 2_000): Promise<void> {
    const late = setTimeout(() => this.client.close(), patienceMs);
    await this.client.logout().catch(() => {});
    clearTimeout(late);
    this.client.close();
  }
}

/** Signs in and opens a folder for taking letters out. The lock stays ours while the connection lives. */
export async function openFolder(account: ImapAccount, folder: string, signal?: AbortSignal): Promise<OpenFolder> {
  const client = await signIn(account, signal);
  const cut = () => client.close();
  signal?.addEventListener('abort', cut);
  try {
    await client.getMailboxLock(serverPath(client, folder));
    if (!client.mailbox) throw lostFault({ message: 'closed by the server' });
    const uidValidity = String(client.mailbox.uidValidity ?? 0);
    return new OpenFolder({ account: account.name, folder, uidValidity }, client);
  } catch (error) {
    client.close();
    throw openFault(folder, error);
  } finally {
    signal?.removeEventListener('abort', cut);
  }
}

/** `Приёмная/Готово` in the server's own spelling, `INBOX.Приёмная.Готово` say; the library encodes it for the wire. */
export function serverPath(client: ImapFlow, folder: string): string {
  const { prefix = '', delimiter } = client.namespace ?? {};
  const path = delimiter && delimiter !== '/' ? folder.replaceAll('/', delimiter) : folder;
  return path.toUpperCase() === 'INBOX' || path.startsWith(prefix) ? path : prefix + path;
}

/** A date the server could not tell counts as now: a letter must not look old because of that, or nobody is answered. */
function dateOf(internalDate: Date | string | undefined): Date {
  const date = new Date(internalDate ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? new Date() : date;
}
