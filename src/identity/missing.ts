/**
 * What the citizen still has to send (domain.md §3). In: what was found. Out: the items to ask for. Never fails.
 * An item counts as missing also when it is there and does not serve: initials for a name, wrong control digits, a name
 * that may be another person's: a doubt is asked about, not guessed.
 */
import type { Identity } from './identity.ts';

/** At and below this two people of a letter are about as likely to be its author. */
export const DOUBTFUL = 0.5;

/** What an office may need to know of the applicant (`identity.required`). */
export type Item = 'fio' | 'snils';

/**
 * `fio`: no full name, or a doubt whose it is; `snils`: none, or its digits do not serve. A missing patronymic is no fault.
 * @param required what the office needs
 */
export function missing(
  identity: Pick<Identity, 'fio' | 'fioConfidence' | 'snilsValid'>,
  required: readonly Item[] = ['fio', 'snils'],
): Item[] {
  const items: Item[] = [];
  const { fio, fioConfidence } = identity;
  if (!fio?.surname || !fio.given || isInitial(fio.surname) || isInitial(fio.given) || fioConfidence <= DOUBTFUL)
    items.push('fio');
  if (identity.snilsValid !== true) items.push('snils');
  return items.filter((item) => required.includes(item));
}

/** What was given and is wrong: the automatic reply shows it to the citizen to be checked. */
export function invalid(identity: Pick<Identity, 'snilsValid' | 'innValid'>): ('snils' | 'inn')[] {
  const items: ('snils' | 'inn')[] = [];
  if (identity.snilsValid === false) items.push('snils');
  if (identity.innValid === false) items.push('inn');
  return items;
}

function isInitial(part: string): boolean {
  return /^\p{L}{1,2}\.?$/u.test(part) && part.endsWith('.');
}
