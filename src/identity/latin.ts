/**
 * Given names in Latin letters: Thomas, and Russian ones as in a passport (Tatyana, Sergei). In: a word. Out: yes or no.
 */
import { isGivenName } from './given.ts';

const WESTERN = new Set(
  `john james michael william david robert joseph charles thomas daniel matthew mark paul andrew peter george kevin brian steven stephen edward
  jason jeffrey ryan jacob gary eric jonathan scott justin brandon benjamin samuel gregory patrick frank jack henry hans jurgen klaus wolfgang
  heinz dieter werner manfred uwe stefan andreas christian sebastian tobias felix lukas jean pierre jacques michel francois philippe luc giovanni
  giuseppe marco luca paolo jose juan carlos luis miguel pedro pablo diego mary jennifer elizabeth susan jessica sarah karen nancy lisa margaret
  sandra ashley emily michelle carol amanda melissa deborah stephanie rebecca laura helen cynthia kathleen amy angela anna brenda emma nicole
  samantha katherine christine catherine rachel carolyn janet maria heather diane julie joyce victoria kelly christina joan evelyn lauren judith
  ursula monika petra sabine renate gisela brigitte claudia ingrid heike katrin anja sophie isabelle nathalie valerie sylvie francesca giulia chiara
  mehmet ahmet mustafa ali hasan ibrahim murat omer yusuf ayse fatma emine zeynep mohammed mohammad muhammad ahmed mahmoud khalid omar hussein
  abdul rajesh amit anil sunil vijay ravi sanjay priya anita sunita wei li ming jing yan hui jun lei yang min jie mamadou ousmane moussa`.split(
    /\s+/u,
  ),
);

const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/shch/g, 'щ'], [/zh/g, 'ж'], [/kh/g, 'х'], [/ts/g, 'ц'], [/tch|ch/g, 'ч'], [/sh/g, 'ш'], [/dj|dzh/g, 'дж'], [/ph/g, 'ф'], [/th/g, 'т'],
  [/(?:iy|ii|ij|yi|yy)$/g, 'ий'], [/iya$|ija$/g, 'ия'], [/yu|iu|ju/g, 'ю'], [/ya|ja/g, 'я'], [/yo|jo/g, 'е'], [/ye|je/g, 'е'], [/ey$|ei$|ej$/g, 'ей'],
  [/ay$|ai$|aj$/g, 'ай'], [/ck/g, 'к'], [/x/g, 'кс'], [/q/g, 'к'], [/w/g, 'в'],
]; // biome-ignore format: a table
const LETTERS: Record<string, string> = {
  a: 'а', b: 'б', c: 'к', d: 'д', e: 'е', f: 'ф', g: 'г', h: 'х', i: 'и', j: 'й', k: 'к', l: 'л', m: 'м', n: 'н', o: 'о', p: 'п', r: 'р', s: 'с', t: 'т', u: 'у', v: 'в', y: 'ы', z: 'з',
}; // biome-ignore format: a table

/** A Latin word in Cyrillic, as passports transliterate. */
export function cyrillicOf(latin: string): string {
  let text = latin.toLowerCase();
  for (const [pair, letter] of PAIRS) text = text.replace(pair, letter);
  return [...text].map((letter) => LETTERS[letter] ?? letter).join('');
}

/** The consonants of a name. */
function skeleton(text: string): string {
  return text
    .toLowerCase()
    .replace(/[аеёиоуыэюяйьъ' .-]/gu, '')
    .replace(/кс/gu, 'х');
}

/** Do a Latin and a Cyrillic spelling begin alike? Enough where both stand in one letter: Wang and Ван, Jovanovic and Йованович. */
export function beginAlike(latin: string, cyrillic: string): boolean {
  const one = skeleton(cyrillicOf(latin)).slice(0, 2);
  return one !== '' && one === skeleton(cyrillic).slice(0, 2);
}

/** May a Latin and a Cyrillic spelling be the same name? Vowels are written too differently to ask about. */
export function soundAlike(latin: string, cyrillic: string): boolean {
  const one = skeleton(cyrillicOf(latin));
  return one.length > 1 && one === skeleton(cyrillic);
}

/** Petrovna, Ivanovich: a patronymic as passports transliterate it. */
export function isLatinPatronymic(key: string): boolean {
  return /.{3,}(?:ovich|evich|ovna|evna|ichna)$/.test(key);
}

/** Is this Latin word a given name we know? */
export function isLatinGivenName(key: string): boolean {
  if (key.length < 2 || key.length > 20) return false;
  if (WESTERN.has(key)) return true;
  const cyrillic = cyrillicOf(key);
  const variants = [
    cyrillic,
    cyrillic.replace(/иа$/u, 'ия'),
    cyrillic.replace(/ы$/u, 'ий'),
    cyrillic.replace(/ы/gu, 'й'),
    cyrillic.replace(/ы/gu, 'и'),
    `${cyrillic}ь`,
    cyrillic.replace(/л(?=[^аеиоуыэюя]|$)/gu, 'ль'),
    cyrillic.replace(/иа/gu, 'ья'),
    cyrillic.replace(/^е/u, 'э'),
  ];
  return key.length > 3 && variants.some(isGivenName);
}
