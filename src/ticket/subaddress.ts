/**
 * Addresses of our own with a sealed token: `support+t…@example.ru` (RFC 5233 calls the part after the plus the detail). Pure.
 * A reply address names a ticket and the person it was given to; a bounce address (VERP) names the outgoing letter.
 * At most 40 characters of token, in letters that survive being lower-cased: with a short name it stays under the 64 of
 * RFC 5321 §4.5.3.1.1.
 */
import { MARK_BYTES, markOf, seal, type TokenKey, unseal } from './token.ts';

/** What the token in one of our addresses says. */
export type SubaddressClaims = (
  | {
      kind: 'reply';
      ticketId: number;
      /** Day on which the address was given out, counted from 1970-01-01 UTC: lets old ones expire. */
      day: number;
      /** Was it given to this person? */
      givenTo(address: string): boolean;
    }
  | { kind: 'bounce'; outboxId: number }
) & {
  /** Was it made with an older key? Those may be known to others. */
  superseded: boolean;
};

const USE = 'subaddress';
const REPLY = 1;
const BOUNCE = 2;
const ID_BYTES = 5;
const DAY_BYTES = 2;
const REPLY_BYTES = 1 + ID_BYTES + DAY_BYTES + MARK_BYTES;
const BOUNCE_BYTES = 1 + ID_BYTES;
const DAY_MS = 86_400_000;

/** Token of an address by which this person reaches this ticket. */
export function replyToken(facts: { ticketId: number; recipient: string; at: Date }, key: TokenKey): string {
  const payload = Buffer.alloc(REPLY_BYTES);
  payload.writeUInt8(REPLY, 0);
  payload.writeUIntBE(facts.ticketId, 1, ID_BYTES);
  payload.writeUIntBE(Math.floor(facts.at.getTime() / DAY_MS), 1 + ID_BYTES, DAY_BYTES);
  payload.set(markOf(facts.recipient, key), 1 + ID_BYTES + DAY_BYTES);
  return `t${seal(USE, payload, key)}`;
}

/** Token of the envelope sender of one outgoing letter: what comes back to it is about that letter. */
export function bounceToken(outboxId: number, key: TokenKey): string {
  const payload = Buffer.alloc(BOUNCE_BYTES);
  payload.writeUInt8(BOUNCE, 0);
  payload.writeUIntBE(outboxId, 1, ID_BYTES);
  return `t${seal(USE, payload, key)}`;
}

/** Puts a token into the office's address: `support@example.ru` becomes `support+TOKEN@example.ru`. */
export function withToken(address: string, token: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${token}${address.slice(at)}`;
}

/**
 * Reads the token of an address that a letter was sent to.
 * @returns null unless we made it
 */
export function readSubaddress(address: string, keys: readonly TokenKey[]): SubaddressClaims | null {
  const token = /\+t([a-z2-7]{1,39})@/i.exec(address)?.[1];
  const opened = token === undefined ? null : unseal(USE, token, keys);
  if (opened === null) return null;
  const { payload, key, superseded } = opened;
  if (payload[0] === BOUNCE && payload.length === BOUNCE_BYTES) {
    return { kind: 'bounce', outboxId: payload.readUIntBE(1, ID_BYTES), superseded };
  }
  if (payload[0] !== REPLY || payload.length !== REPLY_BYTES) return null;
  const mark = payload.subarray(1 + ID_BYTES + DAY_BYTES);
  return {
    kind: 'reply',
    ticketId: payload.readUIntBE(1, ID_BYTES),
    day: payload.readUIntBE(1 + ID_BYTES, DAY_BYTES),
    givenTo: (person) => mark.equals(markOf(person, key)),
    superseded,
  };
}
