/** What went wrong on the way to or in a mailbox, said so that an administrator can act. Enters: imapflow's errors. Leaves: a Fault. */
import { Fault } from '../fault.ts';
import type { ImapAccount } from './account.ts';

/** The part of imapflow's errors that is read here. */
interface Trouble {
  code?: string | number;
  message?: string;
  authenticationFailed?: boolean;
  tlsFailed?: boolean;
  serverResponseCode?: string;
  responseStatus?: string;
  responseText?: string;
  mailboxMissing?: boolean;
}

/** The server could not look the password up; it does not say that it is wrong (RFC 5530 §3). */
const BUSY = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG']);

/** What Node calls a certificate it does not trust … */
const NOT_TRUSTED = /^(ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** … and a handshake that failed. */
const NO_TLS = /^(ERR_TLS|ERR_SSL|EPROTO|STARTTLS_INJECTION)/;

/** Signing in failed: `IMAP_LOGIN`, `IMAP_TLS` or `IMAP_CONNECT`. */
export function signInFault(account: ImapAccount, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const error = cause as Trouble;
  const server = `${account.host}:${account.port}`;
  if (error.authenticationFailed && !BUSY.has(error.serverResponseCode ?? '')) {
    const secret = account.accessTokenCommand ? 'access token' : 'password';
    return new Fault('IMAP_LOGIN', `${server} refuses the user name or ${secret}: ${answer(error)}`, { cause });
  }
  if (NOT_TRUSTED.test(`${error.code}`)) {
    const message = `${server} shows a certificate that is not trusted (${error.code}); an authority of the office's own goes into tlsCa`;
    return new Fault('IMAP_TLS', message, { cause });
  }
  if (error.tlsFailed || NO_TLS.test(`${error.code}`)) {
    return new Fault('IMAP_TLS', `${server} does not encrypt: ${answer(error)}; the password was not sent`, { cause });
  }
  return new Fault('IMAP_CONNECT', `${server} cannot be reached or is not ready: ${answer(error)}`, { cause });
}

/** A folder that cannot be opened: `IMAP_FOLDER`; a connection that ended meanwhile: `IMAP_LOST`. */
export function openFault(folder: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const error = cause as Trouble;
  if (!error.responseStatus) return lostFault(cause);
  const why = error.mailboxMissing ? 'there is no such folder' : brief(error.responseText);
  return new Fault('IMAP_FOLDER', `folder «${folder}» cannot be opened: ${why}`, { cause });
}

/** A command failed in an open folder: refused by the server (`IMAP_REFUSED`) or never answered (`IMAP_LOST`). */
export function commandFault(command: string, cause: unknown): Fault {
  if (!refused(cause)) return lostFault(cause);
  return new Fault('IMAP_REFUSED', `${command} refused: ${brief((cause as Trouble).responseText)}`, { cause });
}

/** Did the server answer NO or BAD? Otherwise nothing is known of the outcome. */
export function refused(error: unknown): boolean {
  const status = (error as Trouble).responseStatus;
  return status === 'NO' || status === 'BAD';
}

/** The connection ended in the middle of the work. */
export function lostFault(cause: unknown): Fault {
  return new Fault('IMAP_LOST', `the connection ended: ${answer(cause as Trouble)}`, { cause });
}

/** Is the connection gone with it? */
export function isLost(failure: Fault | null): failure is Fault {
  return failure?.code === 'IMAP_LOST';
}

/** What the server said, else what Node calls it. */
function answer({ serverResponseCode, responseText, code, message }: Trouble): string {
  if (responseText) return brief(serverResponseCode ? `[${serverResponseCode}] ${responseText}` : responseText);
  return brief(typeof code === 'string' ? code : message); // an AbortError's code is a number
}

/** Servers write what they like: one line, no control characters, not endless. */
function brief(text: string | undefined): string {
  const line = (text ?? '').replace(/[\x00-\x1f\x7f]+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line || 'no reason given';
}
