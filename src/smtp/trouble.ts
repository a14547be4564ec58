/**
 * Says once, loudly, that letters cannot go out for a reason that is not theirs, and once that they go again.
 * Enters: outcomes, one after another. Leaves: log lines without addresses or server replies about people.
 */
import type { Log } from '../log.ts';
import type { DelayCode, Outcome } from './outcome.ts';

/** What a person has to look at. A 4yz reply or a stop of ours is everyday business. */
const TROUBLES: Partial<Record<DelayCode, string>> = {
  SMTP_LOGIN: 'mail server refuses our user or password: letters wait; check smtp.user and smtp.password',
  SMTP_TLS:
    'no safe connection to the mail server: letters wait; check smtp.tls, smtp.port and, for its certificate, smtp.tlsCa',
  SMTP_GREETING: 'mail server refuses to talk to us: letters wait; ask whoever runs it',
  SMTP_UNREACHABLE: 'mail server cannot be reached: letters wait; check smtp.host and smtp.port',
};

/** A reporter that remembers the last trouble. These replies name our own account at most, never a recipient. */
export function troubleReporter(log: Log): (outcome: Outcome) => void {
  let last: DelayCode | null = null;
  return (outcome) => {
    if (outcome.state === 'delayed') {
      const trouble = TROUBLES[outcome.code];
      if (trouble === undefined || outcome.code === last) return;
      last = outcome.code;
      log.error({ code: outcome.code, response: outcome.response }, trouble);
    } else if (outcome.state === 'accepted' && last !== null) {
      log.info({ code: last }, 'mail server takes letters again');
      last = null;
    }
  };
}
