/**
 * Patterns out of lists of phrases. In: beginnings of words, lower case, ё as е. Out: a pattern that finds one of them.
 * Whoever writes a phrase keeps its gaps bounded, so that the search stays linear in the text.
 */

/** One of these, at the start of a word. */
export function anyOf(...phrases: readonly string[]): RegExp {
  return new RegExp(`(?<![а-я])(?:${phrases.join('|')})`, 'u');
}

/** How many different ones of these a text holds, counted up to `enough`. */
export function several(phrases: readonly RegExp[], text: string, enough: number): boolean {
  let met = 0;
  for (const phrase of phrases) {
    if (phrase.test(text)) met++;
    if (met >= enough) return true;
  }
  return false;
}

/** One of these and nothing else. */
export function oneOfWhole(...phrases: readonly string[]): RegExp {
  return new RegExp(`^(?:${phrases.join('|')})$`, 'u');
}
