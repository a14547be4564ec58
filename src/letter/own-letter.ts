/**
 * A letter of ours, read again from the bytes in which it was sent: for people who look at a ticket's thread.
 * In: bytes of compose.ts. Out: what a reader sees of it, without HTML. Never fails.
 */
import { readAddresses } from './address.ts';
import { readHeaders, valuesOf } from './header.ts';
import { textOf } from './leaf.ts';
import { messageIds } from './message-ids.ts';
import { type Part, readParts } from './mime.ts';

export interface OwnLetter {
  /** Name of the sender; null when it has none. */
  name: string | null;
  /** The letter that it answers; null when none. */
  inReplyTo: string | null;
  /** Says of itself that no person wrote it (RFC 3834 §5). */
  automatic: boolean;
  text: string;
}

export function readOwnLetter(raw: Buffer): OwnLetter {
  const defects = new Set<string>();
  const root = readParts(raw, defects);
  const headers = readHeaders(root.headers, defects);
  const [from] = valuesOf(headers, 'from').flatMap((value) => readAddresses(value, defects));
  const [inReplyTo] = valuesOf(headers, 'in-reply-to').flatMap((value) => messageIds([value]));
  const plain = plainPart(root);
  return {
    name: from?.name || null,
    inReplyTo: inReplyTo ?? null,
    automatic: valuesOf(headers, 'auto-submitted').some((value) => value.trim() !== 'no'),
    text: plain === null ? '' : textOf(plain, defects).trimEnd(),
  };
}

function plainPart(part: Part): Part | null {
  if (part.children.length === 0) return part.type === 'text/plain' ? part : null;
  for (const child of part.children) {
    const found = plainPart(child);
    if (found !== null) return found;
  }
  return null;
}
