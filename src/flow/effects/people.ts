/** Who belongs to a ticket by a letter of its citizen. */
import { isOurs } from '../../letter/own.ts';
import type { Registration } from '../registration.ts';

/** A letter to more people than this is a mailing: those on its list do not get the right to read and change a ticket by it. */
const MOST_COPIED = 50;

/** The sender and those they copied belong to the ticket (domain.md §7); the office itself does not. */
export function peopleOf({ findings, desk }: Registration): string[] {
  const { from, replyTo, to, cc } = findings.letter;
  const copied = [...to, ...cc].length > MOST_COPIED ? [] : [...to, ...cc];
  return [...(from ? [from] : []), ...replyTo.slice(0, MOST_COPIED), ...copied]
    .map(({ address }) => address.toLowerCase())
    .filter((address) => address.includes('@') && !isOurs(address, desk.rules.ownAddresses));
}
