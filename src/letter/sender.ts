/**
 * What an address says about who stands behind it: a no-reply box, a mail system, a program.
 * In: an address. Out: yes or no. Never fails.
 */

const NO_REPLY =
  /(?:^|[._+-])(?:no|not|do-?_?\.?not|dont)[._-]?(?:reply|repl|answer|respond|response|otvet)(?:$|[._+\-\d])|^(?:ne-?otvech|neotvet)/i;
/** `noreplybank`, but also `noreplyivanov`. */
const LIKE_NO_REPLY = /^(?:no|donot)reply/i;
const DAEMON =
  /^(?:mailer-?daemon|mail-?daemon|post[._-]?master|mdaemon|maildaemon|mail[._-]?delivery(?:[._-]?(?:sub)?system)?|microsoftexchange[0-9a-f]{16,64}|double-?bounce|bounces?)(?:$|[._+\-\d=])/i;
const DAEMON_NAME =
  /^(?:mail delivery (?:sub)?system|mail delivery service|mailer-daemon|mail administrator|system administrator|postmaster|microsoft (?:outlook|exchange)|подсистема доставки почты|системный администратор|служба доставки почты)$/i;
const ROBOT =
  /^(?:auto-?repl(?:y|ies)|auto-?respond(?:er)?|autoresponse|nobody|www-data|apache|cron|root|daemon|list-?serv|majordomo|mailman|scanner)$/i;
/** Boxes that notices and mailings come from; people may bear such names too. */
const NOTIFIER =
  /^(?:e?mail[._-]?)?(?:notif(?:y|ier|ication)s?|alerts?|robot|mail-?robot|mail-?bot|bot|news(?:letter)?s?|mailing|rassylka|digest|autoinfo(?:rm)?|auto-?confirm|info-?robot|service-?desk-?robot|uvedomleni[eya]|reminder|monitoring|subscribe)(?:$|[._+\-\d])|-(?:bounces|request|owner)$|^owner-/i;

/** The local part, without a subaddress (RFC 5233). */
const localPart = (address: string) => {
  const at = address.lastIndexOf('@');
  return (at < 0 ? address : address.slice(0, at)).replace(/(?<=.)\+.*$/, '');
};

/** Does nobody read what is sent to this address? */
export function isNoReply(address: string): boolean {
  return NO_REPLY.test(localPart(address));
}

/** Is this likely a box of notices? The name alone says too little against a person's letter. */
export function isNotifier(address: string): boolean {
  const local = localPart(address);
  return LIKE_NO_REPLY.test(local) || NOTIFIER.test(local);
}

/** Is this the sender of a mail system's own reports (RFC 5321 §4.5.1, RFC 2142 §5)? */
export function isDaemon(address: string): boolean {
  return DAEMON.test(localPart(address));
}

/** Is this the box of whoever runs a mail system? Reports come from it, and letters of people. */
export function isPostmaster(address: string): boolean {
  return /^post[._-]?master$/i.test(localPart(address));
}

/** The name under which mail systems write, as a sign; null for names of people. Administrators write letters too. */
export function daemonName(name: string): string | null {
  return DAEMON_NAME.test(name.trim()) ? `from: ${name}` : null;
}

/** Is this an account that only programs write from? */
export function isRobot(address: string): boolean {
  return ROBOT.test(localPart(address));
}
