/**
 * What a delivery status notification says (RFC 3464 and the common non-standard reports).
 * In: a letter. Out: who was not reached, why, and which letter bounced; null when it reports no failure. Never fails.
 */

import { plainBounce } from './bounce-plain.ts';
import type { Letter } from './letter.ts';

export interface Bounce {
  /** The address that could not be reached; null when the report does not tell. */
  recipient: string | null;
  /** Enhanced status code `5.1.1` (RFC 3463); null when none can be told. */
  status: string | null;
  permanent: boolean;
  /** Message-ID of the letter that bounced, with angle brackets. */
  ofMessageId: string | null;
}

/** RFC 3463 §2; not part of an IP address. */
const ENHANCED = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/;

/** Fields of one block of a delivery-status part, names in lower case, folded lines joined. */
function fields(block: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (name !== '' && !found.has(name)) found.set(name, line.slice(colon + 1).trim());
  }
  return found;
}

/** `rfc822; a@b`, also in RFC 3461 xtext and with angle brackets. */
function recipientOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  const text = value.includes(';') ? value.slice(value.indexOf(';') + 1) : value;
  const plain = text.replace(/\+([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  const address = /[^\s<>@"]{1,64}@[^\s<>@",;]{1,255}/.exec(plain)?.[0];
  return address ?? null;
}

/** A general code (`5.0.0`) gives way to a telling one in the server's own words. */
function statusOf(block: Map<string, string>): string | null {
  const stated = ENHANCED.exec(block.get('status') ?? '')?.[0] ?? null;
  if (stated !== null && !stated.endsWith('.0.0')) return stated;
  const said = ENHANCED.exec(block.get('diagnostic-code') ?? '')?.[0] ?? null;
  return said !== null && (stated === null || said.startsWith(stated.slice(0, 1))) ? said : stated;
}

/** RFC 3464 §2: one block about the report, then one for each recipient. */
function readStatus(status: string): Omit<Bounce, 'ofMessageId'> | null {
  const blocks = status
    .slice(0, 64 * 1024)
    .split(/\n[ \t]*\n/)
    .map(fields);
  const recipients = blocks.filter(
    (block) => block.has('action') || block.has('final-recipient') || block.has('status'),
  );
  const action = (block: Map<string, string>) =>
    /^[a-z]+/i.exec(block.get('action') ?? '')?.[0].toLowerCase() ?? 'failed';
  const block =
    recipients.find((one) => action(one) === 'failed') ?? recipients.find((one) => action(one) === 'delayed');
  if (block === undefined) return null;
  const code = statusOf(block);
  const smtp = /(?<!\d)([45])\d\d(?!\d)/.exec(block.get('diagnostic-code') ?? '')?.[1];
  return {
    recipient: recipientOf(block.get('original-recipient')) ?? recipientOf(block.get('final-recipient')),
    status: code,
    permanent: action(block) === 'failed' && (code ?? smtp ?? '5').startsWith('5'),
  };
}

/** The Message-ID in the returned header of the letter that bounced. */
function messageIdIn(original: string | null | undefined): string | null {
  const unfolded = (original ?? '').slice(0, 64 * 1024).replace(/\n[ \t]+/g, ' ');
  return /^message-id:\s*(<[^<>\s]{1,900}>)/im.exec(unfolded)?.[1] ?? null;
}

/** The report in a letter about one that could not be delivered; null for letters that report no failure. */
export function readBounce(letter: Letter): Bounce | null {
  const { report } = letter;
  const stated = report?.type === 'delivery-status' && report.status !== '' ? readStatus(report.status) : undefined;
  if (stated === null) return null;
  const told = stated === undefined || stated.recipient === null || stated.status === null ? plainBounce(letter) : null;
  if (stated === undefined && told === null) return null;
  const ofMessageId =
    messageIdIn(report?.original) ?? told?.ofMessageId ?? letter.inReplyTo[0] ?? letter.references.at(-1) ?? null;
  if (stated === undefined) return { ...(told as Omit<Bounce, 'ofMessageId'>), ofMessageId };
  return {
    recipient: stated.recipient ?? told?.recipient ?? null,
    status: stated.status ?? told?.status ?? null,
    permanent: stated.permanent,
    ofMessageId,
  };
}
