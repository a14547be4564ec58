/** The configuration in the words of the rooms that want more than one part of it. Pure. */
import type { Config } from './config.ts';
import type { Rules } from './examiner/examine.ts';
import type { WorkingTime } from './ticket/calendar.ts';

/** What reading a letter depends on. Every address that mail from us can bear as its sender is ours. */
export function rulesOf(config: Config): Rules {
  const { office, attachments, staffAttachments, staff, smtp, imap, mailAuth, spam, identity } = config;
  const senders = [office.address, smtp.from?.address, smtp.user, ...imap.map(({ user }) => user)];
  const own = senders.flatMap((address) => (address?.includes('@') ? [address.toLowerCase()] : []));
  const { ticketPrefix, ticketDigits } = office;
  return {
    ticketPrefix,
    ticketDigits,
    ownAddresses: [...new Set(own)],
    trustedAuthservIds: mailAuth.trustedAuthservIds,
    spamHeaders: spam.headers,
    files: attachments,
    required: identity.required,
    staff: { addresses: staff.map(({ email }) => email.toLowerCase()), files: staffAttachments },
  };
}

/** The office's working time. */
export function workingTimeOf({ office, deadlines }: Config): WorkingTime {
  const { opens, closes, daysOff, workingDays } = deadlines;
  return { timeZone: office.timeZone, opens, closes, daysOff, workingDays };
}

/** From of our letters. A bare address in `smtp.from` takes the office's name: readers of mail show names. */
export function senderOf({ office, smtp }: Pick<Config, 'office' | 'smtp'>): { name: string; address: string } {
  const { address, name } = smtp.from ?? office;
  return { name: name || office.name, address };
}
