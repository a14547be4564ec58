/**
 * A form of a web site: a person's words, sent from the site's own box or through a mail service, the person in Reply-To.
 * In: a letter, the office's addresses in lower case. Out: that person; null where the letter is no form's. Never fails.
 */
import { isAligned } from './domain.ts';
import type { Address, Letter } from './letter.ts';
import { isOurs } from './own.ts';
import { isDaemon, isFunction, isNoReply, soundsOfSite } from './sender.ts';

/** Services that send letters for programs, and scripts that do: people's own programs write none of these. */
const RELAYS = [
  'feedback-id',
  'x-elastic',
  'x-mailchannels',
  'x-mailer-(?:lid|recptid|sid)',
  'x-mailgun',
  'x-mailin',
  'x-mailjet',
  'x-mandrill',
  'x-mc-(?:relay|user)',
  'x-mj',
  'x-msys-api',
  'x-php-(?:originating-)?script',
  'x-pm-message',
  'x-sendgrid',
  'x-sendpulse',
  'x-ses',
  'x-sg-e?id',
  'x-sib',
  'x-smtpapi',
  'x-unione',
  'x-unisender',
];
const RELAY = new RegExp(`^(?:${RELAYS.join('|')})(?:-|$)`);

/** Does this header field come from a service that passes on what programs write? It says nothing of who wrote. */
export function isOfRelay(name: string): boolean {
  return RELAY.test(name);
}

/** Who filled in the form. */
export function personBehindForm(
  { from, replyTo, headers }: Pick<Letter, 'from' | 'replyTo' | 'headers'>,
  own: readonly string[],
): Address | null {
  const sender = from?.address ?? '';
  const person = replyTo.find((one) => isPerson(one.address, sender, own));
  if (from === null || person === undefined) return null;
  const sent = isOurs(sender, own) || isNoReply(sender) || isDaemon(sender) || soundsOfSite(sender);
  // Anybody may ask for answers elsewhere; through a service, and in another house than the sender's, he is somebody else.
  if (!sent && (isAligned(sender, person.address) || !headers.some(({ name }) => isOfRelay(name)))) return null;
  return { address: person.address, name: person.name || from.name };
}

/** A shop that wants answers in its own service desk names no person. */
function isPerson(address: string, sender: string, own: readonly string[]): boolean {
  if (!address.includes('@') || address.toLowerCase() === sender.toLowerCase()) return false;
  if (isNoReply(address) || isDaemon(address) || isOurs(address, own)) return false;
  return !(isFunction(address) && isAligned(address, sender));
}
