/**
 * Tells the mailbox that letters are registered: moves them to `done`, or marks them where moving is impossible
 * (contract.md «Made exact»: keyword `$Registered`, else `\Seen`). Takes the best the server allows and steps down
 * when it is refused. Fails: IMAP_LOST.
 */
import type { ImapFlow } from 'imapflow';
import type { Log } from '../log.ts';
import { type OpenFolder, serverPath } from './open-folder.ts';
import { uidSet } from './uid-set.ts';

/** Best first. `none`: the folder is read-only; only the register knows. */
export type Means = 'move' | 'keyword' | 'seen' | 'none';

const MARKS = { keyword: '$Registered', seen: '\\Seen' } as const;

export class Acknowledger {
  readonly #folder: OpenFolder;
  readonly #done: string;
  readonly #ladder: Means[];
  readonly #log: Log;

  private constructor(folder: OpenFolder, done: string, ladder: Means[], log: Log) {
    this.#folder = folder;
    this.#done = done;
    this.#ladder = ladder;
    this.#log = log;
  }

  /** Finds out what the server allows in this folder; makes `done` when it is missing. */
  static async open(folder: OpenFolder, done: string, log: Log): Promise<Acknowledger> {
    const ladder = permittedMarks(folder.client);
    if (ladder.length > 0 && canMove(folder.client, done) && (await folderExists(folder, done))) ladder.unshift('move');
    const made = new Acknowledger(folder, done, [...ladder, 'none'], log);
    if (made.means !== 'move') log.warn({ means: made.means }, 'registered letters cannot be moved here');
    return made;
  }

  get means(): Means {
    return this.#ladder[0] ?? 'none';
  }

  /** Does the letter show already, the way it would be acknowledged, that it is registered? */
  shows(flags: Set<string>): boolean {
    const { means } = this;
    if (means === 'none') return true;
    if (means === 'move') return false;
    const mark = MARKS[means].toLowerCase(); // RFC 9051 §2.3.2: keywords are case-insensitive
    return [...flags].some((flag) => flag.toLowerCase() === mark);
  }

  /** Moves or marks. Letters that are gone meanwhile are no failure. False when the server allows nothing at all. */
  async acknowledge(uids: number[]): Promise<boolean> {
    while (this.means !== 'none') {
      if (await this.#try(uids)) return true;
      if (!this.#folder.alive()) throw this.#folder.lost();
      const refused = this.#ladder.shift();
      this.#log.warn({ refused, means: this.means }, 'the mailbox refuses; registered letters are told otherwise');
    }
    return false;
  }

  async #try(uids: number[]): Promise<boolean> {
    const { client } = this.#folder;
    const { means } = this;
    if (means === 'none') return false;
    if (means !== 'move') return client.messageFlagsAdd(uidSet(uids), [MARKS[means]], { uid: true, silent: true });
    if (await this.#move(uids)) return true;
    // Somebody may have deleted or renamed the folder since.
    return this.#folder.alive() && (await folderExists(this.#folder, this.#done)) && (await this.#move(uids));
  }

  async #move(uids: number[]): Promise<boolean> {
    const { client } = this.#folder;
    return Boolean(await client.messageMove(uidSet(uids), serverPath(client, this.#done), { uid: true }));
  }
}

function permittedMarks(client: ImapFlow): Means[] {
  if (!client.mailbox || client.mailbox.readOnly) return [];
  const { permanentFlags } = client.mailbox;
  // No PERMANENTFLAGS means that all flags can be changed (RFC 3501 §7.1).
  const may = (flag: string) => !permanentFlags || permanentFlags.has(flag);
  const marks: Means[] = [];
  if (may('\\*') || may(MARKS.keyword)) marks.push('keyword');
  if (may(MARKS.seen)) marks.push('seen');
  return marks;
}

/**
 * MOVE (RFC 6851), or COPY and UID EXPUNGE (RFC 4315), which the library does by itself. Without UIDPLUS it would send
 * a bare EXPUNGE, which also removes what other people have marked \Deleted: then letters are not moved.
 */
function canMove(client: ImapFlow, done: string): boolean {
  if (!client.mailbox || client.mailbox.path === serverPath(client, done)) return false;
  return ['MOVE', 'UIDPLUS'].some((name) => client.capabilities.has(name)) || client.enabled.has('IMAP4REV2');
}

/** Is the folder there, or could it be made? */
export async function folderExists(folder: OpenFolder, path: string): Promise<boolean> {
  const { client } = folder;
  const name = serverPath(client, path);
  if (await client.status(name, { messages: true }).catch(() => false)) return true;
  const made = await client.mailboxCreate(name).catch(() => null);
  if (!made && !folder.alive()) throw folder.lost();
  return made !== null;
}
