/** Names in Latin letters: «Thomas Brandt», «Nasrallah Ahmad Yusuf». In: the search and a place. Out: a mention taken. Never fails. */
import { jointBefore } from './adjacent.ts';
import { isLatinGivenName, isLatinPatronymic } from './latin.ts';
import { isNoName } from './lexicon.ts';
import type { Scan } from './scan.ts';

/** «Thomas Brandt», «Mirzoev Farrukh» */
export function byLatinName(scan: Scan, at: number): void {
  const word = scan.word(at)!;
  if (!word.latin || !scan.free(at) || word.shape === 'lower' || !isLatinGivenName(word.key)) return;
  const fits = (place: number) =>
    scan.free(place) &&
    scan.word(place)!.latin &&
    /^(?:title|upper)$/.test(scan.word(place)!.shape) &&
    scan.word(place)!.key.length > 1 &&
    !isNoName(scan.word(place)!.key);
  const right = jointBefore(scan.words, at + 1) === 'space' && fits(at + 1) ? at + 1 : null;
  if (right !== null && isLatinPatronymic(scan.word(right)!.key)) {
    const surname = jointBefore(scan.words, at) === 'space' && fits(at - 1) ? at - 1 : right + 1;
    const follows = surname < at || (jointBefore(scan.words, surname) === 'space' && fits(surname));
    const family = follows ? scan.word(surname)! : null;
    const parts = { surname: family, given: [word], patronymic: [scan.word(right)!] };
    scan.take(parts, 'latin', family ? Math.min(at, surname) : at, family ? Math.max(right, surname) : right);
    return;
  }
  const left = jointBefore(scan.words, at) === 'space' && fits(at - 1) ? at - 1 : null;
  if (left !== null && right !== null && isLatinGivenName(scan.word(right)!.key)) {
    scan.take({ surname: scan.word(left)!, given: [word, scan.word(right)!], patronymic: [] }, 'latin', left, right);
    return;
  }
  const surname = right ?? left;
  if (surname === null) return;
  scan.take(
    { surname: scan.word(surname)!, given: [word], patronymic: [] },
    'latin',
    Math.min(at, surname),
    Math.max(at, surname),
  );
}
