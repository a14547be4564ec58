/**
 * Where the pictures of a letter stand in its text, and what that makes of them: the letter's matter, or part of a signature, of a
 * quote or of its looks. In: the files, the text with a mark for each picture. Out: the files, each with its place. Never fails.
 * «Small inline pictures of a signature are not listed» (contract.md): here it is asked whose they are, not how small. In doubt
 * a picture is the letter's, for a logo listed does no harm and a screenshot left out does.
 */

import { isContactLine, isValediction, speaks } from '../ticket/contact-line.ts';
import { isGreeting } from './greeting.ts';
import type { FilePart } from './letter.ts';
import { MARKS, type MarkedText, pictureMark, type ShownPicture } from './picture-mark.ts';
import { splitText } from './quote.ts';
import { ownLines, saidIn } from './said.ts';

/** What ends a letter, beside the valedictions of offices: below it stands who wrote it. */
const CLOSINGS = [
  'с (?:почтением|приветом|благодарностью)',
  'хорошего дня',
  'искренне ваш',
  'з повагою',
  '(?:warm|with kind|with best|with) regards',
  '(?:yours )?(?:sincerely|faithfully|truly)',
  'best wishes',
  'mit freundlichen grüßen',
];
const CLOSING = new RegExp(`^(?:${CLOSINGS.join('|')})(?!\\p{L})`, 'iu');
const RULE = /^[-–—_=*]{2,}\s*$/;
const CLOSING_CHARS = 100;
/** «Иванов Иван Иванович», «И. И. Иванов»: a name and nothing else. */
const NAME = /^(?:\p{Lu}[\p{Ll}-]{1,30}|\p{Lu}\.)(?:\s?(?:\p{Lu}[\p{Ll}-]{1,30}|\p{Lu}\.)){1,3}[.,]?$/u;

/** Names of pictures that nobody takes of a matter. */
const LOOKS = [
  'logo',
  'лого',
  'логотип',
  'icon',
  'иконк',
  'banner',
  'баннер',
  'signature',
  'подпис',
  'facebook',
  'twitter',
  'instagram',
  'linkedin',
  'whatsapp',
  'viber',
  'telegram',
  'youtube',
  'vkontakte',
  'spacer',
  'pixel',
  'герб',
  'эмблем',
  'emblem',
  'avatar',
  'аватар',
  'визитк',
];
const LOOK = new RegExp(`(?<!\\p{L})(?:${LOOKS.join('|')})`, 'iu');

/** Who says this speaks of a picture in his letter. */
const MENTIONS = [
  'скрин',
  'сним(?:ок|к)',
  'фото',
  'картинк',
  'изображени',
  'экран',
  'вложени',
  'влож(?:ил|ен)',
  'прикреп',
  'прилага',
  'прилож(?:ил|ен)',
  'ниже',
  'смотрите',
  'screen',
  'photo',
  'picture',
  'image',
  'attach',
  'below',
];
const MENTION = new RegExp(`(?<!\\p{L})(?:${MENTIONS.join('|')})`, 'iu');

/** A signature has so many lines at most. */
const MAX_SIGNATURE = 15;
/** A sentence ends like one; a position or an office does not. */
const SENTENCE_WORDS = 4;
const LONG_LINE_WORDS = 14;
/** So many pictures in one line are a row of icons. */
const ROW = 3;
/** What is bigger than any logo. */
const LARGE = 50 * 1024;

const bare = (line: string) => line.replace(MARKS, ' ').replace(/\s+/g, ' ').trim();
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

function isClosing(line: string): boolean {
  const text = bare(line);
  return RULE.test(text) || (text.length <= CLOSING_CHARS && (isValediction(text) || CLOSING.test(text)));
}

function isSentence(line: string): boolean {
  const words = wordsOf(line);
  if (isContactLine(line)) return false;
  return speaks(line) || words >= LONG_LINE_WORDS || (words >= SENTENCE_WORDS && /[.!?:;…]$/.test(line));
}

/** The new text of a letter, line by line. */
class Page {
  readonly #lines: string[];
  readonly #matter: string[];
  /** Does its writer speak of a picture? */
  readonly mentions: boolean;

