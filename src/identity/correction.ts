/**
 * Does a letter about a ticket put the applicant's name right (domain.md §7, «correct data»), or does another name merely
 * stand in it? In: the new text and who it is from. Out: yes or no. Never fails; the pattern is linear in the text.
 */
import { fold } from './fold.ts';
import type { Identity } from './identity.ts';

const SPEAKS_OF_NAME = /(?:^|[^а-я])(?:фио|ф\. ?и\. ?о|фамили[а-я]{1,2}|отчеств[а-я]{1,2}|меня зовут)(?![а-я])/u;

/** The letter speaks of the name, or gives it together with a СНИЛС as when one registers; a signature alone says nothing. */
export function rightsName(
  text: string,
  { fioSource, snilsValid }: Pick<Identity, 'fioSource' | 'snilsValid'>,
): boolean {
  if (fioSource !== 'body' && fioSource !== 'signature' && fioSource !== 'combined') return false;
  return snilsValid === true || SPEAKS_OF_NAME.test(fold(text).toLowerCase());
}
