/**
 * What came of one attempt to hand a letter to the mail server. Pure.
 * Enters: nodemailer's error and how far the letter had got. Leaves: one of four outcomes; the outbox acts on nothing else.
 */
import type { NodemailerError } from 'nodemailer/lib/errors';

/** Why a letter has to wait. `LOGIN`, `TLS` and `GREETING` are faults of our set-up or of the server, never of the letter. */
export type DelayCode =
  | 'SMTP_TEMPORARY'
  | 'SMTP_UNREACHABLE'
  | 'SMTP_GREETING'
  | 'SMTP_LOGIN'
  | 'SMTP_TLS'
  | 'SMTP_STOPPING';

export interface Delayed {
  state: 'delayed';
  code: DelayCode;
  response: string;
}

/** `response` is the server's reply as it came, or the network's error where there was no reply. */
export type Outcome =
  | { state: 'accepted'; response: string }
  /** Certainly not taken; worth trying again. */
  | Delayed
  /** Refused for good: this letter or this recipient; or not to be offered to this server at all (international.ts). */
  | { state: 'failed'; code: 'SMTP_REFUSED' | 'SMTP_NOT_INTERNATIONAL'; response: string }
  /** The whole letter went out and the line died before the answer: it may have been delivered. */
  | { state: 'unknown'; code: 'SMTP_NO_ANSWER'; response: string };

/** Replies to MAIL FROM that are about signing in, not about the letter (RFC 4954 §6, RFC 3207 §4). */
const LOGIN_REPLIES = new Set([530, 534, 535, 538]);
/** What Node calls a certificate that it does not trust. */
const NOT_TRUSTED = /^(ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;
/** Node's codes for certificates that do not hold and for TLS spoken to a server that does not. */
const TLS_FAULT = /CERT|SSL|TLS|EPROTO|UNABLE_TO_/;

/**
 * Judges a failed attempt (RFC 5321 §4.2.1: 4yz is transient, 5yz permanent).
 * @param wholeSent had every byte of the letter been handed to the connection?
 */
export function outcomeOf(error: NodemailerError, wholeSent: boolean): Outcome {
  const response = saidOf(error);
  const reply = error.responseCode ?? null;
  switch (error.code) {
    case 'EENVELOPE':
    case 'EMESSAGE':
      if (reply !== null && LOGIN_REPLIES.has(reply)) return delayed('SMTP_LOGIN', response);
      // Without a reply nodemailer itself refused: no valid recipient, or larger than the server's SIZE (RFC 1870).
      return reply === null || error.permanent === true
        ? { state: 'failed', code: 'SMTP_REFUSED', response }
        : delayed('SMTP_TEMPORARY', response);
    default:
      if (wholeSent && reply === null) return { state: 'unknown', code: 'SMTP_NO_ANSWER', response };
      return delayed(delayCodeOf(error), response);
  }
}

/** Judges a fault that came before any letter was offered. */
export function delayCodeOf(error: NodemailerError): DelayCode {
  const reply = error.responseCode ?? null;
  if (error.code === 'ETLS' || TLS_FAULT.test(error.originalCode ?? '')) return 'SMTP_TLS';
  if (reply !== null && reply < 500) return 'SMTP_TEMPORARY';
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH') return 'SMTP_LOGIN';
  return reply === null ? 'SMTP_UNREACHABLE' : 'SMTP_GREETING';
}

/** The server's reply as it came, else what went wrong on the way, in words by which an administrator can act. */
export function saidOf({ response, message, originalCode = '' }: NodemailerError): string {
  if (response !== undefined || !NOT_TRUSTED.test(originalCode)) return response ?? message;
  return (
    `the server shows a certificate that is not trusted (${originalCode}); an authority of the office's own goes into ` +
    'smtp.tlsCa (smtp.tlsVerify: false takes any certificate, only for a test)'
  );
}

function delayed(code: DelayCode, response: string): Delayed {
  return { state: 'delayed', code, response };
}
