/**
 * What a delivery status notification says (RFC 3464, its UTF-8 form RFC 6533, and the common non-standard reports).
 * In: a letter. Out: who was not reached, why, and which letter bounced; null when it reports no failure. Never fails.
 */

import { plainBounce } from './bounce-plain.ts';
import { meantStatus, replyClass, toldStatus } from './bounce-status.ts';
import type { Letter } from './letter.ts';
import { type Returned, readReturned } from './returned.ts';

export interface Bounce {
  /** The address that could not be reached; null when the report does not tell. */
  recipient: string | null;
  /** Enhanced status code `5.1.1` (RFC 3463); null when none can be told. */
  status: string | null;
  permanent: boolean;
  /** Message-ID of the letter that bounced, with angle brackets. */
  ofMessageId: string | null;
}

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

/** `rfc822; a@b`, also with angle brackets. */
function recipientOf(value: string | undefined): string | null {
  const text = value?.slice(value.indexOf(';') + 1) ?? '';
  return /[^\s<>@"]{1,64}@[^\s<>@",;]{1,255}/.exec(text)?.[0] ?? null;
}

/** RFC 3461 §4: the original recipient comes as xtext; many leave a `+` as it is. */
const fromXtext = (value: string | undefined) =>
  value?.replace(/\+(2[1-9A-F]|[3-6][0-9A-F]|7[0-9A-E])/g, (_all, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );

/** A general code (`5.0.0`) gives way to a telling one in the server's own words. */
function statusOf(block: Map<string, string>): string | null {
  const stated = toldStatus(block.get('status') ?? '');
  if (stated !== null && !stated.endsWith('.0.0')) return stated;
  const said = toldStatus(block.get('diagnostic-code') ?? '');
  return said !== null && (stated === null || said.startsWith(stated.slice(0, 1))) ? said : stated;
}

/** RFC 3464 §2.3.3. Whatever else stands there was meant as a failure. */
function actionOf(block: Map<string, string>): 'failed' | 'delayed' | 'done' {
  const action = /^[a-z]+/i.exec(block.get('action') ?? '')?.[0].toLowerCase() ?? 'failed';
  if (action === 'delayed') return 'delayed';
  return /^(?:delivered|relayed|expanded|deliverable)$/.test(action) ? 'done' : 'failed';
}

/** RFC 3464 §2.3.1: the original recipient is the one we wrote to, unless the returned letter says otherwise. */
function failedRecipient(block: Map<string, string>, returned: Returned): string | null {
  const original = recipientOf(fromXtext(block.get('original-recipient')));
  const final = recipientOf(block.get('final-recipient'));
  const wrote = (address: string | null) => address !== null && returned.to.includes(address.toLowerCase());
  return wrote(final) && !wrote(original) ? final : (original ?? final);
}

/** RFC 3464 §2: one block about the report, then one for each recipient. `done`: nobody's failed or was delayed. */
function readStatus(status: string, returned: Returned): Omit<Bounce, 'ofMessageId'> | 'done' | null {
  const blocks = status
    .slice(0, 64 * 1024)
    .split(/\n[ \t]*\n/)
    .map(fields);
  const recipients = blocks.filter(
    (block) => block.has('action') || block.has('final-recipient') || block.has('status'),
  );
  const block =
    recipients.find((one) => actionOf(one) === 'failed') ?? recipients.find((one) => actionOf(one) === 'delayed');
  if (block === undefined) return recipients.length > 0 ? 'done' : null;
  const code = statusOf(block);
  const diagnostic = block.get('diagnostic-code') ?? '';
  const permanent = actionOf(block) === 'failed' && (code ?? replyClass(diagnostic) ?? '5').startsWith('5');
  return {
    recipient: failedRecipient(block, returned),
    status: code ?? meantStatus(diagnostic, permanent),
    permanent,
  };
}

/** A code in the words for people tells more than a general one beside them, where both agree on the class. */
function moreTelling(stated: string | null, told: string | null): string | null {
  if (stated === null || told === null) return stated ?? told;
  return stated.endsWith('.0.0') && told.startsWith(stated.slice(0, 1)) ? told : stated;
}

/** Kinds of report that may tell of a failed delivery; complaints and the like never do. */
const OF_DELIVERY = new Set(['delivery-status', 'global-delivery-status', 'unknown', 'embedded']);
/** RFC 5429 §2.1.3: a refusal may come as a receipt of deletion, and says in words that it is one. */
const REFUSAL = /^disposition:[^\n]{0,200};\s{0,20}deleted/im;
/** Where the frame was lost on the way, or never made, the blocks stand in the text. */
const BLOCK_IN_TEXT = /^final-recipient:/im;

/** The report in a letter about one that could not be delivered; null for letters that report no failure. */
export function readBounce(letter: Letter): Bounce | null {
  const { report } = letter;
  const refusal = report?.type === 'disposition-notification' && REFUSAL.test(report.status);
  if (report !== null && !OF_DELIVERY.has(report.type) && !refusal) return null;
  const told = plainBounce(letter);
  if (refusal && told === null) return null;
  const returned = report?.original ? readReturned(report.original) : (told?.returned ?? readReturned(null));
  const blocks = report?.status || (BLOCK_IN_TEXT.test(letter.text) ? letter.text : '');
  const stated = blocks === '' ? null : readStatus(blocks, returned);
  if (stated === 'done' || (stated === null && told === null)) return null;
  return {
    recipient: stated?.recipient ?? told?.recipient ?? null,
    status: moreTelling(stated?.status ?? null, told?.code ?? null) ?? told?.status ?? null,
    permanent: (stated ?? told)?.permanent ?? true,
    ofMessageId:
      returned.messageId ??
      told?.returned.messageId ??
      /^original-message-id:\s{0,20}(<[^<>\s]{1,900}>)/im.exec(blocks)?.[1] ??
      letter.inReplyTo[0] ??
      letter.references.at(-1) ??
      null,
  };
}
