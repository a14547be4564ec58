/**
 * Gets letters out of an open folder: together while the server plays along, alone and for less of them where it stumbles.
 * Enters: an open folder, the doubts about its letters. Leaves: letters to store, or what is to be said of one that is not
 * handed over. Fails: IMAP_LOST; what came before is not lost with it.
 */
import type { Fault } from '../fault.ts';
import type { Doubts } from './doubts.ts';
import { type Abridged, fetchAbridged, fetchHeader } from './large.ts';
import type { IncomingLetter, WithheldLetter } from './letterbox.ts';
import type { LetterHead, OpenFolder } from './open-folder.ts';
import { isLost } from './trouble.ts';

/** What came of a letter asked for alone: nothing this time, to be asked for less of it; or that it is gone. */
export type Alone = { letter: IncomingLetter } | { withheld: WithheldLetter } | 'later' | 'gone';

export class Bodies {
  readonly #folder: OpenFolder;
  readonly #doubts: Doubts;
  readonly #maxBytes: number;

  /** @param maxBytes larger letters come as their headers and first text */
  constructor(folder: OpenFolder, doubts: Doubts, maxBytes: number) {
    this.#folder = folder;
    this.#doubts = doubts;
    this.#maxBytes = maxBytes;
  }

  /** Of letters that are still there. Those that the server does not tell of with others are left to `alone`. */
  async heads(uids: number[]): Promise<LetterHead[]> {
    if (uids.length === 0) return [];
    this.#assertAlive();
    const { heads, failure } = await this.#folder.heads(uids);
    if (!failure) return heads;
    const told = new Set(heads.map(({ uid }) => uid));
    const missing = uids.filter((uid) => !told.has(uid));
    if (isLost(failure)) this.#lose(failure, missing);
    for (const uid of missing) this.#doubts.suspect(uid, null);
    return heads;
  }

  /** One FETCH for the batch. `lost`: the line went with it, and these letters came before. */
  async together(heads: LetterHead[]): Promise<{ letters: IncomingLetter[]; lost: Fault | null }> {
    this.#assertAlive();
    const { rows, failure } = await this.#whole(heads);
    const letters: IncomingLetter[] = [];
    const missing: LetterHead[] = [];
    for (const head of heads) {
      const raw = rows.get(head.uid)?.source;
      if (raw && this.#isWhole(head, raw)) letters.push(this.#letter(head, raw));
      else missing.push(head);
    }
    this.#doubts.handed(letters.length);
    if (isLost(failure)) {
      this.#doubts.lost(uidsOf(missing), heads);
      return { letters, lost: failure };
    }
    for (const head of missing) {
      const { length = 0 } = rows.get(head.uid)?.source ?? {};
      if (length > this.#maxBytes) letters.push(...(await this.large({ ...head, size: length })));
      else this.#doubts.suspect(head.uid, head);
    }
    return { letters, lost: null };
  }

  isLarge({ size }: LetterHead): boolean {
    return size > this.#maxBytes;
  }

  /** Headers and first text of a letter over the limit. */
  async large(head: LetterHead): Promise<IncomingLetter[]> {
    this.#assertAlive();
    const letter = await this.#ask('text', head);
    if (letter) return [letter];
    this.#doubts.suspect(head.uid, head);
    return [];
  }

  /** One try at a letter in doubt. */
  async alone(uid: number): Promise<Alone> {
    this.#assertAlive();
    const head = await this.#headAlone(uid);
    if (!head) return 'gone';
    const extent = this.#doubts.extentOf(uid);
    if (extent === 'nothing') return (await this.#isGone(uid)) ? 'gone' : this.#withheld(head, Buffer.alloc(0));
    const proved = this.#doubts.isProved(uid);
    const letter = extent === 'text' && !proved ? null : await this.#ask(extent, head);
    if (letter && extent === 'header' && !proved) return this.#withheld(head, letter.raw);
    if (letter) return { letter };
    this.#doubts.refused(uid, [head]);
    return 'later';
  }

  /** Null when the letter is gone. A letter of which not even that is told has a head without anything in it. */
  async #headAlone(uid: number): Promise<LetterHead | null> {
    const bare = { uid, size: 0, receivedAt: null, flags: new Set<string>() };
    const known = this.#doubts.headOf(uid);
    if (known || this.#doubts.extentOf(uid) !== 'whole') return known ?? bare;
    const { heads, failure } = await this.#folder.heads([uid]);
    if (isLost(failure)) this.#lose(failure, [uid]);
    return failure ? (heads[0] ?? bare) : (heads[0] ?? null);
  }

  async #ask(extent: 'whole' | 'text' | 'header', head: LetterHead): Promise<IncomingLetter | null> {
    const { uid } = head;
    if (extent === 'whole' && !this.isLarge(head)) {
      const { rows, failure } = await this.#whole([head]);
      const raw = rows.get(uid)?.source;
      if (raw && this.#isWhole(head, raw)) {
        this.#doubts.handed(1);
        return this.#letter(head, raw);
      }
      if (isLost(failure)) this.#lose(failure, [uid], [head]);
      return null;
    }
    const abridged = await this.#part(extent, head);
    return abridged && { ...this.#letter(head, abridged.raw), partial: true, omitted: abridged.omitted };
  }

  async #part(extent: 'whole' | 'text' | 'header', head: LetterHead): Promise<Abridged | null> {
    const { uid, size } = head;
    const why = this.isLarge(head) ? 'too-large' : 'withheld';
    const asked = extent === 'header' ? fetchHeader(this.#folder, uid, size) : fetchAbridged(this.#folder, uid, why);
    return asked.catch((failure) => this.#lose(failure, [uid], [head]));
  }

  /** One byte over the limit is asked for: it shows that the server told too small a size. */
  #whole(heads: LetterHead[]): ReturnType<OpenFolder['fetch']> {
    return this.#folder.fetch(uidsOf(heads), { uid: true, source: { maxLength: this.#maxBytes + 1 } });
  }

  #isWhole(head: LetterHead, raw: Buffer): boolean {
    return raw.length <= this.#maxBytes && (raw.length > 0 || head.size === 0);
  }

  #letter({ uid, size, receivedAt }: LetterHead, raw: Buffer): IncomingLetter {
    const { place } = this.#folder;
    return { place, uid, size, receivedAt: receivedAt ?? new Date(), raw, partial: false, omitted: [] };
  }

  #withheld({ uid, size, receivedAt }: LetterHead, header: Buffer): Alone {
    const { place } = this.#folder;
    return { withheld: { place, uid, size, receivedAt: receivedAt ?? new Date(), header } };
  }

  async #isGone(uid: number): Promise<boolean> {
    const { heads, failure } = await this.#folder.heads([uid]);
    return !failure && heads.length === 0;
  }

  #lose(failure: Fault, uids: number[], heads: LetterHead[] = []): never {
    this.#doubts.lost(uids, heads);
    throw failure;
  }

  /** A connection that is gone already says nothing about the letters that would be asked for. */
  #assertAlive(): void {
    if (!this.#folder.alive()) throw this.#folder.lost();
  }
}

function uidsOf(heads: readonly LetterHead[]): number[] {
  return heads.map(({ uid }) => uid);
}
