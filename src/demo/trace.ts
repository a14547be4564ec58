/**
 * The headers that the embedded post office puts on top of a letter when it delivers it (RFC 5321 §4.4, RFC 8601).
 * Enters: a letter as it was handed over the counter. Leaves: the letter as it lies in the mailbox. Never fails.
 *
 * The demo has no DNS to ask for DKIM keys or DMARC policies. What the post office can vouch for is who signed in: a From
 * in the staff's domain passes when its owner did. This result is always the topmost one, and only the topmost one of a
 * trusted server counts (see letter/authentic.ts), so that what a sender writes under our name proves nothing.
 */
import { readAddresses } from '../letter/address.ts';
import { domainOf } from '../letter/domain.ts';
import { valuesOf } from '../letter/header.ts';
import { headerBlock } from '../letter/header-block.ts';
import { HOST_NAME, type PostedLetter } from './smtp-host.ts';

/** The letter with its trace. @param staff addresses of the people who may sign in and write under their own name */
export function stamped(letter: PostedLetter, recipient: string, staff: readonly string[]): Buffer {
  const trace = [
    `Return-Path: <${letter.from}>`,
    `Delivered-To: ${recipient}`,
    `Authentication-Results: ${HOST_NAME}; ${verdictOn(letter, staff)}`,
    `Received: by ${HOST_NAME} (demo) with ESMTP for <${recipient}>;`,
    `\t${letter.at.toUTCString().replace('GMT', '+0000')}`,
  ];
  return Buffer.concat([Buffer.from(`${trace.join('\r\n')}\r\n`), letter.raw]);
}

/** `none` says nothing: the domains of other people are not ours to judge (RFC 8601 §2.2). */
function verdictOn({ raw, user }: PostedLetter, staff: readonly string[]): string {
  const [author] = valuesOf(headerBlock(raw) ?? [], 'from').flatMap((value) => readAddresses(value, new Set()));
  const address = author?.address.toLowerCase() ?? '';
  const domain = domainOf(address);
  if (!staff.some((member) => domainOf(member) === domain)) return 'none';
  return `dmarc=${user === address ? 'pass' : 'fail'} header.from=${domain}`;
}
