/**
 * What an address says about who stands behind it: ourselves, a no-reply box, a mail system.
 * In: an address. Out: yes or no. Never fails.
 */

const NO_REPLY =
  /(?:^|[._+-])(?:no|not|do-?not|dont)[._-]?(?:reply|repl|answer|respond|response)(?:$|[._+\-\d])|^(?:ne-?otvech|neotvet|noreply|donotreply)/i;
const DAEMON =
  /^(?:mailer-?daemon|mail-?daemon|postmaster|mdaemon|maildaemon|double-?bounce|bounces?)(?:$|[._+\-\d=])/i;
const ROBOT =
  /^(?:auto-?repl(?:y|ies)|auto-?respond(?:er)?|autoresponse|nobody|www-data|cron|root|daemon|list-?serv|majordomo)$/i;

/** Local part and domain in lower case, without a subaddress. */
function parts(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0)).toLowerCase();
  const plus = local.indexOf('+');
  return { local: plus > 0 ? local.slice(0, plus) : local, domain: address.slice(at + 1).toLowerCase() };
}

/** Is this address one of the office's own? A subaddress (`support+token@…`) is the same mailbox (RFC 5233). */
export function isOurs(address: string, ownAddresses: readonly string[]): boolean {
  const one = parts(address);
  return ownAddresses.some((own) => {
    const other = parts(own);
    return one.local === other.local && one.domain === other.domain;
  });
}

/** Does nobody read what is sent to this address? */
export function isNoReply(address: string): boolean {
  return NO_REPLY.test(parts(address).local);
}

/** Is this the sender of a mail system's own reports (RFC 5321 §4.5.1, RFC 2142 §5)? */
export function isDaemon(address: string): boolean {
  return DAEMON.test(parts(address).local);
}

/** Is this an account that only programs write from? */
export function isRobot(address: string): boolean {
  return ROBOT.test(parts(address).local);
}
