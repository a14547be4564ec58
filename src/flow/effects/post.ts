/** An outgoing letter: rendered, composed, and laid in the outbox as bytes that no retry will change. */
import { randomBytes } from 'node:crypto';
import { dataKey } from '../../register/data-key.ts';
import { readMailLimit } from '../../register/mail-limit.ts';
import { addDelivery } from '../../register/outbox.ts';
import { isUnreachable } from '../../register/unreachable.ts';
import { composeLetter } from '../../smtp/compose.ts';
import type { Enclosure } from '../../smtp/enclosure.ts';
import type { Filled } from '../../template/letterhead.ts';
import { makeMessageId, type Purpose, TO_STAFF } from '../../ticket/message-id.ts';
import { bounceToken, replyToken, withToken } from '../../ticket/subaddress.ts';
import type { Step } from '../registration.ts';
import type { FileRef } from './files.ts';
import { type Fitted, fitted } from './room.ts';

export interface Post {
  ticketId: number;
  /** Data key of the ticket: what is sent about it is sealed with it. */
  keyId: number;
  purpose: Purpose;
  to: string;
  filled: Filled;
  /** RFC 3834 §5; null for the answers of people. */
  automatic: 'auto-replied' | 'auto-generated' | null;
  inReplyTo: string | null;
  /** Oldest first. */
  references: readonly string[];
  /** Files of the register; to staff no more than fit, the letter names the rest. */
  files?: readonly FileRef[];
  /** Files that stand nowhere else. */
  enclosures?: readonly Enclosure[];
  /** Counts toward the automatic answers that one address gets in a day. */
  counted?: boolean;
  /** Does its token prove that whoever answers has the address it went to? One without proves only that he got a letter. */
  proves?: boolean;
  /** Held back for good: kept for the record, never sent. */
  held?: boolean;
  /** The delivery in whose place it is sent; the one that reached nobody and that it tells of. */
  insteadOf?: number;
  tellsOf?: number;
}

/** Whom a token is made for that shall prove no address; no address reads so. */
const NOBODY = 'nobody';

/**
 * Puts a letter into the outbox. To an address that could not be reached nothing is sent until its owner writes: the
 * letter is kept as suppressed.
 * @returns its Message-ID
 */
export async function post(step: Step, letter: Post): Promise<string> {
  const { tx, desk, now } = step;
  const { office, register } = desk;
  const tokenKey = register.keys.current('token');
  const bearer = letter.proves === false ? NOBODY : letter.to;
  const messageId = makeMessageId(
    {
      ticketId: letter.ticketId,
      recipient: bearer,
      purpose: letter.purpose,
      nonce: randomBytes(8),
      domain: office.address.slice(office.address.lastIndexOf('@') + 1),
    },
    tokenKey,
  );
  const token = replyToken({ ticketId: letter.ticketId, recipient: bearer, at: now }, tokenKey);
  const write = ({ template, variables }: Filled, filesFollow: boolean) =>
    composeLetter({
      from: desk.sender,
      to: letter.to,
      replyTo: office.subaddress ? withToken(office.address, token) : null,
      ...desk.renderer.render(template, variables),
      messageId,
      date: now,
      inReplyTo: letter.inReplyTo,
      references: letter.references,
      automatic: letter.automatic,
      enclosures: letter.enclosures ?? [],
      filesFollow,
    });
  const { bytes, files } = await withinRoom(step, letter, write);
  const suppressed = letter.held === true || (await isUnreachable(tx, letter.to));
  const row = await addDelivery(
    tx,
    {
      ticketId: letter.ticketId,
      purpose: letter.purpose,
      recipient: letter.to,
      messageId,
      bytes,
      counted: letter.counted === true,
      suppressed,
      files: files.map(({ row }) => row),
      filled: files.length > 0 && TO_STAFF.includes(letter.purpose) ? letter.filled : null,
      ...(letter.insteadOf !== undefined && { insteadOf: letter.insteadOf }),
      ...(letter.tellsOf !== undefined && { tellsOf: letter.tellsOf }),
    },
    (outboxId) => (office.subaddress ? withToken(office.address, bounceToken(outboxId, tokenKey)) : office.address),
    { id: letter.keyId, bytes: await dataKey(register, tx, letter.keyId) },
    now.getTime(),
  );
  if (!suppressed) step.deliveries.push(row);
  return messageId;
}

/** A letter to the citizen goes whole or not at all; nothing of an operator's answer may be missing. */
async function withinRoom(
  { tx, desk }: Step,
  { purpose, filled, files = [] }: Post,
  write: (filled: Filled, filesFollow: boolean) => Buffer,
): Promise<Fitted> {
  if (!TO_STAFF.includes(purpose)) return { bytes: write(filled, files.length > 0), files: [...files] };
  const room = Math.min(desk.maxLetter, (await readMailLimit(tx)) ?? desk.maxLetter);
  return fitted(filled, files, room, write);
}
