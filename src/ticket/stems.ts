/** Words of a text in the form in which they are searched: any word form of «обращение» gives the same stem. Pure. */
import snowball from 'snowball-stemmers';

const russian = snowball.newStemmer('russian');
/** Stemming costs microseconds a word and letters repeat theirs. */
const known = new Map<string, string>();
const KNOWN_LIMIT = 50_000;
const LONGEST_WORD = 60;

/** Unique stems of the words and numbers of a text, in order of appearance (Snowball's Russian stemmer, ё = е). */
export function stems(text: string): string[] {
  const found = new Set<string>();
  for (const [word] of text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    if (word.length <= LONGEST_WORD) found.add(stem(word));
  }
  return [...found];
}

function stem(word: string): string {
  let result = known.get(word);
  if (result === undefined) {
    if (known.size >= KNOWN_LIMIT) known.clear();
    result = russian.stem(word);
    known.set(word, result);
  }
  return result;
}
