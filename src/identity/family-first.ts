/**
 * A sure surname before a name that no list knows. In: the search and a place. Out: a mention taken. Never fails.
 */
import { jointBefore, startsSentence } from './adjacent.ts';
import { isNoName } from './lexicon.ts';
import type { Scan } from './scan.ts';

/** «Абильмажинова Кунсулу, 81 год»: two capitalised words that are a sentence, or its beginning before a comma. */
export function bySurname(scan: Scan, at: number): void {
  const word = scan.word(at)!;
  const given = scan.word(at + 1);
  if (word.shape !== 'title' || word.key.length < 5 || !scan.free(at) || !FAMILY.test(word.key) || isNoName(word.key))
    return;
  if (!startsSentence(scan.words, at) || given?.shape !== 'title' || !scan.free(at + 1) || given.latin) return;
  if (jointBefore(scan.words, at + 1) !== 'space' || given.key.length < 3 || isNoName(given.key)) return;
  const after = scan.word(at + 2);
  if (NO_GIVEN.test(given.key) || (after && !/^ ?[,.;:(\n]/.test(after.gap))) return;
  scan.take({ surname: word, given: [given], patronymic: [] }, 'surname', at, at + 1);
}

/** Surnames, in the nominative, that hardly any other word looks like. */
const FAMILY = /(?:[оеё]в|[иы]н)а?$|(?:енко|чук|швили|дзе|янц?)$/u;
/** What follows a surname-like word in names of places and offices. */
const NO_GIVEN = /(?:ая|ое|ые|ий|ый|ой|ость|ция|ние|ство|град|бург|ск)$/u;
