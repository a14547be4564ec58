/** A letterbox in memory: what the register promises, and what can go wrong with it. */
import type { Fingerprint, IncomingLetter, Letterbox, Place } from '../../src/imap/letterbox.ts';

export class Notebook implements Letterbox {
  letters: IncomingLetter[] = [];
  /** UIDs of every call, to see what was asked and how much at once. */
  asked: number[][] = [];
  stored: number[][] = [];
  told: number[][] = [];
  /** Run before a call does its work; a throw is the letterbox's failure. */
  beforeKnown: () => void | Promise<void> = () => {};
  beforeStore: () => void | Promise<void> = () => {};
  afterStore: () => void | Promise<void> = () => {};
  #waiting: (() => void)[] = [];

  async known(place: Place, uids: number[]): Promise<Map<number, Fingerprint>> {
    this.asked.push(uids);
    await this.beforeKnown();
    const here = this.letters.filter((letter) => samePlace(letter.place, place) && uids.includes(letter.uid));
    return new Map(here.map(({ uid, size, receivedAt }) => [uid, { size, receivedAt }]));
  }

  async store(letters: IncomingLetter[]): Promise<void> {
    await this.beforeStore();
    this.stored.push(letters.map(({ uid }) => uid));
    this.letters.push(...letters);
    this.#changed();
    await this.afterStore();
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
