/**
 * Our Message-IDs. Each carries a sealed token that names the ticket, the purpose and (as a keyed mark) the recipient, so
 * that an answer finds its ticket by In-Reply-To or References alone, and nobody can make one up. Pure.
 */
import { domainToASCII } from 'node:url';
import { MARK_BYTES, markOf, seal, type TokenKey, unseal } from './token.ts';

/** What an outgoing letter is for; `deliveries` of `ticket show` name it so. The order is part of every id ever sent. */
export const PURPOSES = ['receipt', 'status', 'answer', 'request', 'assignment', 'notice', 'command-receipt'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Letters of these go to the office's own people and to nobody else. */
export const TO_STAFF: readonly Purpose[] = ['assignment', 'notice', 'command-receipt'];

/** What is put into a Message-ID. */
export interface MessageIdFacts {
  ticketId: number;
  /** Address that the letter goes to. Only a keyed mark of it leaves the office. */
  recipient: string;
  purpose: Purpose;
  /** Makes the id unique: 8 random bytes. */
  nonce: Uint8Array;
  /** The office's mail domain. */
  domain: string;
}

/** What a Message-ID of ours says. */
export interface MessageIdClaims {
  ticketId: number;
  purpose: Purpose;
  /** Was the letter sent to this address? */
  sentTo(address: string): boolean;
  /** Was it made with an older key? Those may be known to others. */
  superseded: boolean;
}

const USE = 'message-id';
const TICKET_BYTES = 6;
const NONCE_BYTES = 8;
const PAYLOAD_BYTES = 1 + TICKET_BYTES + MARK_BYTES + NONCE_BYTES;

/** Makes a Message-ID with angle brackets (RFC 5322 §3.6.4); the left side is 50 letters and digits. */
export function makeMessageId(facts: MessageIdFacts, key: TokenKey): string {
  const payload = Buffer.alloc(PAYLOAD_BYTES);
  payload.writeUInt8(PURPOSES.indexOf(facts.purpose), 0);
  payload.writeUIntBE(facts.ticketId, 1, TICKET_BYTES);
  payload.set(markOf(facts.recipient, key), 1 + TICKET_BYTES);
  payload.set(facts.nonce.subarray(0, NONCE_BYTES), 1 + TICKET_BYTES + MARK_BYTES);
  return `<${seal(USE, payload, key)}@${domainToASCII(facts.domain)}>`;
}

/**
 * Reads a Message-ID out of a stranger's letter.
 * @param id with or without angle brackets, in any letter case
 * @param keys every key whose letters may still be answered
 * @returns null unless we made it
 */
export function readMessageId(id: string, keys: readonly TokenKey[]): MessageIdClaims | null {
  const left = /^<?([a-z2-7]{1,80})@/i.exec(id.trim())?.[1];
  const opened = left === undefined ? null : unseal(USE, left, keys);
  if (opened === null || opened.payload.length !== PAYLOAD_BYTES) return null;
  const { payload, key, superseded } = opened;
  const purpose = PURPOSES[payload.readUInt8(0)];
  if (purpose === undefined) return null;
  const mark = payload.subarray(1 + TICKET_BYTES, 1 + TICKET_BYTES + MARK_BYTES);
  return {
    ticketId: payload.readUIntBE(1, TICKET_BYTES),
    purpose,
    sentTo: (address) => mark.equals(markOf(address, key)),
    superseded,
  };
}
