/**
 * How programs mark the lines of a quote: `>`; after an attribution also `|` and the initials of The Bat! («СП> …»).
 * In: lines. Out: whether a line is marked, its text without the mark. Never fails.
 */

const MARK = /^\s{0,3}(?:>|&gt;)/;
/** «>>> только сегодня <<<» is an ornament. */
const ORNAMENT = /^\s{0,3}>.{0,200}<{2,}\s*$/;
const BAR = /^\s{0,3}\|(?:\s|$)/;
const INITIALS = /^\s{0,2}\p{Lu}\p{L}{0,4}>{1,5}(?:\s|$)/u;
/** One mark with its space. */
const ONE_MARK = /^\s{0,3}(?:>|&gt;|\||\p{Lu}\p{L}{0,4}>) ?/u;

/** Programs fold at 72 to 78 characters; what is shorter was not broken by one. */
const FOLD = 64;
const MAX_REST = 40;
/** A link that is broken off within its brackets. */
const OPEN_LINK = /[(<[]\s?https?:[^\s()<>]{1,400}$/;
/** Answers of one word that stand between quoted questions. */
const ANSWER = /^(?:да|нет|не|есть|был[аио]?|ок|ага|уже|верно|так|yes|no)(?!\p{L})/iu;

/** Is the line marked by `>`? */
export function isMarked(line: string | undefined): boolean {
  return line !== undefined && MARK.test(line) && !ORNAMENT.test(line);
}

export const unmark = (line: string) => line.replace(ONE_MARK, '');

/** The marks in use in one letter. */
export class QuoteMarks {
  #others: RegExp | null = null;

  /** The first line below an attribution shows which marks its program uses; true when it has one. */
  learn(line: string | undefined): boolean {
    if (line === undefined) return false;
    if (isMarked(line)) return true;
    const mark = [BAR, INITIALS].find((pattern) => pattern.test(line));
    this.#others = mark ?? this.#others;
    return mark !== undefined;
  }

  marks(line: string | undefined): boolean {
    return isMarked(line) || (line !== undefined && this.#others?.test(line) === true);
  }

  /**
   * Is the line the rest of the marked one above it, which a program folded without marking it again? It then goes on in
   * small letters where the line above was full, and so does the quote below; or it closes a link.
   */
  isRest(above: string | undefined, line: string, below: string | undefined): boolean {
    if (above === undefined || below === undefined || !this.marks(above) || !this.marks(below)) return false;
    const rest = line.trim();
    if (OPEN_LINK.test(above.slice(-500)) && /^\S{1,500}$/.test(rest)) return true;
    if (rest.length > MAX_REST || ANSWER.test(rest)) return false;
    if (!/^\p{Ll}/u.test(rest) || !/^\p{Ll}/u.test(unmark(below))) return false;
    const full = above.trimEnd();
    return full.length + 1 + (rest.split(' ', 1)[0]?.length ?? 0) > FOLD && !/[.!?:;]$/.test(full);
  }
}