  constructor(fresh: string) {
    this.#lines = fresh.split('\n');
    const end = this.#lines.findIndex(isClosing);
    const body = (end < 0 ? this.#lines : this.#lines.slice(0, end)).map(bare);
    this.#matter = ownLines(body.join('\n')).filter((line) => !isGreeting(line));
    this.mentions = MENTION.test(this.#lines.map(bare).join('\n'));
  }

  /** Says the letter anything of its own above its signature? */
  get speaks(): boolean {
    return saidIn(this.#matter).total > 0;
  }

  lineOf(place: number): number {
    return this.#lines.findIndex((line) => line.includes(pictureMark(place)));
  }

  /** Does nobody say anything below this line but who he is? */
  #ends(at: number): boolean {
    return this.#lines.slice(at + 1, at + 1 + 4 * MAX_SIGNATURE).every((line) => !isSentence(bare(line)));
  }

  /** Is the line below the last words of a letter? */
  isSigned(at: number): boolean {
    let count = 0;
    for (let index = at; index >= 0 && count <= MAX_SIGNATURE; index--) {
      const line = bare(this.#lines[index] as string);
      if (line === '') continue;
      if (isClosing(line)) return true;
      if (isSentence(line)) return false;
      count++;
    }
    return false;
  }

  /** Does who wrote the letter stand right above or beside the line, and nothing of the matter below? */
  isBesideWriter(at: number): boolean {
    if (!this.#ends(at)) return false;
    const above = this.#lines.slice(0, at + 1).findLast((line) => bare(line) !== '') ?? '';
    const below = this.#lines.slice(at + 1).find((line) => bare(line) !== '') ?? '';
    return [above, below].some((line) => isContactLine(bare(line)) || NAME.test(bare(line)));
  }

  isRow(at: number): boolean {
    return ((this.#lines[at] as string).match(MARKS)?.length ?? 0) >= ROW;
  }

  isLast(at: number): boolean {
    return this.#ends(at) && this.speaks;
  }
}

/** Is it certain that a picture is none of the matter? Then a writer who speaks of one does not mean it. */
type Sign = 'certain' | 'likely' | null;

function signOf(shown: ShownPicture, file: FilePart, page: Page, at: number): Sign {
  if (at < 0 || shown.signed) return 'certain';
  if (LOOK.test(`${file.name ?? ''} ${shown.id} ${shown.alt}`)) return 'certain';
  if (page.isSigned(at) || page.isBesideWriter(at) || page.isRow(at)) return 'likely';
  return shown.linked && page.isLast(at) ? 'likely' : null;
}

/** Gives the files that stand in the text their places there. */
export function placePictures(files: readonly FilePart[], marked: MarkedText, subject: string): FilePart[] {
  if (files.every(({ place }) => place === null)) return [...files];
  const { fresh, quoted } = splitText(marked.text, subject);
  const page = new Page(fresh);
  const isOther = (file: FilePart) => file.place === null || file.bytes.length > LARGE;
  const alone = !page.speaks && !files.some(isOther);
  const signs = files.map((file): Sign => {
    if (file.place === null) return null;
    const place = marked.pictures.findIndex(({ id }) => id === file.contentId);
    // A background, or what a signature left behind that was deleted.
    if (place < 0) return file.place === 'decoration' ? 'likely' : null;
    const at = page.lineOf(place);
    if (at < 0 && !quoted.includes(pictureMark(place))) return null;
    return signOf(marked.pictures[place] as ShownPicture, file, page, at);
  });
  const shows = files.some((file, index) => isOther(file) || (file.place !== null && signs[index] === null));
  return files.map((file, index) => {
    if (file.place === null) return file;
    const sign = signs[index] ?? null;
    if (alone && isOwn(sign, file, marked, page)) return { ...file, place: 'matter' };
    if (sign === 'likely' && page.mentions && !shows) return { ...file, place: 'text' };
    return { ...file, place: sign === null ? 'text' : 'decoration' };
  });
}

/** Of a letter without a word a picture is the matter, unless its place is another's or the signature. */
function isOwn(sign: Sign, file: FilePart, { pictures }: MarkedText, page: Page): boolean {
  if (sign === null) return true;
  const place = pictures.findIndex(({ id }) => id === file.contentId);
  const at = page.lineOf(place);
  return place < 0 || (at >= 0 && !pictures[place]?.signed && !page.isSigned(at));
}
