/**
 * How a citizen takes what was done, by a short answer in his own words (domain.md §7). In: the new text. Out: one attitude, or
 * null when the letter brings anything else. Never fails.
 *
 * What is doubtful is no attitude: such a letter is read by a person.
 */
import {
  ADVERSE,
  ADVERSE_ENGLISH,
  ASIDES,
  CONTENT,
  DECIDED,
  GLAD,
  HARMLESS,
  HEDGES,
  isByword,
  NEEDLESS,
  NODS,
  PRAISE,
  SETTLED,
  SETTLED_ENGLISH,
  THANKS,
  THANKS_ENGLISH,
} from './attitude-words.ts';
import { type Clause, clausesOf } from './clauses.ts';

export type Attitude =
  /** It works, the question is settled, and nothing else is said. */
  | 'settled'
  /** The same among other words, none of which takes it back. */
  | 'content'
  /** He needs no answer any more. */
  | 'needless'
  /** It seems to work, or works somewhere. */
  | 'hopeful'
  /** Thanks and nothing else. */
  | 'thanks'
  /** «Понятно», «Хорошо»: has read it. */
  | 'nod';

/** Whoever writes more has more to say. */
const LONGEST = 700;

/** @returns null when a person has to read the letter */
export function attitudeOf(text: string): Attitude | null {
  if (text.trim().length > LONGEST) return null;
  const clauses = clausesOf(text);
  if (clauses.length === 0) return cheers(text) ? 'nod' : null;
  const kinds = new Set(clauses.map(kindOf));
  if (kinds.has('adverse')) return null;
  if (kinds.has('needless')) return 'needless';
  if (clauses.some(({ words }) => DECIDED.test(words))) return 'settled';
  if (kinds.has('settled') || (kinds.has('glad') && kinds.has('thanks'))) {
    if (clauses.some(({ words }) => HEDGES.test(words))) return 'hopeful';
    return kinds.has('other') ? 'content' : 'settled';
  }
  if (kinds.has('glad')) return null;
  if (kinds.has('thanks')) return saysNoMore(clauses) ? 'thanks' : null;
  if (kinds.has('other')) return null;
  return kinds.has('nod') ? 'nod' : null;
}

/** Beside thanks: wishes, excuses, whom they go to. */
function saysNoMore(clauses: readonly Clause[]): boolean {
  const others = clauses.filter((clause) => kindOf(clause) === 'other');
  return others.length <= 3 && others.every(({ words }) => ASIDES.test(words) || isByword(words));
}

/** A clause of courtesy. */
export function isPolite(clause: Clause): boolean {
  const kind = kindOf(clause);
  return kind === 'thanks' || kind === 'nod' || kind === 'praise';
}

/** Does it ask, lack or take back anything? */
export function isAdverse(text: string): boolean {
  return clausesOf(text).some((clause) => kindOf(clause) === 'adverse');
}

type Said = 'needless' | 'settled' | 'glad' | 'thanks' | 'nod' | 'praise' | 'adverse' | 'other';
/** A СНИЛС, a phone: more than a date has. */
const MANY_DIGITS = 5;

function kindOf({ words, asks }: Clause): Said {
  if (asks || (words.match(/\d/g) ?? []).length > MANY_DIGITS) return 'adverse';
  if (NEEDLESS.test(withoutThanks(words))) return 'needless';
  const plain = HARMLESS.reduce((left, phrase) => left.replace(phrase, ' '), words);
  if (ADVERSE.test(plain) || ADVERSE_ENGLISH.test(plain) || /^а (?!вам|за|то |всем|так )/u.test(plain)) {
    return 'adverse';
  }
  if (SETTLED.test(words) || SETTLED_ENGLISH.test(words) || CONTENT.test(words)) return 'settled';
  if (GLAD.test(words)) return 'glad';
  if (THANKS.test(words) || THANKS_ENGLISH.test(words)) return 'thanks';
  if (NODS.test(words)) return 'nod';
  return plain !== words || PRAISE.test(words) ? 'praise' : 'other';
}

/** «Больше не нужно спасибо» without a sign between. */
function withoutThanks(words: string): string {
  return words.replace(/(?:^| )(?:большое |огромное )?спасибо(?: большое| огромное| вам)?(?= |$)/u, ' ').trim();
}

/** «👍», «+», «🙏»: a sign and nothing else. */
function cheers(text: string): boolean {
  return /^(?:[\s+!)]|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{FE0F})+$/u.test(text) && text.trim() !== '';
}
