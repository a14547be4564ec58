/**
 * Evens out how a text was typed, so that the finders need to know one spelling only.
 * In: any text. Out: the same text with ordinary spaces, hyphens and digits, Cyrillic where Latin look-alikes stood
 * inside a Cyrillic word, letters typed apart joined. Never fails; line breaks stay. Not NFKC: that turns «№» into "No".
 */

// biome-ignore format: a table
const LOOK_ALIKES: Record<string, string> = {
  A: 'А', B: 'В', C: 'С', E: 'Е', H: 'Н', K: 'К', M: 'М', O: 'О', P: 'Р', T: 'Т', X: 'Х', Y: 'У',
  a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', y: 'у', k: 'к', m: 'м', t: 'т', n: 'п', u: 'и', r: 'г', b: 'ь', h: 'н',
  ë: 'ё', Ë: 'Ё',
};

const INVISIBLE = /\u00AD|\u0301|[\u200B-\u200F\u202A-\u202E\u2060-\u2064]|\uFEFF/g;
const SPACES = /[\t\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;
const HYPHENS = /[\u2010-\u2015\u2043\u2212\uFE58\uFE63\uFF0D]/g;
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
const APOSTROPHES = /[\u2018\u2019\u02BC\u02B9\u0060\u00B4]/g;
/** Letters typed for digits between digits. */
const ZERO = /(?<=\d-?)[OОoо]{1,6}(?=[ -]?\d)/gu;
const ONE = /(?<=\d)[IІl|](?=\d)/gu;
const THREE = /(?<=\d)[Зз](?=\d)/gu;
const WORD = /[A-Za-zЁёА-яëË]+/g;
const LATIN = /[A-Za-zëË]/;
const CYRILLIC = /[ЁёА-я]/;
/** «ИвановнаСНИЛС», «ПетровИван»: two words without the space that a form lost. */
const GLUED = /(?<=[а-яё]{3})(?=[А-ЯЁ](?:[а-яё]{2}|[А-ЯЁ]{2}))/gu;
/** «Фамилия ........ Сергеев»: the dots of a form lead from a label to what is written in. */
const LEADERS = /(?<=[а-яё]) {0,3}(?:\.{4,40}|…{2,20}|_{4,40}) {0,3}(?=[А-ЯЁA-Z\d(+])/gu;
/** Four letters or more, each followed by one space: «И в а н о в». */
const SPACED_LETTERS = /(?<![А-яЁё])[А-яЁё](?: [А-яЁё]){3,}(?![А-яЁё])/g;

/** Latin letters that look Cyrillic, as Cyrillic; others stay. */
export function cyrillicLookAlikes(word: string): string {
  let folded = '';
  for (const letter of word) folded += LOOK_ALIKES[letter] ?? letter;
  return folded;
}

/** The last texts and what became of them: every rule of one letter asks for the same two or three. */
const recent = new Map<string, string>();
const RECENT = 6;

/** A text in one spelling: see the head of this file. */
export function fold(text: string): string {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const folded = spell(text);
  if (recent.size >= RECENT) recent.delete(recent.keys().next().value as string);
  recent.set(text, folded);
  return folded;
}

function spell(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replace(INVISIBLE, '')
    .replace(SPACES, ' ')
    .replace(HYPHENS, '-')
    .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(APOSTROPHES, "'")
    .replace(WORD, foldMixed)
    .replace(GLUED, ' ')
    .replace(LEADERS, ': ')
    .replace(ZERO, (letters) => '0'.repeat(letters.length))
    .replace(ONE, '1')
    .replace(THREE, '3')
    .replace(SPACED_LETTERS, (letters) => letters.replaceAll(' ', ''));
}

/** A word of both alphabets is a Cyrillic word when every Latin letter in it has a Cyrillic twin. */
function foldMixed(word: string): string {
  if (!LATIN.test(word) || !CYRILLIC.test(word)) return word;
  const folded = cyrillicLookAlikes(word);
  return LATIN.test(folded) ? word : folded;
}
