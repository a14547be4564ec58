/** Whether a letter gets an automatic answer, and where that goes (domain.md §10, contract.md «Automatic mail»). Pure. */
import type { Findings } from '../examiner/examine.ts';
import type { Disowned } from '../letter/disowned.ts';
import type { Address } from '../letter/letter.ts';
import { isOurs } from '../letter/own.ts';
import type { Flood } from '../register/schema.ts';

export interface ReplyContext {
  /** INTERNALDATE. */
  receivedAt: Date;
  now: Date;
  /** Register without answering (import). */
  silent: boolean;
  /** Older letters are registered and not answered, ms. */
  ignoreOlderThan: number;
  /** Where the answer goes; null when nowhere. */
  answerTo: string | null;
  /** Automatic answers to this address in the last 24 hours. */
  automaticToday: number;
  maxPerSenderPerDay: number;
  /** Answer senders too whom our own mail server denies? */
  answerUnauthenticated: boolean;
  /** One of a flood. */
  flood: Flood | null;
  ownAddresses: readonly string[];
}

/** `hold` is written down as suppressed and never sent. */
export type Reply =
  | { do: 'send'; to: string }
  | { do: 'hold'; to: string; why: 'daily cap' | Disowned }
  | { do: 'none'; why: 'machine' | 'no sender' | 'ourselves' | 'old' | 'import' | 'flood' };

/**
 * RFC 3834 §4: automatic answers go to one address, never to a machine or to ourselves. Whoever did not write the letter must
 * not get the answer either: a forged sender would make us write to a third person.
 */
export function replyTo(findings: Pick<Findings, 'classification' | 'disowned'>, context: ReplyContext): Reply {
  if (context.silent) return { do: 'none', why: 'import' };
  if (!findings.classification.answerable) return { do: 'none', why: 'machine' };
  const to = context.answerTo;
  if (!to) return { do: 'none', why: 'no sender' };
  if (isOurs(to, context.ownAddresses)) return { do: 'none', why: 'ourselves' };
  if (context.now.getTime() - context.receivedAt.getTime() > context.ignoreOlderThan) return { do: 'none', why: 'old' };
  if (context.flood) return { do: 'none', why: 'flood' };
  const { disowned } = findings;
  if (disowned && !disowned.excused && !context.answerUnauthenticated) return { do: 'hold', to, why: disowned.by };
  return context.automaticToday >= context.maxPerSenderPerDay
    ? { do: 'hold', to, why: 'daily cap' }
    : { do: 'send', to };
}

/** Where an answer to this letter goes: Reply-To if given, else From. */
export function answerAddress(letter: { from: Address | null; replyTo: Address[] }): string | null {
  return letter.replyTo.find(({ address }) => address.includes('@'))?.address ?? letter.from?.address ?? null;
}
