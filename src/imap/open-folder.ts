/**
 * One folder opened on one connection: the commands intake needs, nothing of what they are for.
 * Enters: account and folder. Leaves: UIDs, what the server tells of letters, their bytes (always by BODY.PEEK).
 * Fails: IMAP_FOLDER on opening, IMAP_REFUSED and IMAP_LOST later. Letters that others moved away are left out silently.
 */
import type { FetchMessageObject, FetchQueryObject, ImapFlow } from 'imapflow';
import { Fault } from '../fault.ts';
import { type ImapAccount, paceOf } from './account.ts';
import { signIn } from './connection.ts';
import type { Place } from './letterbox.ts';
import { Patience } from './patience.ts';
import { commandFault, lostFault, openFault, refused } from './trouble.ts';
import { uidSet } from './uid-set.ts';

/** What the server tells of a letter without its body. */
export interface LetterHead {
  uid: number;
  /** 0 when the server does not tell. */
  size: number;
  /** Null when the server does not tell, or tells what cannot be. */
  receivedAt: Date | null;
  flags: Set<string>;
}

/** Rows of a FETCH by UID. */
export type Rows = Map<number, FetchMessageObject>;

/** What came of a FETCH, and what ended it: IMAP_REFUSED, or IMAP_LOST with the connection; null when it came to its end. */
export interface Fetched {
  rows: Rows;
  failure: Fault | null;
}

/** IMAP is not older (RFC 1730 is of 1994); NIL and a clock that was never set are read as 1970. */
const EARLIEST = Date.UTC(1990, 0);
/** Clocks and time zones may be wrong by this much. */
const DAY_MS = 24 * 60 * 60_000;

export class OpenFolder {
  readonly place: Place;
  /** The library's connection, for the neighbours in this room. */
  readonly client: ImapFlow;

  readonly #letterMs: number;
  #failure: Error | null = null;

  /** @param letterMs so long the server may owe a letter and send nothing */
  constructor(place: Place, client: ImapFlow, letterMs: number) {
    this.place = place;
    this.client = client;
    this.#letterMs = letterMs;
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
      if (!refused(error)) throw lostFault(error);
      return false as const;
    });
    if (!this.alive()) throw this.lost();
    if (found && found.length >= this.#count) return found;
    // Servers whose index of the folder is broken find nothing, or not all; asked for the rows themselves, they know better.
    const all = new Set([...(found || []), ...(await this.#rowsThere())]);
    if (all.size === 0 && !found) throw commandFault('SEARCH', { responseStatus: 'NO' });
    if (all.size === 0 && this.#count > 0) {
      throw new Fault('IMAP_REFUSED', `the server counts ${this.#count} letters and names none of them`);
    }
    return [...all].sort((a, b) => a - b);
  }

  /** EXISTS, as last announced. */
  get #count(): number {
    const { mailbox } = this.client;
    return mailbox ? mailbox.exists : 0;
  }

  async #rowsThere(): Promise<number[]> {
    const uids: number[] = [];
    try {
      for await (const { uid } of this.client.fetch('1:*', { uid: true })) if (uid) uids.push(uid);
    } catch (error) {
      if (!refused(error)) throw lostFault(error);
    }
    return uids;
  }

  /** What the server tells of letters without their bodies, ascending. */
  async heads(uids: number[]): Promise<{ heads: LetterHead[]; failure: Fault | null }> {
    const { rows, failure } = await this.fetch(uids, { uid: true, size: true, internalDate: true, flags: true });
    const heads: LetterHead[] = [];
    for (const [uid, row] of rows) {
      // A row with flags only is news about a letter that was not asked for.
      if (row.internalDate === undefined && row.size === undefined) continue;
      heads.push({ uid, size: row.size ?? 0, receivedAt: dateOf(row.internalDate), flags: row.flags ?? new Set() });
    }
    return { heads: heads.sort((a, b) => a.uid - b.uid), failure };
  }

  /**
   * One FETCH. What arrived before the server said NO or was gone is kept: RFC 5530 lets it refuse a whole command because one
   * of the letters has been expunged meanwhile (EXPUNGEISSUED), or because it cannot read one of them.
   */
  async fetch(uids: number[], query: FetchQueryObject): Promise<Fetched> {
    const asked = new Set(uids);
    const rows: Rows = new Map();
    const patience = new Patience(this.client, this.#letterMs);
    try {
      for await (const row of this.client.fetch(uidSet(uids), query, { uid: true })) {
        patience.renew();
        if (asked.has(row.uid)) rows.set(row.uid, { ...rows.get(row.uid), ...row });
      }
    } catch (error) {
      return { rows, failure: commandFault('FETCH', patience.end() ?? error) };
    } finally {
      patience.end();
    }
    return { rows, failure: this.alive() ? null : this.lost() };
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
    return new OpenFolder({ account: account.name, folder, uidValidity }, client, paceOf(account).letterMs);
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

/** A letter must not look old because the server could not tell, or nobody is answered; nor be due in a hundred years. */
function dateOf(internalDate: Date | string | undefined): Date | null {
  const at = new Date(internalDate ?? Number.NaN).getTime();
  return at >= EARLIEST && at <= Date.now() + DAY_MS ? new Date(at) : null;
}
