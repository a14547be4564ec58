/**
 * What a part of a letter is: text, another letter, a report of a machine, a signature. In: a part. Out: yes or no. Pure.
 */

import { fileName } from './leaf.ts';
import type { Part } from './mime.ts';

export const REPORTS = new Set([
  'message/delivery-status',
  'message/global-delivery-status',
  'message/disposition-notification',
  'message/global-disposition-notification',
  'message/feedback-report',
]);
export const ORIGINALS = new Set([
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global-headers',
  'text/rfc822',
]);
export const EMBEDDED = new Set(['message/rfc822', 'message/global', 'message/news']);
export const SIGNED = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime']);
export const TNEF = new Set(['application/ms-tnef', 'application/vnd.ms-tnef']);
/** Envelope of a signed letter, no document of the sender. What bears a name of his own beside a document is his file. */
export const SIGNATURES = new Set([
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
]);
const SIGNATURE_NAME = /^(?:smime\.p7[sm]|(?:pgp|openpgp|openpgp_digital)?[._-]?signature(?:\.\w{1,5})?|pgp\.sig)$/i;
/** What a Mac keeps beside a file (RFC 1740). */
export const APPLE = 'application/applefile';

/** Where the frame of a signed letter was lost, its signature is told by its name. */
export function isSignature(part: Part): boolean {
  const name = fileName(part);
  return SIGNATURES.has(part.type) && (name === null || SIGNATURE_NAME.test(name));
}

/** A letter inside this one. The first part of one that was sent in pieces (RFC 2046 §5.2.2) begins like one, too. */
export function isLetter(part: Part): boolean {
  if (EMBEDDED.has(part.type)) return true;
  return part.type === 'message/partial' && part.typeParams.number === '1';
}

/** Is a leaf text rather than a file? What is attached is a file (RFC 2183). */
export function isText(part: Part): boolean {
  if (part.children.length > 0 || !part.type.startsWith('text/')) return false;
  if (part.type !== 'text/plain' && part.type !== 'text/html') {
    return part.disposition.value !== 'attachment' && fileName(part) === null && part.type !== 'text/calendar';
  }
  return part.disposition.value !== 'attachment';
}
