/**
 * The state of one search for names: the words, which of them are taken, what was found. In: words. Out: mentions.
 */
import { compose, type Parts } from './compose.ts';
import type { Case } from './grammar.ts';
import type { Mention } from './mention.ts';
import { isPlainSurname } from './plain-surnames.ts';
import { isSurelySurname } from './surname.ts';
import type { Word } from './words.ts';

/** Words that ask the name after them for a case. */
const ASKS: Record<string, Case> = {
  от: 'genitive', для: 'genitive', у: 'genitive', гражданина: 'genitive', гражданки: 'genitive', к: 'dative', мне: 'dative',
  мною: 'instrumental', мной: 'instrumental', с: 'instrumental', на: 'accusative', за: 'accusative', меня: 'genitive', имени: 'genitive', интересах: 'genitive',
  моего: 'genitive', моей: 'genitive', гражданину: 'dative', гражданке: 'dative', моему: 'dative', гр: 'genitive', заявление: 'genitive',
}; // biome-ignore format: a table

/** One pass over the words of a text. */
export class Scan {
  readonly words: readonly Word[];
  readonly hints: ReadonlySet<string>;
  readonly found: (Mention & { first: number; last: number })[] = [];
  private readonly used: Uint8Array;
  /** Every word: a nominative that stands elsewhere decides between Бережной and Бережный. */
  private readonly seen: ReadonlySet<string>;

  constructor(words: readonly Word[], hints: ReadonlySet<string>) {
    this.words = words;
    this.hints = hints;
    this.used = new Uint8Array(words.length);
    this.seen = new Set(words.filter((word) => word.shape !== 'lower').map((word) => word.key));
  }

  free(at: number): boolean {
    return at >= 0 && at < this.words.length && this.used[at] === 0;
  }

  word(at: number): Word | undefined {
    return this.words[at];
  }

  /** Without capital letters a given name counts only beside a word that cannot but be a surname. */
  besideSureSurname(at: number): boolean {
    return this.isSure(at - 1) || this.isSure(at + 1);
  }

  private isSure(at: number): boolean {
    const word = this.words[at];
    return word !== undefined && (isSurelySurname(word.key) || isPlainSurname(word.key));
  }

  take(parts: Parts, anchor: Mention['anchor'], first: number, last: number): void {
    const composed = compose(parts, this.asked(first), this.hints, this.seen);
    for (let at = first; at <= last; at++) this.used[at] = 1;
    const start = this.words[first]!.start;
    const lastWord = this.words[last]!;
    this.found.push({
      ...composed,
      anchor,
      start,
      end: lastWord.end + (lastWord.shape === 'initial' ? 1 : 0),
      first,
      last,
    });
  }

  private asked(first: number): Case | null {
    const before = this.words[first - 1];
    return before && !/[.!?;\n]/.test(this.words[first]!.gap) ? (ASKS[before.key] ?? null) : null;
  }
}
