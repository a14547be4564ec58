/**
 * What an address says about who stands behind it: a no-reply box, a mail system, a program, a function of an office.
 * In: an address. Out: yes or no. Never fails.
 * Only the first two are structure (contract.md, «Who is a machine»); the others raise doubt: people bear such names too.
 */

/** One of these names, whatever stands where they have a dash; digits may follow. */
const named = (...names: readonly string[]) =>
  new RegExp(`^(?:${names.join('|').replaceAll('-', '[._-]?')})\\d{0,4}$`, 'i');

const NO_REPLY = named('no-reply', 'do-not-reply', 'dont-reply');
const POSTMASTER = named('post-master');
/** RFC 5321 §4.5.1 and the customs of mail systems. */
const DAEMON = named(
  'double-bounce',
  'm-daemon',
  'mail-daemon',
  'mail-delivery',
  'mail-delivery-(?:sub)?system',
  'mailer-daemon',
  'microsoftexchange[\\da-f]{16,64}',
  'post-master',
);
const DAEMON_NAME =
  /^(?:mail delivery (?:sub)?system|mail delivery service|mailer-daemon|mail administrator|system administrator|postmaster|microsoft (?:outlook|exchange)|подсистема доставки почты|системный администратор|служба доставки почты)$/i;

/** First words of the names of boxes that programs write from. */
const PROGRAMS = [
  'alerts?',
  'apache',
  'auto-confirm',
  'auto-info(?:rm)?',
  'auto-repl(?:y|ies)',
  'auto-respon(?:der|d|se)',
  'bot',
  'bounces?',
  'cron',
  'daemon',
  'digest',
  'do-?not-reply',
  'info-robot',
  'list-serv',
  'mail-(?:ro)?bot',
  'mailer',
  'mailing',
  'mailman',
  'majordomo',
  'monitoring',
  'ne-otvech\\w{0,4}',
  'news(?:letter)?s?',
  'no-(?:reply|answer|respon(?:d|se)|otvet)',
  'nobody',
  'notif(?:y|ier|ication)s?',
  'rassylka',
  'reminders?',
  'repl(?:y|ies)',
  'robot',
  'root',
  'scanner',
  'service-desk-robot',
  'subscribe',
  'uvedomleni[eya]',
  'wordpress',
  'www-(?:data|run)',
];
const PROGRAM = new RegExp(
  `^(?:e?mail[._-]?)?(?:${PROGRAMS.join('|').replaceAll('-', '[._-]?')})(?:$|[._+=\\-\\d])`,
  'i',
);
/** `noreplybank`, but also `noreplyivanov`; `shop-noreply`; `dom-bounces`. */
const LIKE_PROGRAM =
  /^(?:no|donot)reply|[._-](?:no|do[._-]?not|dont)[._-]?reply(?:$|[._-])|-(?:bounces|request|owner)$|^owner-/i;

/** Boxes that forms of web sites send from, beside those of programs. */
const SITE = named(
  'bitrix',
  'feedback',
  'forms?',
  'php',
  'sait',
  'site',
  'web',
  'web-form',
  'web-site',
  'www',
  'zayavk[ai]',
);
/** Functions of an office, in whose name its programs ask to be answered. */
const FUNCTION = named(
  ...['admin', 'billing', 'care', 'clients?', 'contacts?', 'customer-(?:care|service)?', 'hello', 'help', 'help-desk'],
  ...['info', 'mail', 'office', 'reply', 'sales?', 'service', 'shop', 'support', 'team', 'zakaz'],
);

/** The local part, without a subaddress (RFC 5233). */
const localPart = (address: string) => {
  const at = address.lastIndexOf('@');
  return (at < 0 ? address : address.slice(0, at)).replace(/(?<=.)\+.*$/, '');
};

/** Is this a box that says itself that nobody reads it? */
export function isNoReply(address: string): boolean {
  return NO_REPLY.test(localPart(address));
}

/** Is this the sender of a mail system's own reports (RFC 5321 §4.5.1, RFC 2142 §5)? */
export function isDaemon(address: string): boolean {
  return DAEMON.test(localPart(address));
}

/** Is this the box of whoever runs a mail system? Reports come from it, and letters of people. */
export function isPostmaster(address: string): boolean {
  return POSTMASTER.test(localPart(address));
}

/** Is this likely the box of a program? */
export function soundsAutomatic(address: string): boolean {
  const local = localPart(address);
  return PROGRAM.test(local) || LIKE_PROGRAM.test(local);
}

/** Is this likely the box that a web site sends its forms from? */
export function soundsOfSite(address: string): boolean {
  return SITE.test(localPart(address)) || soundsAutomatic(address);
}

/** Is this the box of a function rather than of a person? */
export function isFunction(address: string): boolean {
  return FUNCTION.test(localPart(address));
}

/** The name under which mail systems write, as a sign; null for names of people. Administrators write letters too. */
export function daemonName(name: string): string | null {
  return DAEMON_NAME.test(name.trim()) ? `from: ${name}` : null;
}
