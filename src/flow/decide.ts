/**
 * What a letter means: one pure function from what was found in it and what the register knows to one decision.
 * Flow carries the decision out; nowhere else is the meaning of a letter weighed.
 */

import type { Findings } from '../examiner/examine.ts';
import type { Address } from '../letter/letter.ts';
import { isOurs } from '../letter/own.ts';
import type { Status } from '../ticket/status.ts';

/** A ticket that the letter may belong to, and how it was found. */
export interface KnownTicket {
  id: number;
  /** Its data key. */
  keyId: number;
  number: string;
  status: Status;
  missing: ('fio' | 'snils')[];
  dueAt: Date;
  rule: 'our-message-id' | 'earlier-letter' | 'number';
  /** Is the sender one of the ticket's people? */
  belongs: boolean;
}

export interface Context {
  /** The same letter, settled before; its ticket, or null when it was set aside. */
  same: { letterId: number; ticketId: number | null } | null;
  ticket: KnownTicket | null;
  /** INTERNALDATE. */
  receivedAt: Date;
  now: Date;
  /** Register without answering (import). */
  silent: boolean;
  /** Older letters are registered and not answered, ms. */
  ignoreOlderThan: number;
  /** Automatic letters to this address in the last 24 hours. */
  automaticToday: number;
  maxPerSenderPerDay: number;
  ownAddresses: readonly string[];
}

/** Whether an automatic answer goes out. `hold` is written down as suppressed and never sent. */
export type Reply =
  | { do: 'send'; to: string }
  | { do: 'hold'; to: string }
  | { do: 'none'; why: 'machine' | 'no sender' | 'ourselves' | 'old' | 'import' };

export type Decision =
  /** A redelivery of a letter that is settled: nothing new. */
  | { do: 'recognise'; letterId: number; ticketId: number | null }
  /** Machine mail of no ticket. */
  | { do: 'set-aside' }
  /** Machine mail of a ticket: stands in its thread, changes nothing. */
  | { do: 'attach'; ticket: KnownTicket }
  /** A new ticket. `related`: the number it named, which its sender has no part in. */
  | { do: 'open'; status: 'registered' | 'awaiting_info'; related: KnownTicket | null; reply: Reply }
  /** One more entry of a ticket. `status` is the one it has afterwards. */
  | { do: 'append'; ticket: KnownTicket; status: Status; missing: ('fio' | 'snils')[]; reply: Reply };

/** Weighs a letter (domain.md §2, §7, §10). Total: every letter gets exactly one decision. */
export function decide(findings: Findings, context: Context): Decision {
  if (context.same) return { do: 'recognise', ...context.same };
  const mine = context.ticket && entitled(context.ticket) ? context.ticket : null;
  if (findings.classification.class !== 'human') {
    return mine ? { do: 'attach', ticket: mine } : { do: 'set-aside' };
  }
  const reply = replyTo(findings, context);
  if (mine) {
    const missing = mine.missing.filter((item) => findings.missing.includes(item));
    const completed = mine.status === 'awaiting_info' && missing.length === 0;
    return { do: 'append', ticket: mine, status: completed ? 'in_progress' : mine.status, missing, reply };
  }
  const status = findings.missing.length > 0 ? 'awaiting_info' : 'registered';
  return { do: 'open', status, related: context.ticket, reply };
}

/** Our own Message-ID proves that the writer got our letter; everything else anybody can write (domain.md §7). */
function entitled(ticket: KnownTicket): boolean {
  return ticket.rule === 'our-message-id' || ticket.belongs;
}

/** RFC 3834 §4: automatic answers go to one address, never to a machine or to ourselves. */
function replyTo(findings: Findings, context: Context): Reply {
  if (context.silent) return { do: 'none', why: 'import' };
  if (!findings.classification.answerable) return { do: 'none', why: 'machine' };
  const to = answerAddress(findings.letter);
  if (!to) return { do: 'none', why: 'no sender' };
  if (isOurs(to, context.ownAddresses)) return { do: 'none', why: 'ourselves' };
  if (context.now.getTime() - context.receivedAt.getTime() > context.ignoreOlderThan) return { do: 'none', why: 'old' };
  return { do: context.automaticToday >= context.maxPerSenderPerDay ? 'hold' : 'send', to };
}

/** Where an automatic answer to this letter would go: Reply-To if given, else From (contract.md, «Automatic mail»). */
export function answerAddress(letter: { from: Address | null; replyTo: Address[] }): string | null {
  return letter.replyTo.find(({ address }) => address.includes('@'))?.address ?? letter.from?.address ?? null;
}
