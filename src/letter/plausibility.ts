/**
 * How much a text looks like Russian: decides which charset undeclared bytes are in.
 * In: decoded text. Out: a mean score over its non-ASCII characters; about 1 for Russian, below 0 for text read in a
 * wrong charset. Never fails; looks at the first SAMPLE characters only.
 */

/** Letters of Russian by frequency, per mille (Национальный корпус русского языка). */
// biome-ignore format: a table
const PER_MILLE: Record<string, number> = {
  о: 110, е: 85, а: 80, и: 74, н: 67, т: 63, с: 55, р: 47, в: 45, л: 44, к: 35, м: 32, д: 30, п: 28, у: 26, я: 20,
  ы: 19, ь: 17, г: 17, з: 16, б: 16, ч: 14, й: 12, х: 10, ж: 9, ш: 7, ю: 6, ц: 5, щ: 4, э: 3, ф: 3, ъ: 1, ё: 2,
};
const COMMON_PAIRS = (
  'ст но то на ен ов ни ра во ко ос ал ре пр ли ро го ер ла ор по не ть ка та ва ел ат ол де те ес од он ле ри ан ' +
  'ло ет ом ит ас ил об от за ия ие ог ам ми ве ся ин ак ик ме ть ча чт др зд уй ру су вы мо со до вс ту ем им их ' +
  'ио оа ои ый ой ий ые оп ед ущ'
).split(' ');
const LETTERS = 33;

/** Place of a letter in the tables: а 0 … я 31, ё 32; capitals the same; -1 for everything else. */
function placeOf(code: number): number {
  if (code >= 0x430 && code <= 0x44f) return code - 0x430;
  if (code >= 0x410 && code <= 0x42f) return code - 0x410;
  return code === 0x451 || code === 0x401 ? 32 : -1;
}

const OFTEN = new Float64Array(LETTERS);
for (const [letter, often] of Object.entries(PER_MILLE)) {
  OFTEN[placeOf(letter.charCodeAt(0))] = Math.max(-2, Math.log((often * LETTERS) / 1000));
}
const PAIRS = new Uint8Array(LETTERS * LETTERS);
for (const pair of COMMON_PAIRS) PAIRS[placeOf(pair.charCodeAt(0)) * LETTERS + placeOf(pair.charCodeAt(1))] = 1;
/** ъ, ы, ь begin no word. */
const NEVER_FIRST = new Set([26, 27, 28]);

/** Typography: no sign for or against, unless it is glued before a word, which is how a wrong charset shows capitals. */
const TYPOGRAPHY = new Set([...'«»„“”‘’–—…№•·°§€₽©®™\u00a0\u00ad\u2011'].map((c) => c.charCodeAt(0)));
const GLUED = new Set([...'‘’”–—…•·°§™'].map((c) => c.charCodeAt(0)));
/** Letters of peoples who share the script: some of them also come of a wrong charset. */
const NEIGHBOURS = new Set([...'ІіЇїЄєҐґЎўӘәҒғҚқҢңӨөҰұҮүҺһҖҗ'].map((c) => c.charCodeAt(0)));

const SAMPLE = 1000;
const REPLACEMENT = 0xfffd;

const isUpper = (code: number) => (code >= 0x410 && code <= 0x42f) || code === 0x401;
const isLatin = (code: number) => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);

/** What one Russian letter adds, by the character before it. */
function weigh(place: number, upper: boolean, previous: number): number {
  const often = OFTEN[place] as number;
  const before = placeOf(previous);
  if (before < 0) {
    if (NEVER_FIRST.has(place)) return -3;
    const glued = isLatin(previous) || GLUED.has(previous) ? -2 : 0;
    // Names begin with rare letters too.
    return glued + (upper ? Math.max(often, 0.3) : often);
  }
  // A capital inside a word: koi8-r and windows-1251 taken for each other swap the case.
  if (upper && !isUpper(previous)) return -5;
  return often + (PAIRS[before * LETTERS + place] as number);
}

/** What a character above ASCII that is no Russian letter adds. */
function weighOther(code: number): number {
  if (NEIGHBOURS.has(code)) return -0.7;
  return code === REPLACEMENT ? -5 : -3;
}

/** Mean plausibility of the non-ASCII characters as Russian, and how many there are. */
export function plausibility(text: string): { score: number; letters: number } {
  let sum = 0;
  let letters = 0;
  let previous = 0x20;
  let capitals = 0;
  const end = Math.min(text.length, SAMPLE);
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    const upper = isUpper(code);
    if (code >= 0x80 && !TYPOGRAPHY.has(code)) {
      const place = placeOf(code);
      sum += place >= 0 ? weigh(place, upper, previous) : weighOther(code);
      // A small letter behind capitals: cp866 and x-mac-cyrillic share the codes of capitals, but not that of Ё.
      if (place >= 0 && !upper && capitals >= 2) sum -= 2;
      letters++;
    }
    capitals = upper ? capitals + 1 : 0;
    previous = code;
  }
  return { score: letters === 0 ? 0 : sum / letters, letters };
}
