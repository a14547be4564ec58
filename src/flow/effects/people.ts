/** Who belongs to a ticket by a letter of its citizen. */
import { isOurs } from '../../letter/own.ts';
import type { Registration } from '../registration.ts';

/** The sender and those they copied belong to the ticket (domain.md §7); the office itself does not. */
export function peopleOf({ findings, desk }: Registration): string[] {
  const { from, replyTo, to, cc } = findings.letter;
  return [...(from ? [from] : []), ...replyTo, ...to, ...cc]
    .map(({ address }) => address.toLowerCase())
    .filter((address) => address.includes('@') && !isOurs(address, desk.rules.ownAddresses));
}
