/** Who belongs to a ticket by a letter of its citizen. */
import { isOurs } from '../../letter/own.ts';
import type { Registration } from '../registration.ts';

/** A letter to more people than this is a mailing: those on its list do not get the right to read and change a ticket by it. */
const MOST_COPIED = 50;

/**
 * The sender belongs to the ticket (domain.md §7); those they copied only by a letter that proves itself; the office never.
 * @param admits does it?
 */
export function peopleOf({ findings, desk }: Registration, admits: boolean): string[] {
  const { from, replyTo, to, cc } = findings.letter;
  const copied = [...to, ...cc].length > MOST_COPIED ? [] : [...to, ...cc];
  const others = admits ? [...replyTo.slice(0, MOST_COPIED), ...copied] : [];
  return [...(from ? [from] : []), ...others]
    .map(({ address }) => address.toLowerCase())
    .filter((address) => address.includes('@') && !isOurs(address, desk.rules.ownAddresses));
}
