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

/** A signature has so many lines at most, empty ones among them. */
const NEAR = 30;
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
  /** Without marks. */
  readonly #lines: string[];
  /** The line of each mark, and how many marks each line has. */
  readonly #lineOf = new Map<string, number>();
  readonly #marksIn = new Map<number, number>();
  /** Does its writer speak of a picture? */
  readonly mentions: boolean;
  /** Says the letter anything of its own above its signature? */
  readonly speaks: boolean;

  constructor(fresh: string) {
    const lines = fresh.split('\n');
    for (const [at, line] of lines.entries()) {
      const marks = line.match(MARKS) ?? [];
      for (const mark of marks) this.#lineOf.set(mark, at);
      if (marks.length > 0) this.#marksIn.set(at, marks.length);
    }
    this.#lines = lines.map(bare);
    const end = this.#lines.findIndex(isClosing);
    const body = end < 0 ? this.#lines : this.#lines.slice(0, end);
    const matter = ownLines(body.join('\n')).filter((line) => !isGreeting(line));
    this.speaks = saidIn(matter).total > 0;
    this.mentions = MENTION.test(this.#lines.join('\n'));
  }

  lineOf(mark: string): number | undefined {
    return this.#lineOf.get(mark);
  }

  /** The lines above, nearest first, the one that the picture stands in among them. */
  #above(at: number): string[] {
    return this.#lines.slice(Math.max(0, at + 1 - NEAR), at + 1).reverse();
  }

  #below(at: number): string[] {
    return this.#lines.slice(at + 1, at + 1 + NEAR);
  }

  /** Does nobody say anything below this line but who he is? */
  #ends(at: number): boolean {
    return !this.#below(at).some(isSentence);
  }

  /** Is the line below the last words of a letter? */
  isSigned(at: number): boolean {
    const above = this.#above(at);
    const closing = above.findIndex(isClosing);
    return closing >= 0 && !above.slice(0, closing).some(isSentence);
  }

  /** Does who wrote the letter stand right above or beside the line, and nothing of the matter below? */
  isBesideWriter(at: number): boolean {
    const beside = [this.#above(at), this.#below(at)].map((lines) => lines.find((line) => line !== '') ?? '');
    return this.#ends(at) && beside.some((line) => isContactLine(line) || NAME.test(line));
  }

  isRow(at: number): boolean {
    return (this.#marksIn.get(at) ?? 0) >= ROW;
  }

  isLast(at: number): boolean {
    return this.speaks && this.#ends(at);
  }
}

/** What says that a picture is none of the matter: its place alone, the sender's habits, or nothing. */
type Sign = 'certain' | 'signed' | 'named' | 'likely' | null;
const SIGNS: Sign[] = [null, 'likely', 'named', 'signed', 'certain'];

/** A picture of a name or alternative text that speaks of looks. */
const isLook = (name: string | null, alt = '') => LOOK.test(`${name ?? ''} ${alt}`);

function signOf({ id, alt, linked, signed }: ShownPicture, page: Page, at: number | undefined): Sign {
  if (at === undefined || signed) return 'certain';
  if (page.isSigned(at)) return 'signed';
  if (isLook(id, alt)) return 'named';
  if (page.isBesideWriter(at) || page.isRow(at)) return 'likely';
  return linked && page.isLast(at) ? 'likely' : null;
}

/** The weakest sign of all the places where the text shows a picture, by its ID. */
function signsById({ pictures }: MarkedText, page: Page): Map<string, Sign> {
  const weakest = new Map<string, number>();
  for (const [place, shown] of pictures.entries()) {
    const sign = SIGNS.indexOf(signOf(shown, page, page.lineOf(pictureMark(place))));
    weakest.set(shown.id, Math.min(sign, weakest.get(shown.id) ?? sign));
  }
  return new Map([...weakest].map(([id, sign]) => [id, SIGNS[sign] as Sign]));
}

function signOfFile({ contentId, name, place }: FilePart, signs: ReadonlyMap<string, Sign>): Sign {
  const sign = signs.get(contentId ?? '');
  // Not in the text: what was left of a signature that was deleted, or a background.
  if (sign === undefined) return place === 'decoration' ? 'likely' : null;
  return isLook(name) && (sign === null || sign === 'likely') ? 'named' : sign;
}

/** Gives the files that stand in the text their places there. */
export function placePictures(files: readonly FilePart[], marked: MarkedText, subject: string): FilePart[] {
  const page = new Page(splitText(marked.text, subject).fresh);
  const inText = files.filter(({ place }) => place !== null);
  const byId = signsById(marked, page);
  const signs = new Map(inText.map((file) => [file, signOfFile(file, byId)]));
  const others = files.some(({ place, bytes }) => place === null || bytes.length > LARGE);
  const alone = !others && !page.speaks;
  const shows = others || inText.some((file) => signs.get(file) === null);
  const placeOf = (sign: Sign): FilePart['place'] => {
    // Nothing else in the letter is its matter.
    if (alone && sign !== 'certain' && sign !== 'signed') return 'matter';
    if (sign === null) return 'text';
    // Who speaks of a picture and shows no other one means this.
    const meant = page.mentions && !shows && (sign === 'likely' || sign === 'signed');
    return meant ? 'text' : 'decoration';
  };
  return files.map((file) => (file.place === null ? file : { ...file, place: placeOf(signs.get(file) ?? null) }));
}
