/**
 * Takes letters out of one open folder: finds what is new, hands it to the letterbox, and only then tells the mailbox
 * (design.md, conviction 2). Enters: an open folder, a letterbox. Leaves: how many were taken, and what stopped it.
 * Fails: IMAP_REFUSED and IMAP_LOST. A crash at any line is mended by the next pass: a letter that is stored but still
 * here is acknowledged again without fetching its body; anything else is fetched again, which is harmless.
 */
import { Fault } from '../fault.ts';
import type { Log } from '../log.ts';
import type { ImapAccount } from './account.ts';
import { Acknowledger, type Means } from './acknowledge.ts';
import { ahead } from './ahead.ts';
import { planBatches } from './batch.ts';
import { fetchAbridged } from './large.ts';
import type { Fingerprint, IncomingLetter, Letterbox } from './letterbox.ts';
import type { LetterHead, OpenFolder } from './open-folder.ts';
import { chunks } from './uid-set.ts';

/** How many letters the server and the letterbox are asked about at once. */
const ASK = 256;

/** One batch is in the letterbox while the next is on its way: twice this is the most that stands in memory. */
const BATCH = { maxLetters: 64, maxBytes: 16 * 1024 * 1024 };

export interface Pass {
  /** Letters stored. */
  taken: number;
  /** Why the letterbox takes nothing at present; null when all is well. */
  refused: Fault | null;
}

/** Letters to store together, and what to acknowledge once they are. */
interface Batch {
  letters: IncomingLetter[];
  /** With those that are stored already and were still here. */
  uids: number[];
}

/** What a letterbox threw, told apart from what the mailbox throws. */
class Refusal extends Error {}

export class Intake {
  readonly #account: ImapAccount;
  readonly #folder: OpenFolder;
  readonly #letterbox: Letterbox;
  readonly #acknowledger: Acknowledger;
  readonly #log: Log;
  /** Done with in this connection. Kept because letters that cannot be moved stay; forgotten with the connection. */
  readonly #settled = new Set<number>();
  /** Letters the server could not hand over. Each is asked for alone, so that it stops nobody else. */
  readonly #unreadable = new Set<number>();

  private constructor(account: ImapAccount, folder: OpenFolder, letterbox: Letterbox, how: Acknowledger, log: Log) {
    this.#account = account;
    this.#folder = folder;
    this.#letterbox = letterbox;
    this.#acknowledger = how;
    this.#log = log;
  }

  static async open(account: ImapAccount, folder: OpenFolder, letterbox: Letterbox, log: Log): Promise<Intake> {
    const acknowledger = await Acknowledger.open(folder, account.done, log);
    return new Intake(account, folder, letterbox, acknowledger, log);
  }

  get means(): Means {
    return this.#acknowledger.means;
  }

