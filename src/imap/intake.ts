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
import { Bodies } from './bodies.ts';
import type { Doubts } from './doubts.ts';
import type { Fingerprint, Held, IncomingLetter, Letterbox } from './letterbox.ts';
import type { LetterHead, OpenFolder } from './open-folder.ts';
import { chunks } from './uid-set.ts';

/** How many letters the server and the letterbox are asked about at once. */
const ASK = 256;

/** One batch is in the letterbox while the next is on its way: twice this is the most that stands in memory. */
const BATCH = { maxLetters: 64, maxBytes: 16 * 1024 * 1024 };

export interface Setting {
  account: ImapAccount;
  folder: OpenFolder;
  letterbox: Letterbox;
  /** Of the folder; goes on from one connection to the next. */
  doubts: Doubts;
  log: Log;
}

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
  readonly #doubts: Doubts;
  readonly #bodies: Bodies;
  readonly #acknowledger: Acknowledger;
  readonly #log: Log;
  /** Done with in this connection. Kept because letters that cannot be moved stay; forgotten with the connection. */
  readonly #settled = new Set<number>();

  private constructor(to: Setting, acknowledger: Acknowledger) {
    this.#account = to.account;
    this.#folder = to.folder;
    this.#letterbox = to.letterbox;
    this.#doubts = to.doubts;
    this.#bodies = new Bodies(to.folder, to.doubts, to.account.maxLetterBytes);
    this.#acknowledger = acknowledger;
    this.#log = to.log;
  }

  static async open(to: Setting): Promise<Intake> {
    return new Intake(to, await Acknowledger.open(to.folder, to.account.done, to.log));
  }

  get means(): Means {
    return this.#acknowledger.means;
  }

  /**
   * Takes everything that is there now. Ends early, between two batches, when the signal says so.
   * @param tell hears after each batch how many letters it brought: a backlog takes minutes
   * @param mayDoubt is there time for letters that the server stumbles over?
   */
  async pass(
    signal: AbortSignal,
    tell: (stored: number) => void = () => {},
    mayDoubt: () => boolean = () => true,
  ): Promise<Pass> {
    const listed = new Set(await this.#folder.list());
    this.#forgetWhatIsGone(listed);
    this.#doubts.begin(this.#folder.place, listed);
    const waiting = [...listed].filter((uid) => !this.#settled.has(uid));
    let taken = 0;
    let telling: Promise<void> = Promise.resolve();
    const take = async (batch: Batch) => {
      if (batch.letters.length > 0) await ofLetterbox(this.#letterbox.store(batch.letters));
      taken += batch.letters.length;
      tell(batch.letters.length);
      await telling; // one MOVE under way at most, while the next batch is stored
      telling = this.#acknowledge(batch.uids);
      telling.catch(() => {}); // awaited below or at the next batch
    };
    try {
      for await (const batch of ahead(this.#batches(waiting))) {
        await take(batch);
        if (signal.aborted) break;
      }
      await telling;
      // What the server stumbles over comes last: whoever else has written is taken already. Nothing else is under way then, so
      // that a line that is lost is lost over this one letter.
      for (let uid = this.#doubts.next(mayDoubt()); uid && !signal.aborted; uid = this.#doubts.next(mayDoubt())) {
        await take(await this.#doubted(uid));
        await telling;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await telling;
      return { taken, refused: faultOf(error.cause) };
    }
    return { taken, refused: null };
  }

  async *#batches(waiting: number[]): AsyncGenerator<Batch, void, undefined> {
    const stored: number[] = [];
    const easy = waiting.filter((uid) => !this.#doubts.has(uid));
    for (const uids of chunks(easy, ASK)) {
      const { fresh, again } = await this.#told(uids);
      stored.push(...again);
      const { large = [], small = [] } = Object.groupBy(fresh, (head) =>
        this.#bodies.isLarge(head) ? 'large' : 'small',
      );
      for (const heads of planBatches(small, { ...BATCH, unknownBytes: this.#account.maxLetterBytes })) {
        const { letters, lost } = await this.#bodies.together(heads);
        yield batchOf(letters);
        if (lost) throw lost;
      }
      for (const head of large) yield batchOf(await this.#bodies.large(head));
    }
    yield* this.#again(stored);
  }

  /** What is new among these, and what is stored and was not moved or marked. */
  async #told(uids: number[]): Promise<{ fresh: LetterHead[]; again: number[] }> {
    const held = await ofLetterbox(this.#letterbox.known(this.#folder.place, uids));
    const here = uids.filter((uid) => !this.#isWithheld(uid, held.get(uid)));
    const heads = await this.#bodies.heads(here);
    const fresh = heads.filter((head) => !isSame(head, held.get(head.uid)));
    const stored = heads.filter((head) => isSame(head, held.get(head.uid)));
    const again = stored.filter(({ flags }) => !this.#acknowledger.shows(flags));
    for (const { uid } of stored) if (!again.some((head) => head.uid === uid)) this.#settled.add(uid);
    return { fresh, again: again.map(({ uid }) => uid) };
  }

  /** A letter that the server does not hand over is asked for now and then, after all others. */
  #isWithheld(uid: number, held: Held | undefined): boolean {
    if (!held?.withheld) return false;
    const { tries, nextTryAt } = held.withheld;
    if (nextTryAt.getTime() <= Date.now()) this.#doubts.recall(uid, tries);
    return true;
  }

  async *#again(uids: number[]): AsyncGenerator<Batch, void, undefined> {
    const { together = [], alone = [], never = [] } = Object.groupBy(uids, (uid) => this.#doubts.movingOf(uid));
    for (const uid of never) this.#settled.add(uid);
    for (const some of chunks(together, ASK)) yield { letters: [], uids: some };
    for (const uid of alone) yield { letters: [], uids: [uid] };
  }

  /** One try at a letter that the server stumbled over. */
  async #doubted(uid: number): Promise<Batch> {
    const got = await this.#bodies.alone(uid);
    if (got === 'later') return batchOf([]);
    if (got !== 'gone' && 'withheld' in got) {
      await ofLetterbox(this.#letterbox.withhold(got.withheld));
      this.#log.error({ uid, code: 'IMAP_WITHHELD' }, 'the server does not hand this letter over: see `letter list`');
    }
    this.#doubts.clear(uid);
    return batchOf(got !== 'gone' && 'letter' in got ? [got.letter] : []);
  }

  async #acknowledge(uids: number[]): Promise<void> {
    for (const uid of uids) this.#settled.add(uid);
    if (uids.length === 0 || !(await this.#move(uids))) return;
    await this.#letterbox
      .acknowledged(this.#folder.place, uids)
      .catch((error) => this.#log.warn({ err: faultOf(error).code }, 'acknowledgement not written down'));
  }

  async #move(uids: number[]): Promise<boolean> {
    this.#doubts.moving(uids);
    try {
      return await this.#acknowledger.acknowledge(uids);
    } catch (error) {
      this.#doubts.lostMoving();
      throw error;
    } finally {
      this.#doubts.moving([]);
    }
  }

  #forgetWhatIsGone(listed: ReadonlySet<number>): void {
    for (const uid of this.#settled) if (!listed.has(uid)) this.#settled.delete(uid);
  }
}

function batchOf(letters: IncomingLetter[]): Batch {
  return { letters, uids: letters.map(({ uid }) => uid) };
}

/** The same UID with another size or time of arrival is another letter: the server has used the UID again. */
function isSame(head: LetterHead, held: Fingerprint | undefined): boolean {
  return held !== undefined && held.size === head.size && held.receivedAt.getTime() === head.receivedAt?.getTime();
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
