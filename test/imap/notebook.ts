/** A letterbox in memory: what the register promises, and what can go wrong with it. */
import type { Held, IncomingLetter, Letterbox, Place, WithheldLetter } from '../../src/imap/letterbox.ts';

export class Notebook implements Letterbox {
  letters: IncomingLetter[] = [];
  /** UIDs of every call, to see what was asked and how much at once. */
  asked: number[][] = [];
  stored: number[][] = [];
  told: number[][] = [];
  /** Notes of letters that were not handed over, by UID. */
  notes = new Map<number, WithheldLetter & { tries: number; nextTryAt: Date }>();
  /** Run before a call does its work; a throw is the letterbox's failure. */
  beforeKnown: () => void | Promise<void> = () => {};
  beforeStore: () => void | Promise<void> = () => {};
  afterStore: () => void | Promise<void> = () => {};
  #waiting: (() => void)[] = [];

  async known(place: Place, uids: number[]): Promise<Map<number, Held>> {
    this.asked.push(uids);
    await this.beforeKnown();
    const here = this.letters.filter((letter) => samePlace(letter.place, place) && uids.includes(letter.uid));
    const notes = [...this.notes.values()].filter((note) => samePlace(note.place, place) && uids.includes(note.uid));
    return new Map<number, Held>([
      ...notes.map((note): [number, Held] => [note.uid, { ...note, withheld: note }]),
      ...here.map(({ uid, size, receivedAt }): [number, Held] => [uid, { size, receivedAt, withheld: null }]),
    ]);
  }

  async store(letters: IncomingLetter[]): Promise<void> {
    await this.beforeStore();
    this.stored.push(letters.map(({ uid }) => uid));
    this.letters.push(...letters);
    for (const { uid } of letters) this.notes.delete(uid);
    this.#changed();
    await this.afterStore();
  }

  /** Time does not pass here: it is asked for again when a test says so. */
  async withhold(letter: WithheldLetter): Promise<void> {
    const tries = (this.notes.get(letter.uid)?.tries ?? 0) + 1;
    this.notes.set(letter.uid, { ...letter, tries, nextTryAt: new Date(8.64e15) });
    this.#changed();
  }

  async acknowledged(_place: Place, uids: number[]): Promise<void> {
    this.told.push(uids);
    this.#changed();
  }

  get subjects(): string[] {
    return this.letters.map(({ raw }) => /^Subject: (.*)$/m.exec(raw.toString())?.[1]?.trim() ?? '');
  }

  /** Resolves when the mailbox has been told of so many letters. */
  async untilTold(count: number): Promise<void> {
    await this.until(() => this.told.flat().length >= count);
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #changed(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

function samePlace(a: Place, b: Place): boolean {
  return a.account === b.account && a.folder === b.folder && a.uidValidity === b.uidValidity;
}
