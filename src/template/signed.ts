/**
 * What an operator writes to a citizen: his words, his name and position, the files he encloses. His own address never stands in it:
 * where he wrote it himself, under his name perhaps, the office's stands instead (domain.md §8). Pure.
 */
import { shownFile } from './answered-files.ts';
import { lineOf, paragraphsOf } from './prose.ts';

/** A file that goes along with the letter. */
export interface EnclosedFile {
  /** Identifier of the file in the register. */
  id: string;
  name: string;
  bytes: number;
}

export interface Signed {
  /** The operator's new text: without commands, without the quoted tail. */
  text: string;
  operator: {
    name: string;
    position: string | null;
    /** Never shown. */
    address: string;
  };
  files: readonly EnclosedFile[];
}

/** Operators greet by themselves more often than not; nobody is greeted twice. */
const GREETING = /^\s*(?:здравствуй|добр(?:ый|ое|ого) |доброе утро|уважаем)/iu;

/** Variables of a signed letter. @param officeAddress stands where the operator's would */
export function signedBy({ text, operator, files }: Signed, officeAddress: string) {
  const hide = (words: string) => withoutAddress(words, operator.address, officeAddress);
  const paragraphs = paragraphsOf(hide(text));
  return {
    paragraphs,
    greets: GREETING.test(paragraphs[0]?.[0] ?? ''),
    operator: {
      name: hide(lineOf(operator.name)),
      position: operator.position === null ? null : hide(lineOf(operator.position)),
    },
    enclosed: files.map(shownFile),
  };
}

/** The words with the office's address where somebody's own stood, in any letter case. */
export function withoutAddress(words: string, own: string, officeAddress: string): string {
  const hidden = own.trim();
  if (hidden === '') return words;
  return words.replace(new RegExp(`(?<![\\w.+-])${RegExp.escape(hidden)}(?![\\w-])`, 'giu'), () => officeAddress);
}
