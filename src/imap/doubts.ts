/**
 * Letters over which the mail server stumbled: it dropped the line, fell silent, or refused. They are asked for alone and after
 * all others, each time for less of them, until they are let go; so one letter never keeps the others waiting. Lives longer
 * than a connection, for a stumble often ends it. Enters: what was asked for and did not come. Leaves: what to ask for next.
 */
import type { Place } from './letterbox.ts';
import type { LetterHead } from './open-folder.ts';

/** How much of a letter to ask for: all, its text without the files, its header, nothing any more. */
export type Extent = 'whole' | 'text' | 'header' | 'nothing';

/** Twice for the whole, as anybody's line may break once. */
const LADDER: readonly Extent[] = ['whole', 'whole', 'text', 'header', 'nothing'];

/** Asked in vain so often before, with growing pauses: the server has had half an hour to recover. */
const OFTEN = 3;

interface Doubt {
  step: number;
  /** Letters that had come whole when the pass began in which this one first did not. */
  handedBefore: number;
  /** Passes in vain, over restarts too. */
  tries: number;
  /** What the server told of it without its body. */
  head: LetterHead | null;
}

export class Doubts {
  /** In the order in which they are asked for: who fails again goes to the end. */
  readonly #doubts = new Map<number, Doubt>();
  /** Letters at whose moving or marking the line was lost: how to go about them from now on. */
  readonly #unmoved = new Map<number, 'alone' | 'never'>();
  /** Being moved or marked now. */
  #moving: readonly number[] = [];
  #place = '';
  #handed = 0;
  #handedBefore = 0;
  #steps = 0;

  /** A pass over the folder begins. UIDs of another life of the folder mean other letters. */
  begin({ account, folder, uidValidity }: Place, listed: ReadonlySet<number>): void {
    const place = JSON.stringify([account, folder, uidValidity]);
    for (const seen of [this.#doubts, this.#unmoved]) {
      for (const uid of seen.keys()) if (place !== this.#place || !listed.has(uid)) seen.delete(uid);
    }
    this.#place = place;
    this.#moving = [];
    this.#handedBefore = this.#handed;
  }

  /** Grows with everything learned: a line lost without learning anything was not lost over a letter. */
  get steps(): number {
    return this.#steps;
  }

  has(uid: number): boolean {
    return this.#doubts.has(uid);
  }

  /** How many are in doubt. */
  get count(): number {
    return this.#doubts.size;
  }

  /**
   * Who is asked for next, alone; undefined: nobody.
   * @param patient also those that have failed alone
   */
  next(patient: boolean): number | undefined {
    for (const [uid, { step }] of this.#doubts) if (patient || step < 2) return uid;
    return undefined;
  }

  /** So many letters came whole. */
  handed(count: number): void {
    this.#handed += count;
  }

  /**
   * The line was lost, and these had not come. Servers answer in order: the first is the likeliest cause, so it goes last. While
   * others were being moved it may have been these, so they are suspected first: moving can wait.
   */
  lost(uids: readonly number[], heads: readonly LetterHead[] = []): void {
    if (this.lostMoving()) return;
    const [first, ...others] = uids;
    if (first === undefined) return;
    for (const uid of [...others, first]) this.#fail(uid, 1, heads);
  }

  /** The server did not give what was asked for, and lives: no use in asking for the same again. */
  refused(uid: number, heads: readonly LetterHead[] = []): void {
    this.#fail(uid, LADDER.indexOf('text'), heads);
  }

  /** Not given among several; nothing is known of it alone. */
  suspect(uid: number, head: LetterHead | null): void {
    this.#steps += 1;
    this.#doubts.set(uid, { step: 0, handedBefore: this.#handedBefore, tries: 0, head });
  }

  /** Let go some time ago, after so many passes in vain; it is time to try again. */
  recall(uid: number, tries: number): void {
    this.#steps += 1;
    this.#doubts.set(uid, { step: 1, handedBefore: this.#handedBefore, tries, head: null });
  }

  /** What to ask for of a letter. */
  extentOf(uid: number): Extent {
    return LADDER[this.#doubts.get(uid)?.step ?? 0] ?? 'nothing';
  }

  headOf(uid: number): LetterHead | null {
    return this.#doubts.get(uid)?.head ?? null;
  }

  /**
   * Is it the letter? The server hands over others whole, or has been asked long enough. Otherwise its disk may be away, and
   * whoever was content with less now would lose the files of every letter.
   */
  isProved(uid: number): boolean {
    const doubt = this.#doubts.get(uid);
    return doubt !== undefined && (this.#handed > doubt.handedBefore || doubt.tries >= OFTEN);
  }

  /** Taken, let go, or gone. */
  clear(uid: number): void {
    this.#doubts.delete(uid);
  }

  /** These are about to be moved or marked; an empty list: done. */
  moving(uids: readonly number[]): void {
    this.#moving = uids;
  }

  /** @returns false when nothing was being moved */
  lostMoving(): boolean {
    const uids = this.#moving;
    if (uids.length === 0) return false;
    this.#steps += 1;
    for (const uid of uids) this.#unmoved.set(uid, uids.length === 1 && this.#unmoved.has(uid) ? 'never' : 'alone');
    this.#moving = [];
    return true;
  }

  /** How to move or mark a letter: with others, alone and last, or not at all while this process lives. */
  movingOf(uid: number): 'together' | 'alone' | 'never' {
    return this.#unmoved.get(uid) ?? 'together';
  }

  #fail(uid: number, least: number, heads: readonly LetterHead[]): void {
    const known = this.#doubts.get(uid);
    const { step, handedBefore, tries, head } = known ?? {
      step: 0,
      handedBefore: this.#handedBefore,
      tries: 0,
      head: heads.find((one) => one.uid === uid) ?? null,
    };
    this.#steps += 1;
    this.#doubts.delete(uid); // goes to the end
    this.#doubts.set(uid, { step: Math.max(step + 1, least), handedBefore, tries, head });
  }
}
