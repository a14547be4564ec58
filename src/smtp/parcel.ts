/**
 * Wraps a finished letter the way nodemailer's transports take it, without having it parsed and built a second time
 * (half of the work of sending). Enters: envelope and bytes. Leaves: what `SMTPPool.send` reads of a mail.
 */
import { Readable } from 'node:stream';
import { domainToASCII } from 'node:url';
import type SMTPPool from 'nodemailer/lib/smtp-pool';

export interface OutgoingLetter {
  /** Envelope sender, where bounces go; empty for none. */
  envelopeFrom: string;
  to: string;
  bytes: Uint8Array;
}

type PoolMail = Parameters<SMTPPool['send']>[0];

/** A long letter handed over at once would count as sent while it still lies in our memory. */
const PIECE = 65_536;

/**
 * Makes a parcel of a letter.
 * @param onEnd called when the last byte has been handed to the connection
 */
export function parcel(letter: OutgoingLetter, onEnd: () => void): PoolMail {
  const message = {
    getEnvelope: () => envelopeOf(letter),
    getHeader: () => '',
    messageId: () => '',
    createReadStream: () => contentOf(letter, onEnd),
  };
  return { data: {}, message } as unknown as PoolMail;
}

/** The envelope as it goes on the wire. */
export function envelopeOf({ envelopeFrom, to, bytes }: OutgoingLetter): { from: string; to: string[]; size: number } {
  return { from: onTheWire(envelopeFrom), to: [onTheWire(to)], size: bytes.byteLength };
}

/** The letter's bytes, a piece at a time. @param onEnd called when the last byte has been handed over */
export function contentOf({ bytes }: OutgoingLetter, onEnd: () => void): Readable {
  return Readable.from(pieces(bytes), { objectMode: false }).once('end', onEnd);
}

/** Domains outside ASCII travel in their A-label form (RFC 5890 §2.3.2.1). The rest goes only where it is understood (international.ts). */
function onTheWire(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1));
  return at < 0 || domain === '' ? address : `${address.slice(0, at)}@${domain}`;
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += PIECE) yield bytes.subarray(at, at + PIECE);
}