  /**
   * Takes everything that is there now. Ends early, between two batches, when the signal says so.
   * @param tell hears after each batch how many letters it brought: a backlog takes minutes
   */
  async pass(signal: AbortSignal, tell: (stored: number) => void = () => {}): Promise<Pass> {
    const listed = await this.#folder.list();
    this.#forgetWhatIsGone(listed);
    const waiting = listed.filter((uid) => !this.#settled.has(uid));
    let taken = 0;
    let telling: Promise<void> = Promise.resolve();
    try {
      for await (const batch of ahead(this.#batches(waiting))) {
        if (batch.letters.length > 0) await ofLetterbox(this.#letterbox.store(batch.letters));
        taken += batch.letters.length;
        tell(batch.letters.length);
        await telling; // one MOVE under way at most, while the next batch is stored
        telling = this.#acknowledge(batch.uids);
        telling.catch(() => {}); // awaited below or at the next batch
        if (signal.aborted) break;
      }
      await telling;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await telling;
      return { taken, refused: faultOf(error.cause) };
    }
    return { taken, refused: null };
  }

  async *#batches(waiting: number[]): AsyncGenerator<Batch, void, undefined> {
    const limits = { ...BATCH, unknownBytes: this.#account.maxLetterBytes };
    for (const uids of chunks(waiting, ASK)) {
      const heads = await this.#folder.heads(uids);
      const known = await ofLetterbox(this.#letterbox.known(this.#folder.place, uids));
      const stored = heads.filter((head) => isSame(head, known.get(head.uid)));
      const { shown = [], again = [] } = Object.groupBy(stored, ({ flags }) =>
        this.#acknowledger.shows(flags) ? 'shown' : 'again',
      );
      for (const { uid } of shown) this.#settled.add(uid);
      if (again.length > 0) yield { letters: [], uids: again.map(({ uid }) => uid) };

      const fresh = heads.filter((head) => !isSame(head, known.get(head.uid)));
      const { easy = [], hard = [] } = Object.groupBy(fresh, (head) => (this.#isHard(head) ? 'hard' : 'easy'));
      for (const batch of planBatches(easy, limits)) yield batchOf(await this.#together(batch));
      for (const head of hard) yield batchOf(await this.#alone(head));
    }
  }

  /** One FETCH for the batch. Letters moved away meanwhile are left out; those the server chokes on are tried alone. */
  async #together(heads: LetterHead[]): Promise<IncomingLetter[]> {
    const { rows, refusal } = await this.#bodies(heads);
    const letters: IncomingLetter[] = [];
    for (const head of heads) {
      const raw = rows.get(head.uid)?.source;
      if (raw && this.#isWhole(head, raw)) letters.push(this.#letter(head, raw));
      else if (raw || refusal) letters.push(...(await this.#alone(head)));
    }
    return letters;
  }

  /** A letter that is too large, or that the server could not hand over with others. None when it is gone or unreadable. */
  async #alone(head: LetterHead): Promise<IncomingLetter[]> {
    if (head.size <= this.#account.maxLetterBytes) {
      const raw = (await this.#bodies([head])).rows.get(head.uid)?.source;
      if (raw && this.#isWhole(head, raw)) return [this.#letter(head, raw)];
    }
    const abridged = await fetchAbridged(this.#folder, head.uid);
    if (abridged) return [{ ...this.#letter(head, abridged.raw), partial: true, omitted: abridged.omitted }];
    if (!this.#unreadable.has(head.uid) && (await this.#folder.heads([head.uid])).length > 0) {
      this.#log.warn({ uid: head.uid }, 'the server does not hand this letter over');
      this.#unreadable.add(head.uid);
    }
    return [];
  }

  /** One byte over the limit is asked for: it shows that the server told too small a size. */
  #bodies(heads: LetterHead[]): ReturnType<OpenFolder['fetch']> {
    const query = { uid: true, source: { maxLength: this.#account.maxLetterBytes + 1 } };
    return this.#folder.fetch(
      heads.map(({ uid }) => uid),
      query,
    );
  }

  #isWhole(head: LetterHead, raw: Buffer): boolean {
    return raw.length <= this.#account.maxLetterBytes && (raw.length > 0 || head.size === 0);
  }

  #isHard({ uid, size }: LetterHead): boolean {
    return size > this.#account.maxLetterBytes || this.#unreadable.has(uid);
  }

  #letter({ uid, size, receivedAt }: LetterHead, raw: Buffer): IncomingLetter {
    return { place: this.#folder.place, uid, size, receivedAt, raw, partial: false, omitted: [] };
  }

  async #acknowledge(uids: number[]): Promise<void> {
    for (const uid of uids) this.#settled.add(uid);
    if (uids.length === 0 || !(await this.#acknowledger.acknowledge(uids))) return;
    await this.#letterbox
      .acknowledged(this.#folder.place, uids)
      .catch((error) => this.#log.warn({ err: faultOf(error).code }, 'acknowledgement not written down'));
  }

  #forgetWhatIsGone(listed: number[]): void {
    const here = new Set(listed);
    for (const seen of [this.#settled, this.#unreadable]) {
      for (const uid of seen) if (!here.has(uid)) seen.delete(uid);
    }
  }
}

function batchOf(letters: IncomingLetter[]): Batch {
  return { letters, uids: letters.map(({ uid }) => uid) };
}

/** The same UID with another size or time of arrival is another letter: the server has used the UID again. */
function isSame(head: LetterHead, stored: Fingerprint | undefined): boolean {
  return stored !== undefined && stored.size === head.size && stored.receivedAt.getTime() === head.receivedAt.getTime();
}

async function ofLetterbox<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new Refusal('the letterbox takes nothing', { cause });
  }
}

function faultOf(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  return new Fault('LETTERBOX', `letters cannot be stored: ${cause instanceof Error ? cause.message : cause}`, {
    cause,
  });
}
